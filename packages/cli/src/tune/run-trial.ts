import type { EmbeddingMatrix, TextVectorization } from '@sekvens/core';
import { isSekvensError } from '@sekvens/core';
import { TextClassifier } from '@sekvens/engine';
import { countParameters, network as buildNetwork, networkToJSON } from '@sekvens/layers';
import { evaluationBatchSize } from '../evaluation-batch-size.js';
import { effectiveValue, epochsOf } from '../config/effective-value.js';
import { lossOptions } from '../config/loss-options.js';
import type { MergedConfig } from '../config/merge-layers.js';
import { networkLayers } from '../config/network-layers.js';
import type { Layers } from '../config/network-layers.js';
import { planOptimizer } from '../config/plan-optimizer.js';
import type { Config } from '../config/schema.js';
import type { Output } from '../output/output.js';
import { bucketed } from '../train/bucketed.js';
import { newVectorizer } from '../train/new-vectorizer.js';
import type { TrainingData } from '../train/read-training-data.js';
import { readVectors } from '../train/read-vectors.js';
import { TrainingLimit } from '../train/training-limit.js';
import { withVectors } from '../train/with-vectors.js';
import type { TrialRecord } from './trial-record.js';

export interface TrialContext {
  readonly data: TrainingData & { readonly validation: NonNullable<TrainingData['validation']> };
  /** Largest model that is trained, in bytes. */
  readonly mostBytes: number;
  readonly signal: AbortSignal;
  /** For what a single training would say. */
  readonly quiet: Output;
  /** Vocabularies of this search so far: trials often share them. */
  readonly vocabularies: Map<string, Vocabulary>;
}

export interface Vocabulary {
  readonly vectorizer: TextVectorization;
  readonly vectors: EmbeddingMatrix | undefined;
}

/** What a training of a trial came to, without its number and settings. */
export type TrialResult = Omit<TrialRecord, 'trial' | 'share' | 'settings'>;

/** Trains with the first `share` of the steps of a whole training, the schedule compressed to them, and measures on the validation data. */
export async function runTrial(config: MergedConfig, share: number, { data, mostBytes, signal, vocabularies, quiet }: TrialContext): Promise<TrialResult> {
  const { values } = config;
  const { vectorizer, vectors } = await adapted(values, { data, vocabularies, signal, quiet });
  const layers = withVectors(networkLayers(config), vectors);
  const { parameters, bytes } = sizeOf(layers, vectorizer, data);
  if (bytes > mostBytes) return { outcome: 'too large', parameters, bytes };
  const { seed, threads, maxSteps, bucket } = values.training;
  const batchSize = effectiveValue(values, 'training.batchSize') as number;
  const limit = new TrainingLimit(() => performance.now());
  try {
    const { classifier } = await TextClassifier.train(data.train, {
      layers, task: data.task, vectorizer, labels: data.labels, batchSize, seed, signal, callbacks: [limit],
      epochs: ({ stepsPerEpoch }) => epochsOf(values, stepsPerEpoch) ?? 1e9,
      ...(threads !== null && { threads }),
      ...lossOptions(values),
      ...(bucket && { batches: bucketed(batchSize, seed) }),
      optimizer: ({ stepsPerEpoch }) => {
        const whole = Math.min((epochsOf(values, stepsPerEpoch) ?? Infinity) * stepsPerEpoch, maxSteps ?? Infinity);
        const steps = Math.max(1, Math.ceil(whole * share));
        limit.limitTo({ steps });
        return planOptimizer(values, steps);
      },
    });
    const evaluating = { batchSize: evaluationBatchSize, signal };
    const { accuracy, macro, loss } = data.task === 'multiLabel' ? await classifier.evaluateMultiLabel(data.validation, evaluating) : await classifier.evaluate(data.validation, evaluating);
    return { outcome: 'trained', steps: limit.steps, accuracy, macroF1: macro.f1, loss, parameters, bytes, seconds: limit.seconds };
  } catch (error) {
    if (!isSekvensError(error) || error.code !== 'diverged') throw error;
    return { outcome: 'diverged', reason: error.message, steps: limit.steps, parameters, bytes, seconds: limit.seconds };
  }
}

async function adapted({ tokens, training }: Config, { data, vocabularies, signal, quiet }: Omit<TrialContext, 'mostBytes'>): Promise<Vocabulary> {
  const key = JSON.stringify(tokens);
  const before = vocabularies.get(key);
  if (before) return before;
  const vectorizer = newVectorizer(tokens);
  await vectorizer.adapt(data.adaptTexts, { signal });
  const vectors = tokens.vectors === null ? undefined : await readVectors(tokens.vectors, vectorizer, training.seed, quiet, signal);
  vocabularies.set(key, { vectorizer, vectors });
  return { vectorizer, vectors };
}

/** Of the model as it would be saved: weights of 32 bits with their names, the vocabulary, the layers. */
function sizeOf(layers: Layers, vectorizer: TextVectorization, { labels, task }: Pick<TrainingData, 'labels' | 'task'>): { parameters: number; bytes: number } {
  const network = buildNetwork(layers({ vocabularySize: vectorizer.vocabularySize(), classes: labels.length, task }));
  const parameters = countParameters(network);
  const json = (value: unknown): number => Buffer.byteLength(JSON.stringify(value, null, 2));
  const header = json(network.weights.map(({ path, shape }) => ({ path, shape, offsets: [0, 0] })));
  return { parameters, bytes: 4 * parameters + header + json(vectorizer.toJSON()) + json({ labels, network: networkToJSON(network) }) };
}
