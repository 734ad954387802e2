import { assertKnownOptions, assertSeed, SekvensError } from '@sekvens/core';
import { assertSettings, refuseOption } from '../option-checks.js';
import { portablePower } from '../schedules/portable-power.js';
import { assertBatchSize } from './assert-batch-size.js';
import { assertSignal } from './assert-signal.js';
import { chooseThreads } from './choose-threads.js';
import { gatherTeam } from './gather-team.js';
import { toBatches } from './model-data.js';
import type { ModelBatch, ModelData } from './model-data.js';
import { runEpoch } from './run-epoch.js';
import { Sequential } from './sequential.js';

export interface FindLearningRateOptions {
  /** The first learning rate. Default 1e-7. */
  readonly from?: number;
  /** The last one. Default 10. */
  readonly to?: number;
  /** Training steps from one to the other, at least 10. Default 100. */
  readonly steps?: number;
  /** How much of the mean of the losses before goes into a smoothed loss, from 0 up to below 1. Default 0.9. */
  readonly smoothing?: number;
  /** Ends the sweep when the smoothed loss is this many times the best one, above 1. Default 4. */
  readonly stopFactor?: number;
  /** Rows a batch; for rows in memory only. Use that of the training. Default 32. */
  readonly batchSize?: number;
  /** Seed of shuffling and dropout. Default 0. */
  readonly seed?: number;
  /** As in `fit`. */
  readonly threads?: number;
  /** Ends the sweep with an error of code 'aborted'. */
  readonly signal?: AbortSignal;
}

export interface LearningRatePoint {
  readonly learningRate: number;
  /** Mean loss of the batch, before its step. */
  readonly loss: number;
  /** Mean of the losses so far in which recent ones weigh most. */
  readonly smoothedLoss: number;
}

export interface LearningRateSweep {
  readonly points: readonly LearningRatePoint[];
  /** Where the smoothed loss falls fastest; undefined where there is no suggestion. */
  readonly steepest: number | undefined;
  /** Where the smoothed loss is lowest. */
  readonly lowest: number;
  /**
   * A tenth of `lowest`; undefined where the loss never falls by more than the differences between batches explain: larger batches or more
   * steps then help, or other rates.
   */
  readonly suggestion: number | undefined;
  /** Whether the loss rose to stopFactor times the best one, or left the finite numbers, before `to`. Where it did not, begin again with a higher `to`. */
  readonly diverged: boolean;
}

const known = ['from', 'to', 'steps', 'smoothing', 'stopFactor', 'batchSize', 'seed', 'threads', 'signal'];

/**
 * The range test of learning rates (Smith 2015): trains a copy of the model with rates that grow exponentially from `from` to `to`, rate(k) =
 * from · (to / from)^(k / (steps - 1)), and watches the loss. At first it hardly changes, then it falls, then the steps are too large and it
 * rises. The smoothed loss is fastai's: s(k) = β·s(k-1) + (1 - β)·loss(k), divided by 1 - β^(k+1).
 *
 * The model stays as it is, to the last byte, and so does the state of its optimizer. The copy begins with the weights of the model and an
 * optimizer of the same settings before its first step; a schedule gives way to the sweep.
 * @throws code 'invalid-data' for unusable rows, 'diverged' where already the first loss is not finite, 'aborted' when `signal` ends it
 */
