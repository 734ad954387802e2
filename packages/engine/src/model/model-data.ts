/** From the data a caller gives `fit` and `evaluate` to batches the executor takes. */
import { epochOrder, SekvensError, show } from '@sekvens/core';
import type { BatchSource, MultiHotTargets, SequenceBatch, Targets } from '@sekvens/core';
import type { Network } from '@sekvens/layers';
import { Fingerprint } from '../checkpoints/fingerprint.js';
import type { ExecutorInput } from '../executor.js';
import type { LossName } from '../training-config.js';
import { assertRagged } from './assert-ragged.js';
import { assertTokenIds } from './assert-token-ids.js';
import { readInput } from './model-input.js';
import type { ModelInput } from './model-input.js';
import { assertBatchTargets, readTargets } from './read-targets.js';

/**
 * Rows with their targets: one class index for the sparse loss, else as many numbers as there are outputs. Flat, or one array a row.
 * A network with an output at every time step takes so many for each step of x; with a mask rows may differ in length.
 * MultiHotTargets name the labels of each row, and become zeros and ones for a batch at a time.
 */
export interface Examples {
  readonly x: ModelInput;
  readonly y: ArrayLike<number> | readonly ArrayLike<number>[] | MultiHotTargets;
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
  /** The targets of all rows in their order; for rows in memory and an output a row only. */
  readonly rowTargets?: () => Targets;
  epoch(index: number): Iterable<ModelBatch> | AsyncIterable<ModelBatch>;
  /** Of rows in memory: the same epoch from a batch on. A source can only begin at its beginning. */
  epochFrom?(index: number, batch: number): Iterable<ModelBatch>;
  /** Of rows in memory: another text for other rows, or rows in another order. */
  fingerprint?(): string;
}

export interface BatchingOptions {
  readonly batchSize: number;
  /** Seed of the shuffling; without one the rows stay in order. */
  readonly shuffleSeed: number | undefined;
}

/** Rows that are taken together for a fingerprint. */
const fingerprintRows = 256;

/** Batches of `data`; batching options apply to rows in memory only. */
export function toBatches(network: Network, loss: LossName, data: ModelData, options: BatchingOptions, where: string): ModelBatches {
  if (isBatchSource(data)) return fromSource(network, loss, data, where);
  if (!data || typeof data !== 'object' || !('x' in data) || !('y' in data)) throw refuse(where, '{ x, y } or a BatchSource', show(data));
  const unknown = Object.keys(data).find((name) => !['x', 'y', 'sampleWeights'].includes(name));
  if (unknown !== undefined) throw refuse(where, '{ x, y, sampleWeights }', `${show(unknown)} beside them`);
  const input = readInput(network, data.x, where);
  const { rows } = input;
  if (rows === 0) throw refuse(`${where}, x`, 'at least one row', 'none');
  const targets = readTargets(network, loss, data.y, input, where);
  const weights = readWeights(data.sampleWeights, rows, where);
  const { batchSize, shuffleSeed } = options;
  const batchCount = Math.ceil(rows / batchSize);
  const select = (chosen: Uint32Array): ModelBatch => {
    let tokens = 0;
    let longest = 0;
    for (const row of chosen) {
      tokens += input.length(row);
      longest = Math.max(longest, input.length(row));
    }
    return {
      input: input.select(chosen), targets: targets.select(chosen, longest), rows: chosen.length, tokens,
      sampleWeights: weights && Float32Array.from(chosen, (row) => weights[row]),
    };
  };
  function* inPieces(order: Uint32Array, size: number, from: number): Iterable<ModelBatch> {
    for (let first = from * size; first < rows; first += size) yield select(order.subarray(first, first + size));
  }
  return {
    batchCount,
    rowCount: rows,
    ...(network.outputShape.length === 2 && { rowTargets: () => targets.select(epochOrder(rows, undefined, 0), 0) }),
    epoch: (index) => inPieces(epochOrder(rows, shuffleSeed, index), batchSize, 0),
    epochFrom: (index, batch) => inPieces(epochOrder(rows, shuffleSeed, index), batchSize, batch),
    fingerprint() {
      const fingerprint = new Fingerprint();
      for (const batch of inPieces(epochOrder(rows, undefined, 0), fingerprintRows, 0)) addBatch(fingerprint, batch);
      return fingerprint.hex;
    },
  };
}

