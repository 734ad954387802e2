/**
 * From a batch as callers give it to the packed layout the kernels work on (drawn in assembly/layout.ts).
 *
 * A network without a mask has one layout, in which every row has `timeSteps` tokens. With a mask rows are compressed to
 * their unmasked tokens; only where masked steps can be seen (an output sequence, pooling over all steps) is there a
 * second, full layout with the rows in the same order.
 */
import { longestRow, SekvensError } from '@sekvens/core';
import type { RaggedIds } from '@sekvens/core';
import type { ExecutorInput, RaggedFeatures } from '../executor.js';
import type { Heap } from './heap.js';
import type { Kernels } from './kernels.js';

/** Where the tokens of one layout are. Pointers are to int32 arrays with one number a token, unless said otherwise. */
export interface PackedTokens {
  readonly steps: number;
  readonly count: number;
  /** steps + 1 numbers: the first token of each step. */
  readonly stepOffsets: number;
  /** The embedding row of each token; meaningless for feature input. */
  readonly ids: number;
  /** row · 2^16 + time, for random numbers. */
  readonly keys: number;
  /** row · timeSteps + time, rows numbered as in the batch. */
  readonly positions: number;
  /** The packed row of each token. */
  readonly rowOf: number;
}

export interface BatchLayout {
  readonly rows: number;
  readonly timeSteps: number;
  readonly masked: boolean;
  /** rows numbers: packed row → row of the batch. */
  readonly order: number;
  /** What recurrent layers run over. */
  readonly main: PackedTokens;
  /** Every step of every row, in the same order of rows; the same as `main` without a mask. */
  readonly full: PackedTokens;
}

interface Source {
  readonly ids: RaggedIds;
  readonly rows: number;
  readonly timeSteps: number;
}

/** Lays out a batch of token ids. `vocabulary` bounds the ids; `needsFull` asks for the second layout of a masked network. */
export function layOutIds(heap: Heap, kernels: Kernels, ids: RaggedIds, timeSteps: number | undefined, maskZero: boolean, needsFull: boolean, vocabulary: number, where: string): BatchLayout {
  const source = { ids, rows: ids.offsets.length - 1, timeSteps: paddedLength(longestRow(ids), timeSteps) };
  return layOut(heap, kernels, source, maskZero, needsFull, vocabulary, where);
}

/** Lays out a batch of feature vectors; `mask` [batch, timeSteps] or undefined. */
export function layOutFeatures(heap: Heap, kernels: Kernels, features: RaggedFeatures, timeSteps: number, mask: Uint8Array | undefined, needsFull: boolean, where: string): BatchLayout {
  const rows = features.offsets.length - 1;
  const offsets = Int32Array.from({ length: rows + 1 }, (_, r) => r * timeSteps);
  // the mask stands in for ids: 0 is left out, 1 is a token
  const values = mask ? Int32Array.from(mask) : new Int32Array(rows * timeSteps).fill(1);
  return layOut(heap, kernels, { ids: { values, offsets }, rows, timeSteps }, mask !== undefined, needsFull, 256, where);
}

/** The padded length of a batch: what the caller asks for, at least the longest row. */
function paddedLength(longest: number, timeSteps: number | undefined): number {
  if (timeSteps !== undefined && (!Number.isInteger(timeSteps) || timeSteps < longest)) {
    throw new SekvensError({
      code: 'invalid-option',
      where: 'batch.timeSteps',
      expected: `an integer of at least the longest row's length, ${longest}`,
      got: String(timeSteps),
      hint: 'Cut the rows first (outputSequenceLength), or leave timeSteps out.',
    });
  }
  return timeSteps ?? longest;
}

function layOut(heap: Heap, kernels: Kernels, source: Source, masked: boolean, needsFull: boolean, vocabulary: number, where: string): BatchLayout {
  const { rows, timeSteps } = source;
  const { values, offsets } = source.ids;
  const valuesAt = heap.putIntegers(values);
  const offsetsAt = heap.putIntegers(offsets);
  const order = heap.take(rows * 4);
  const counts = heap.take((timeSteps + 2) * 4);
  const lengths = heap.take(rows * 4);
  const pack = (maskZero: boolean): PackedTokens => {
    const capacity = maskZero ? values.length : rows * timeSteps;
    const stepOffsets = heap.take((timeSteps + 1) * 4);
    const [ids, keys, positions, rowOf] = [0, 1, 2, 3].map(() => heap.take(capacity * 4));
    const count = kernels.packIds(
      valuesAt, offsetsAt, rows, timeSteps, maskZero ? 1 : 0, vocabulary, order, stepOffsets, ids, keys, positions, rowOf, counts, lengths,
    );
    if (count < 0) throwOutOfRange(source, -1 - count, vocabulary, where);
    const steps = maskZero ? countSteps(heap.i32(stepOffsets, timeSteps + 1)) : rows > 0 ? timeSteps : 0;
    return { steps, count, stepOffsets, ids, keys, positions, rowOf };
  };
  const main = pack(masked);
  if (!masked) return { rows, timeSteps, masked, order, main, full: main };
  if (!needsFull) return { rows, timeSteps, masked, order, main, full: main };
  const stepOffsets = heap.take((timeSteps + 1) * 4);
  const [ids, keys, positions, rowOf] = [0, 1, 2, 3].map(() => heap.take(rows * timeSteps * 4));
  kernels.expandIds(valuesAt, offsetsAt, rows, timeSteps, order, stepOffsets, ids, keys, positions, rowOf);
  return { rows, timeSteps, masked, order, main, full: { steps: rows > 0 ? timeSteps : 0, count: rows * timeSteps, stepOffsets, ids, keys, positions, rowOf } };
}

function countSteps(stepOffsets: Int32Array): number {
  let steps = stepOffsets.length - 1;
  while (steps > 0 && stepOffsets[steps] === stepOffsets[steps - 1]) steps--;
  return steps;
}

function throwOutOfRange(source: Source, index: number, vocabulary: number, where: string): never {
  const { values, offsets } = source.ids;
  let row = 0;
  while (offsets[row + 1] <= index) row++;
  throw new SekvensError({
    code: 'invalid-data',
    where,
    expected: `token ids from 0 to ${vocabulary - 1} (inputDim is ${vocabulary})`,
    got: `${values[index]} at row ${row} of the batch, position ${index - offsets[row]}`,
    hint: 'Give embedding({ inputDim }) the size of the vocabulary, vectorizer.vocabularySize(), or use the vectorizer the model was trained with.',
  });
}

/** The time steps of a feature batch. */
export function featureSteps(input: ExecutorInput): number {
  const offsets = input.features!.offsets;
  let longest = 0;
  for (let r = 0; r + 1 < offsets.length; r++) longest = Math.max(longest, offsets[r + 1] - offsets[r]);
  return paddedLength(longest, input.timeSteps);
}
