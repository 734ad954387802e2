/** From the data a caller gives `fit` and `evaluate` to batches the executor takes. */
import { epochOrder, SekvensError, show } from '@sekvens/core';
import type { BatchSource, SequenceBatch, Targets } from '@sekvens/core';
import type { Network } from '@sekvens/layers';
import type { ExecutorInput } from '../executor.js';
import type { LossName } from '../training-config.js';
import { readInput } from './model-input.js';
import type { ModelInput } from './model-input.js';

/** Rows with their targets: class indices for the sparse loss, else `outputs` numbers a row, flat or as rows. */
export interface Examples {
  readonly x: ModelInput;
  readonly y: ArrayLike<number> | readonly ArrayLike<number>[];
  /** One weight a row. Default 1. */
  readonly sampleWeights?: ArrayLike<number>;
}

/** What `fit` and `evaluate` take: rows in memory, or batches made elsewhere (plain, bucketed, streamed). */
export type ModelData = Examples | BatchSource;

export interface ModelBatch {
  readonly input: ExecutorInput;
  readonly targets: Targets;
  readonly sampleWeights: Float32Array | undefined;
  readonly rows: number;
  /** Tokens as given, without padding. */
  readonly tokens: number;
}

export interface ModelBatches {
  readonly batchCount: number | undefined;
  readonly rowCount: number | undefined;
  epoch(index: number): Iterable<ModelBatch> | AsyncIterable<ModelBatch>;
}

export interface BatchingOptions {
  readonly batchSize: number;
  /** Seed of the shuffling; without one the rows stay in order. */
  readonly shuffleSeed: number | undefined;
}

/** Batches of `data`; batching options apply to rows in memory only. */
export function toBatches(network: Network, loss: LossName, data: ModelData, options: BatchingOptions, where: string): ModelBatches {
  if (isBatchSource(data)) return fromSource(network, data, where);
  if (!data || typeof data !== 'object' || !('x' in data) || !('y' in data)) throw refuse(where, '{ x, y } or a BatchSource', show(data));
  const input = readInput(network, data.x, where);
  const { rows } = input;
  if (rows === 0) throw refuse(`${where}, x`, 'at least one row', 'none');
  const targets = readTargets(loss, data.y, rows, where);
  const perRow = targets.length / rows;
  const weights = readWeights(data.sampleWeights, rows, where);
  const { batchSize, shuffleSeed } = options;
  const batchCount = Math.ceil(rows / batchSize);
  return {
    batchCount,
    rowCount: rows,
    *epoch(index) {
      const order = epochOrder(rows, shuffleSeed, index);
      for (let b = 0; b < batchCount; b++) {
        const chosen = order.subarray(b * batchSize, (b + 1) * batchSize);
        let tokens = 0;
        const taken = targets instanceof Int32Array ? new Int32Array(chosen.length * perRow) : new Float32Array(chosen.length * perRow);
        chosen.forEach((row, i) => {
          tokens += input.length(row);
          taken.set(targets.subarray(row * perRow, (row + 1) * perRow), i * perRow);
        });
        yield { input: input.select(chosen), targets: taken, sampleWeights: weights && Float32Array.from(chosen, (row) => weights[row]), rows: chosen.length, tokens };
      }
    },
  };
}

/** Whether `data` hands out batches itself. */
export function isBatchSource(data: ModelData): data is BatchSource {
  return typeof data === 'object' && data !== null && 'epoch' in data && typeof data.epoch === 'function';
}

function fromSource(network: Network, source: BatchSource, where: string): ModelBatches {
  if (network.input.kind !== 'ids') throw refuse(where, '{ x, y } for a network without an embedding', 'a BatchSource, whose batches are token ids');
  const convert = ({ ids, timeSteps, targets, sampleWeights }: SequenceBatch): ModelBatch => ({
    input: { ids, timeSteps }, targets, sampleWeights, rows: ids.offsets.length - 1, tokens: ids.values.length,
  });
  return {
    batchCount: source.batchCount,
    rowCount: source.rowCount,
    epoch(index) {
      const batches = source.epoch(index);
      return Symbol.iterator in batches ? mapSync(batches, convert) : mapAsync(batches, convert);
    },
  };
}

function* mapSync<A, B>(items: Iterable<A>, f: (item: A) => B): Iterable<B> {
  for (const item of items) yield f(item);
}

async function* mapAsync<A, B>(items: AsyncIterable<A>, f: (item: A) => B): AsyncIterable<B> {
  for await (const item of items) yield f(item);
}

function readTargets(loss: LossName, y: Examples['y'], rows: number, where: string): Targets {
  const nested = Array.isArray(y) && y.length > 0 && typeof y[0] === 'object';
  const flat = nested ? (y as readonly ArrayLike<number>[]).flatMap((row) => Array.from(row)) : (y as ArrayLike<number>);
  if (nested ? y.length !== rows : flat.length === 0 || flat.length % rows !== 0) {
    throw refuse(`${where}, y`, `targets for ${rows} rows`, `${nested ? y.length : flat.length}`);
  }
  for (let i = 0; i < flat.length; i++) {
    const value = flat[i];
    if (loss === 'sparseCategoricalCrossentropy' ? !Number.isInteger(value) || value < 0 : !Number.isFinite(value)) {
      throw refuse(`${where}, y[${i}]`, loss === 'sparseCategoricalCrossentropy' ? 'a class index, an integer from 0' : 'a finite number', show(value));
    }
  }
  return loss === 'sparseCategoricalCrossentropy' ? Int32Array.from(flat) : Float32Array.from(flat);
}

function readWeights(weights: ArrayLike<number> | undefined, rows: number, where: string): Float32Array | undefined {
  if (!weights) return undefined;
  if (weights.length !== rows) throw refuse(`${where}, sampleWeights`, `${rows} numbers, one a row`, `${weights.length}`);
  for (let i = 0; i < rows; i++) {
    if (!(weights[i] >= 0) || weights[i] === Infinity) throw refuse(`${where}, sampleWeights[${i}]`, 'a finite number of at least 0', show(weights[i]));
  }
  return Float32Array.from(weights);
}

function refuse(where: string, expected: string, got: string): SekvensError {
  return new SekvensError({ code: 'invalid-data', where, expected, got });
}