/** Adds all that training sees of a batch. */
export function addBatch(fingerprint: Fingerprint, { input: { ids, features, vectors, timeSteps = 0 }, targets, sampleWeights }: ModelBatch): void {
  for (const numbers of [ids?.offsets, ids?.values, features?.offsets, features?.values, vectors, targets, sampleWeights]) if (numbers) fingerprint.add(numbers);
  fingerprint.add(Int32Array.of(timeSteps));
}

/** Whether `data` hands out batches itself. */
function isBatchSource(data: ModelData): data is BatchSource {
  return typeof data === 'object' && data !== null && 'epoch' in data && typeof data.epoch === 'function';
}

function fromSource(network: Network, loss: LossName, source: BatchSource, where: string): ModelBatches {
  if (network.input.kind !== 'ids') throw refuse(where, '{ x, y } for a network without an embedding', 'a BatchSource, whose batches are token ids');
  return {
    batchCount: source.batchCount,
    rowCount: source.rowCount,
    epoch(index) {
      const batches: unknown = source.epoch(index);
      let count = 0;
      const convert = (batch: SequenceBatch) => fromBatch(network, loss, batch, `${where}, epoch ${index + 1}, batch ${++count}`);
      const isObject = typeof batches === 'object' && batches !== null;
      if (isObject && Symbol.iterator in batches) return mapSync(batches as Iterable<SequenceBatch>, convert);
      if (isObject && Symbol.asyncIterator in batches) return mapAsync(batches as AsyncIterable<SequenceBatch>, convert);
      throw refuse(`${where}, BatchSource.epoch(${index})`, 'an iterable or async iterable of batches', show(batches));
    },
  };
}

function fromBatch(network: Network, loss: LossName, batch: SequenceBatch, where: string): ModelBatch {
  if (typeof batch?.ids !== 'object' || batch.ids === null) throw refuse(where, '{ ids, targets }', show(batch));
  const { ids, timeSteps, targets, sampleWeights } = batch;
  assertRagged(ids, 'ids', 1, `${where}, ids`);
  assertTokenIds(network, ids, `${where}, ids`);
  const rows = ids.offsets.length - 1;
  if (rows === 0) throw refuse(where, 'at least one row', 'none');
  assertBatchTargets(network, loss, targets, `${where}, targets`);
  return { input: { ids, timeSteps }, targets, sampleWeights: readWeights(sampleWeights, rows, where), rows, tokens: ids.values.length };
}

function* mapSync<A, B>(items: Iterable<A>, f: (item: A) => B): Iterable<B> {
  for (const item of items) yield f(item);
}

async function* mapAsync<A, B>(items: AsyncIterable<A>, f: (item: A) => B): AsyncIterable<B> {
  for await (const item of items) yield f(item);
}

function readWeights(weights: ArrayLike<number> | undefined, rows: number, where: string): Float32Array | undefined {
  if (weights === undefined) return undefined;
  if (weights?.length !== rows) throw refuse(`${where}, sampleWeights`, `${rows} numbers, one a row`, weights?.length === undefined ? show(weights) : `${weights.length}`);
  for (let i = 0; i < rows; i++) {
    const weight = weights[i];
    if (typeof weight !== 'number' || !(weight >= 0 && weight < Infinity)) throw refuse(`${where}, sampleWeights[${i}]`, 'a finite number of at least 0', show(weight));
  }
  return Float32Array.from(weights);
}

function refuse(where: string, expected: string, got: string): SekvensError {
  return new SekvensError({ code: 'invalid-data', where, expected, got });
}
