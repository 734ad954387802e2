import { iterate, throwIfAborted } from '@sekvens/core';
import { chooseThreads } from '../model/choose-threads.js';
import { gatherTeam } from '../model/gather-team.js';
import { giveWay } from '../model/give-way.js';
import type { Sequential } from '../model/sequential.js';
import type { PredictTextOptions } from './text-model.js';
import type { Thresholds } from './thresholds.js';
import type { Prediction } from './to-prediction.js';

export interface PredictStreamOptions {
  /** How many labels to list. Default: all. */
  readonly topK?: number;
  /** See PredictTextOptions. */
  readonly threshold?: Thresholds;
  /** Texts that are read before their predictions are computed, sorted by length, and handed out. Default 1024. */
  readonly window?: number;
  /** Threads that share the work; the numbers do not depend on it. Default: the cores, once there is more than one window, where the network is large enough; else 1. */
  readonly threads?: number;
  readonly signal?: AbortSignal;
}

export interface StreamedPrediction extends Prediction {
  readonly text: string;
}

/** Rows a batch; results do not depend on it. */
export const predictBatch = 60;
export const defaultWindow = 1024;

/**
 * The predictions of `texts`, in their order, window by window. Other threads, where there are any, end with the stream.
 * @param models those `classifier` asks, one after the other
 */
export async function* predictStream(
  classifier: { predict(texts: readonly string[], options: PredictTextOptions): Prediction[] }, models: readonly Sequential[], texts: Iterable<string> | AsyncIterable<string> | ReadableStream<string>, { topK, threshold, window = defaultWindow, threads, signal }: PredictStreamOptions, where: string,
): AsyncGenerator<StreamedPrediction> {
  // one that is asked twice has one team
  const sizes = new Map(models.map((model) => [model, chooseThreads(model.network, predictBatch, threads, `${where}({ threads })`)]));
  const together = new Set<Sequential>();
  const answer = async (waiting: readonly string[], isMany: boolean): Promise<StreamedPrediction[]> => {
    throwIfAborted(signal, where);
    for (const [model, size] of sizes) {
      if (together.has(model) || size === 1 || !(isMany || threads !== undefined)) continue;
      await gatherTeam(model, size, threads !== undefined);
      together.add(model);
    }
    await giveWay();
    const predictions = classifier.predict(waiting, { topK, threshold });
    return predictions.map((prediction, i) => ({ text: waiting[i], ...prediction }));
  };
  try {
    let waiting: string[] = [];
    for await (const text of iterate(texts, where, 'texts')) {
      if (waiting.length === window) {
        yield* await answer(waiting, true);
        waiting = [];
      }
      waiting.push(text);
    }
    if (waiting.length > 0) yield* await answer(waiting, false);
  } finally {
    await Promise.all([...together].map((model) => model.leaveTeam()));
  }
}