export async function findLearningRate(model: Sequential, data: ModelData, options: FindLearningRateOptions = {}): Promise<LearningRateSweep> {
  const where = 'findLearningRate';
  assertKnownOptions(options, known, `${where}(model, data, options)`);
  const { from = 1e-7, to = 10, steps = 100, smoothing = 0.9, stopFactor = 4, batchSize = 32, seed = 0, threads, signal } = options;
  assertSettings({ from, to, steps, smoothing, stopFactor }, { from: 'positive', to: 'positive', steps: 'count', smoothing: 'decay', stopFactor: 'positive' }, {}, where);
  if (to <= from) throw refuseOption(`${where}.to`, `a learning rate above from, ${from}`, to);
  if (steps < 10) throw refuseOption(`${where}.steps`, 'at least 10', steps);
  if (stopFactor <= 1) throw refuseOption(`${where}.stopFactor`, 'a number above 1', stopFactor);
  assertBatchSize(batchSize, `${where}({ batchSize })`);
  assertSeed(seed, `${where}({ seed })`);
  assertSignal(signal, `${where}({ signal })`);
  const { optimizer, accuracy: _, ...settings } = model.requireCompiled(where);
  const copy = new Sequential(model.network, model.getWeights(), { numerics: model.numerics });
  copy.compile({ ...settings, metrics: [], optimizer: { ...optimizer, learningRate: from } });
  const batches = toBatches(model.network, settings.loss, data, { batchSize, shuffleSeed: seed }, where);
  const trainer = copy.trainerFor(seed);
  const points: LearningRatePoint[] = [];
  let mean = 0;
  let best = Infinity;
  let diverged = false;
  const step = ({ input, targets, sampleWeights }: ModelBatch): boolean => {
    const k = points.length;
    const learningRate = from * portablePower(to / from, k / (steps - 1));
    trainer.learningRate = learningRate;
    const totals = trainer.step(input, targets, sampleWeights);
    const loss = totals.items === 0 ? 0 : totals.loss / totals.items;
    if (!Number.isFinite(loss) || totals.brokenGradient !== undefined) {
      diverged = true;
      return false;
    }
    mean = smoothing * mean + (1 - smoothing) * loss;
    const smoothedLoss = mean / (1 - portablePower(smoothing, k + 1));
    points.push({ learningRate, loss, smoothedLoss });
    best = Math.min(best, smoothedLoss);
    diverged = smoothedLoss > stopFactor * best;
    return !diverged && points.length < steps;
  };
  try {
    await gatherTeam(copy, chooseThreads(model.network, batchSize, threads, `${where}({ threads })`), threads !== undefined);
    for (let epoch = 0; points.length < steps && !diverged; epoch++) {
      const before = points.length;
      await runEpoch(batches.epoch(epoch), signal, where, step);
      if (points.length === before && !diverged) throw new SekvensError({ code: 'invalid-data', where, expected: 'at least one batch an epoch', got: 'none' });
    }
  } finally {
    await copy.leaveTeam();
  }
  if (points.length === 0) {
    throw new SekvensError({ code: 'diverged', where, expected: 'a finite loss before the first step', got: 'one that is not', hint: 'Check the input and the weights for numbers that are not finite.' });
  }
  return { points, ...suggest(points, smoothing), diverged };
}

function suggest(points: readonly LearningRatePoint[], smoothing: number): Pick<LearningRateSweep, 'steepest' | 'lowest' | 'suggestion'> {
  // before it has seen so many losses, a smoothed loss tells of a few batches
  const begin = Math.min(Math.ceil(1 / (1 - smoothing)), points.length) - 1;
  let low = begin;
  for (let i = begin; i < points.length; i++) if (points[i].smoothedLoss < points[low].smoothedLoss) low = i;
  const lowest = points[low].learningRate;
  if (!fallsBelowNoise(points, low, smoothing)) return { steepest: undefined, lowest, suggestion: undefined };
  let steepest = low;
  let slope = 0;
  // rates are evenly spaced in their logarithm, so differences are slopes; behind the lowest point a fall is only a way back from too far
  for (let i = begin + 1; i < low; i++) {
    const rise = points[i + 1].smoothedLoss - points[i - 1].smoothedLoss;
    if (rise < slope) [steepest, slope] = [i, rise];
  }
  return { steepest: points[steepest].learningRate, lowest, suggestion: lowest / 10 };
}

/**
 * Whether the smoothed loss at `low` is below the mean of the first quarter, where rates are too small to matter, by more than three times
 * the deviation that the differences between batches give a smoothed loss: √((1 - β) / (1 + β)) of that of the losses.
 */
function fallsBelowNoise(points: readonly LearningRatePoint[], low: number, smoothing: number): boolean {
  const first = points.slice(0, Math.max(2, Math.floor(points.length / 4))).map(({ loss }) => loss);
  const mean = first.reduce((a, b) => a + b, 0) / first.length;
  const deviation = Math.sqrt(first.reduce((sum, loss) => sum + (loss - mean) ** 2, 0) / first.length);
  return mean - points[low].smoothedLoss > 3 * deviation * Math.sqrt((1 - smoothing) / (1 + smoothing));
}
