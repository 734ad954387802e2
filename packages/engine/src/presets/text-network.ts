import { assertKnownOptions, closest, SekvensError, show } from '@sekvens/core';
import { attentionPooling1D, bidirectional, dense, dropout, embedding, globalAveragePooling1D, globalMaxAveragePooling1D, globalMaxPooling1D, gru, lstm, simpleRNN, spatialDropout1D } from '@sekvens/layers';
import type { LayerDefinition } from '@sekvens/layers';
import { taskParts } from '../classifier/classifier-task.js';
import type { ClassifierTask } from '../classifier/classifier-task.js';

export const cells = ['simpleRNN', 'lstm', 'gru', 'none'] as const;
export const poolings = ['last', 'max', 'average', 'maxAverage', 'attention'] as const;

/** A text classifier in a few settings. */
export interface TextNetworkSettings {
  /** 'none' has no recurrent layer: pooling is over the vectors of the words, in whatever order they are. Default 'gru'. */
  readonly cell?: (typeof cells)[number];
  /** Size of the state, in each direction. Default 64. */
  readonly units?: number;
  /** Recurrent layers on top of each other. Default 1. */
  readonly layers?: number;
  /** Read each text in both directions. Default true. */
  readonly bidirectional?: boolean;
  /** Length of the word vectors. Default 128. */
  readonly embeddingSize?: number;
  /** Leave padding out; without it, padding takes part. Default true. */
  readonly mask?: boolean;
  /**
   * What the last recurrent layer hands on: its last state, or over its states at all steps the largest value of each feature, the mean, both
   * of these side by side, or a mean weighted by attention. Default 'max'.
   */
  readonly pooling?: (typeof poolings)[number];
  /** Share of words that training leaves out of a text at random, in [0, 1). Default 0. */
  readonly wordDropout?: number;
  /** Share of features of the word vectors dropped while training, the same ones for all words of a text. Default 0. */
  readonly spatialDropout?: number;
  /** Share of features dropped while training between recurrent layers, the same ones at every step. Default 0. */
  readonly layerDropout?: number;
  /** Share of the state's features dropped while training, the same ones at every step. Default 0. */
  readonly recurrentDropout?: number;
  /** Share of features dropped while training in front of each dense layer. Default 0. */
  readonly dropout?: number;
  /** Units of a dense layer with relu in front of the output; 0 for none. Default 0. */
  readonly denseUnits?: number;
}

export const textNetworkDefaults = {
  cell: 'gru',
  units: 64,
  layers: 1,
  bidirectional: true,
  embeddingSize: 128,
  mask: true,
  pooling: 'max',
  wordDropout: 0,
  spatialDropout: 0,
  layerDropout: 0,
  recurrentDropout: 0,
  dropout: 0,
  denseUnits: 0,
} as const satisfies Required<TextNetworkSettings>;

const recurrent = { simpleRNN, lstm, gru };

/** What each pooling is made of. One over all steps needs the outputs at all steps. */
const poolingLayers: Readonly<Record<(typeof poolings)[number], (() => LayerDefinition) | 'none'>> = {
  last: 'none',
  max: globalMaxPooling1D,
  average: globalAveragePooling1D,
  maxAverage: globalMaxAveragePooling1D,
  attention: attentionPooling1D,
};

/**
 * Builds the layers of a text classifier: an embedding, recurrent layers of one kind, pooling over time, and dense layers that end in a
 * softmax over the classes, for the task 'multiLabel' in a sigmoid for each label. What it returns is what `TextClassifier.train({ layers })` takes.
 *
 * Ids [batch, time] → [batch, classes].
 * @throws code 'invalid-option' for settings that are unknown or out of range
 */
export function textNetwork(settings: TextNetworkSettings = {}): (sizes: { readonly vocabularySize: number; readonly classes: number; readonly task?: ClassifierTask }) => readonly LayerDefinition[] {
  const where = 'textNetwork(settings)';
  assertKnownOptions(settings, Object.keys(textNetworkDefaults), where);
  const all: Required<TextNetworkSettings> = { ...textNetworkDefaults, ...Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined)) };
  const { cell, units, layers, pooling, wordDropout, denseUnits, embeddingSize, mask, spatialDropout, layerDropout, recurrentDropout } = all;
  assertName('cell', cell, cells);
  assertName('pooling', pooling, poolings);
  const pool = poolingLayers[pooling];
  if (cell === 'none' && pool === 'none') throw refuse('pooling', `one of ${poolings.slice(1).join(', ')} with the cell 'none'`, pooling);
  if (!Number.isInteger(layers) || layers < 1) throw refuse('layers', 'a positive integer', layers);
  if (!Number.isInteger(denseUnits) || denseUnits < 0) throw refuse('denseUnits', 'an integer from 0 up', denseUnits);
  const direction = (layer: ReturnType<typeof gru | typeof lstm | typeof simpleRNN>) => (all.bidirectional ? bidirectional({ layer }) : layer);
  const stack = cell === 'none' ? [] : Array.from({ length: layers }, (_, i) =>
    direction(recurrent[cell]({ units, returnSequences: i < layers - 1 || pool !== 'none', recurrentDropout, dropout: i === 0 ? 0 : layerDropout })),
  );
  const drop = all.dropout === 0 ? [] : [dropout({ rate: all.dropout })];
  const head = [...drop, ...(denseUnits === 0 ? [] : [dense({ units: denseUnits, activation: 'relu' }), ...drop])];
  return ({ vocabularySize, classes, task = 'multiClass' }) => [
    embedding({ inputDim: vocabularySize, outputDim: embeddingSize, maskZero: mask, wordDropout }),
    ...(spatialDropout === 0 ? [] : [spatialDropout1D({ rate: spatialDropout })]),
    ...stack,
    ...(pool === 'none' ? [] : [pool()]),
    ...head,
    dense({ units: classes, activation: taskParts[task].activation }),
  ];
}

function assertName(setting: string, value: unknown, names: readonly string[]): void {
  if (typeof value === 'string' && names.includes(value)) return;
  const meant = typeof value === 'string' ? closest(value, names) : undefined;
  throw refuse(setting, `one of ${names.join(', ')}`, value, meant && `Did you mean ${meant}?`);
}

function refuse(setting: string, expected: string, got: unknown, hint?: string): SekvensError {
  return new SekvensError({ code: 'invalid-option', where: `textNetwork({ ${setting} })`, expected, got: show(got), hint });
}
