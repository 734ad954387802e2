/** A bidirectional GRU of settings given here, trained in this process: what a preset has to reach. */
import { Random } from '@sekvens/core';
import type { BatchSource, TextVectorizationOptions } from '@sekvens/core';
import { bucketSequences } from '@sekvens/data/node';
import { TextClassifier } from '@sekvens/engine';
import type { EncodedExamples, LearningRate } from '@sekvens/engine';
import { bidirectional, dense, dropout, embedding, globalMaxPooling1D, gru, spatialDropout1D } from '@sekvens/layers';
import type { LayerDefinition } from '@sekvens/layers';
import { averageWeights } from './average-weights.js';
import type { Contender, Row } from './contender.js';
import { figuresOf } from './contender.js';

export interface NetworkSettings {
  readonly tokens: keyof typeof vectorizers;
  readonly embedding: number;
  readonly units: number;
  readonly layers: number;
  /** Maximum over all steps instead of the last one. */
  readonly maxPooling: boolean;
  readonly maxTokens: number;
  readonly epochs: number;
  readonly batchSize: number;
  /** The largest: of one cycle, or with averaging of a cosine. */
  readonly learningRate: number;
  readonly spatialDropout: number;
  readonly recurrentDropout: number;
  readonly dropout: number;
  /** Share of the tokens that training replaces by the unknown one, others at every batch. */
  readonly tokenDropout: number;
  /** Decay of the average of the weights that training ends with; 0: the last ones. The rate then warms up for 300 steps and ends at 0.3 of itself, by a cosine. */
  readonly averaging: number;
  /** Rows of a class weigh (mean rows a class / rows of the class) to this power, scaled so that the mean over the rows is 1. */
  readonly classWeightPower: number;
}

/** The id of the unknown token. */
const unknown = 1;

const vectorizers = {
  words: {},
  characters: { split: 'character', standardize: 'lower' },
  /** Every three characters in a row, a space before and behind the text counted. */
  characterTrigrams: { split: 'character', standardize: 'lower', ngrams: [3] },
} as const satisfies Record<string, TextVectorizationOptions>;

export function networkContender(settings: NetworkSettings): Contender {
  const { tokens, units, layers, maxPooling, maxTokens, epochs, batchSize, learningRate, spatialDropout, recurrentDropout, averaging } = settings;
  const stack = ({ vocabularySize, classes }: { vocabularySize: number; classes: number }): LayerDefinition[] => [
    embedding({ inputDim: vocabularySize, outputDim: settings.embedding, maskZero: true }),
    spatialDropout1D({ rate: spatialDropout }),
    ...Array.from({ length: layers }, (_, i) => bidirectional({ layer: gru({ units, recurrentDropout, returnSequences: maxPooling || i + 1 < layers }) })),
    ...(maxPooling ? [globalMaxPooling1D()] : []),
    dropout({ rate: settings.dropout }),
    dense({ units: classes, activation: 'softmax' }),
  ];
  const marked = (row: Row): Row => (tokens === 'characterTrigrams' ? { ...row, text: ` ${row.text} ` } : row);
  return {
    description: `BiGRU: ${Object.entries(settings).map(([name, value]) => `${name} ${value}`).join(', ')}; AdamW with weight decay 0.01, ${averaging ? 'cosine' : 'one cycle'}, global norm of gradients at most 1`,
    versions: [],
    async run({ train, test }, _files, seed) {
      const began = performance.now();
      const totalSteps = Math.ceil(train.length / batchSize) * epochs;
      const { classifier, history } = await TextClassifier.train(train.map(marked), {
        layers: stack, epochs, batchSize, seed,
        vectorizer: { maxTokens, ...vectorizers[tokens] },
        batches: ({ x, y }: EncodedExamples) => changed(bucketSequences(x, y, { boundaries: 8, batchSize, seed }), y as Int32Array, settings, seed),
        optimizer: { kind: 'adamw', weightDecay: 0.01, globalClipnorm: 1, learningRate: averaging ? cosine(learningRate, totalSteps) : { kind: 'oneCycle', maxLearningRate: learningRate, totalSteps } },
        callbacks: averaging ? [averageWeights(averaging)] : [],
      });
      const seconds = (performance.now() - began) / 1000;
      const files = Object.values(classifier.toFiles());
      return {
        ...figuresOf(await classifier.evaluate(test.map(marked))),
        trainingSeconds: history.epochs.reduce((sum, epoch) => sum + epoch.seconds, 0),
        seconds,
        bytes: files.reduce((sum, file) => sum + file.byteLength, 0),
      };
    },
  };
}

function cosine(learningRate: number, totalSteps: number): LearningRate {
  const warmupSteps = Math.min(300, Math.floor(totalSteps / 2));
  return { kind: 'cosineDecay', initialLearningRate: learningRate / 10, warmupTarget: learningRate, warmupSteps, decaySteps: totalSteps - warmupSteps, alpha: 0.3 };
}

/** Batches whose rows weigh by their class, and in which some tokens are unknown. */
function changed(batches: BatchSource, classes: Int32Array, { classWeightPower, tokenDropout }: NetworkSettings, seed: number): BatchSource {
  const counts: number[] = [];
  for (const c of classes) counts[c] = (counts[c] ?? 0) + 1;
  const raw = counts.map((count) => (classes.length / counts.length / count) ** classWeightPower);
  const scale = classes.length / raw.reduce((sum, weight, c) => sum + weight * counts[c], 0);
  return {
    ...(batches.batchCount !== undefined && { batchCount: batches.batchCount }),
    rowCount: classes.length,
    async *epoch(index) {
      const random = new Random(seed).fork(index);
      for await (const batch of batches.epoch(index)) {
        const { values, offsets } = batch.ids;
        yield {
          ...batch,
          ...(tokenDropout > 0 && { ids: { offsets, values: values.map((id) => (random.next() < tokenDropout ? unknown : id)) } }),
          ...(classWeightPower > 0 && { sampleWeights: Float32Array.from(batch.targets, (c) => raw[c] * scale) }),
        };
      }
    },
  };
}
