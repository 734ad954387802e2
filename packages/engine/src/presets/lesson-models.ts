/** The models of the lesson, exactly: layers, batch size, and which part of a news item they read. */
import { bidirectional, dense, embedding, gru, lstm, simpleRNN } from '@sekvens/layers';
import type { LayerDefinition } from '@sekvens/layers';
import { taskParts } from '../classifier/classifier-task.js';
import type { ClassifierTask } from '../classifier/classifier-task.js';
import type { TextNetworkSettings } from './text-network.js';

export interface LessonModel {
  readonly description: string;
  /** The last layer fits the task: a softmax by default, for 'multiLabel' a sigmoid for each label. */
  readonly layers: (sizes: { readonly vocabularySize: number; readonly classes: number; readonly task?: ClassifierTask }) => readonly LayerDefinition[];
  /** The settings from which `textNetwork` builds the same layers; to begin from, where some of them are to change. */
  readonly settings: Required<TextNetworkSettings>;
  readonly batchSize: number;
  /** What the lesson feeds it: the title alone, or title and description. */
  readonly reads: 'title' | 'title and description';
}

/** What all of them have in common: the last state, nothing dropped, no layer but the output behind it. */
const plain = { pooling: 'last', wordDropout: 0, spatialDropout: 0, layerDropout: 0, recurrentDropout: 0, dropout: 0, denseUnits: 0 } as const;

const output = (classes: number, task: ClassifierTask = 'multiClass') => dense({ units: classes, activation: taskParts[task].activation });

export const lessonModels = {
  'simple-rnn': {
    description: 'Embedding(64), SimpleRNN(16); padding takes part',
    layers: ({ vocabularySize, classes, task }) => [embedding({ inputDim: vocabularySize, outputDim: 64 }), simpleRNN({ units: 16 }), output(classes, task)],
    settings: { ...plain, cell: 'simpleRNN', units: 16, layers: 1, bidirectional: false, embeddingSize: 64, mask: false },
    batchSize: 16,
    reads: 'title',
  },
  'masked-rnn': {
    description: 'Embedding(64) with masking, SimpleRNN(16)',
    layers: ({ vocabularySize, classes, task }) => [embedding({ inputDim: vocabularySize, outputDim: 64, maskZero: true }), simpleRNN({ units: 16 }), output(classes, task)],
    settings: { ...plain, cell: 'simpleRNN', units: 16, layers: 1, bidirectional: false, embeddingSize: 64, mask: true },
    batchSize: 16,
    reads: 'title and description',
  },
  lstm: {
    description: 'Embedding(64), LSTM(8); padding takes part',
    layers: ({ vocabularySize, classes, task }) => [embedding({ inputDim: vocabularySize, outputDim: 64 }), lstm({ units: 8 }), output(classes, task)],
    settings: { ...plain, cell: 'lstm', units: 8, layers: 1, bidirectional: false, embeddingSize: 64, mask: false },
    batchSize: 8,
    reads: 'title and description',
  },
  bilstm: {
    description: 'Embedding(128) with masking, two bidirectional LSTM(64)',
    layers: ({ vocabularySize, classes, task }) => [
      embedding({ inputDim: vocabularySize, outputDim: 128, maskZero: true }),
      bidirectional({ layer: lstm({ units: 64, returnSequences: true }) }),
      bidirectional({ layer: lstm({ units: 64 }) }),
      output(classes, task),
    ],
    settings: { ...plain, cell: 'lstm', units: 64, layers: 2, bidirectional: true, embeddingSize: 128, mask: true },
    batchSize: 16,
    reads: 'title and description',
  },
  gru: {
    description: 'Embedding(64), GRU(8); padding takes part',
    layers: ({ vocabularySize, classes, task }) => [embedding({ inputDim: vocabularySize, outputDim: 64 }), gru({ units: 8 }), output(classes, task)],
    settings: { ...plain, cell: 'gru', units: 8, layers: 1, bidirectional: false, embeddingSize: 64, mask: false },
    batchSize: 8,
    reads: 'title and description',
  },
  bigru: {
    description: 'Embedding(128) with masking, two bidirectional GRU(64)',
    layers: ({ vocabularySize, classes, task }) => [
      embedding({ inputDim: vocabularySize, outputDim: 128, maskZero: true }),
      bidirectional({ layer: gru({ units: 64, returnSequences: true }) }),
      bidirectional({ layer: gru({ units: 64 }) }),
      output(classes, task),
    ],
    settings: { ...plain, cell: 'gru', units: 64, layers: 2, bidirectional: true, embeddingSize: 128, mask: true },
    batchSize: 16,
    reads: 'title and description',
  },
} as const satisfies Record<string, LessonModel>;

export type LessonModelName = keyof typeof lessonModels;
