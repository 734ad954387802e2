/** The forms in which a model takes its input, brought to one. */
import { raggedFrom, rowCount, SekvensError, selectRows, show } from '@sekvens/core';
import type { RaggedIds } from '@sekvens/core';
import type { Network } from '@sekvens/layers';
import type { ExecutorInput, RaggedFeatures } from '../executor.js';
import { assertRagged } from './assert-ragged.js';
import { assertTokenIds } from './assert-token-ids.js';

/**
 * What `fit`, `evaluate` and `predict` take as `x`, by the network's input:
 *
 * - token ids [batch, time]: {@link RaggedIds}, or one array of ids a row
 * - feature vectors [batch, time, features]: {@link RaggedFeatures}, or for each row one array a time step
 * - vectors [batch, features]: one array of numbers a row, or one flat Float32Array
 *
 * Rows may differ in length; each batch is padded to its longest.
 */
export type ModelInput = RaggedIds | RaggedFeatures | Float32Array | readonly ArrayLike<number>[] | readonly (readonly ArrayLike<number>[])[];

/** Input rows from which batches are taken. */
export interface InputRows {
  readonly rows: number;
  /** Time steps of row r; 0 for vectors. */
  length(row: number): number;
  select(rows: ArrayLike<number>): ExecutorInput;
}

/** Reads `x` as the network's input; `where` names the caller in errors. */
export function readInput(network: Network, x: ModelInput, where: string): InputRows {
  const { kind, shape } = network.input;
  if (kind === 'ids') return idRows(network, readIds(x, where), where);
  const width = shape[shape.length - 1]!;
  return shape.length === 3 ? featureRows(readFeatures(x, width, where), width) : vectorRows(x, width, where);
}

function isRagged(x: unknown): x is { values: unknown; offsets: unknown } {
  return typeof x === 'object' && x !== null && 'values' in x && 'offsets' in x;
}

function idRows(network: Network, ids: RaggedIds, where: string): InputRows {
  const { offsets } = ids;
  assertTokenIds(network, ids, `${where}, x`);
  return { rows: rowCount(ids), length: (r) => offsets[r + 1] - offsets[r], select: (rows) => ({ ids: selectRows(ids, rows) }) };
}

function readIds(x: ModelInput, where: string): RaggedIds {
  if (isRagged(x)) {
    assertRagged(x, 'ids', 1, `${where}, x`);
    return x as RaggedIds;
  }
  const rows = arrayOfRows(x, 'rows of token ids', where) as readonly ArrayLike<number>[];
  rows.forEach((row, r) => {
    for (let t = 0; t < row.length; t++) if ((row[t] | 0) !== row[t]) throw refuse(`${where}, x[${r}][${t}]`, 'a token id, an integer below 2^31', show(row[t]));
  });
  return raggedFrom(rows);
}

function featureRows(features: RaggedFeatures, width: number): InputRows {
  const { values, offsets } = features;
  return {
    rows: offsets.length - 1,
    length: (r) => offsets[r + 1] - offsets[r],
    select(rows) {
      const taken = new Int32Array(rows.length + 1);
      for (let i = 0; i < rows.length; i++) taken[i + 1] = taken[i] + offsets[rows[i] + 1] - offsets[rows[i]];
      const selected = new Float32Array(taken[rows.length] * width);
      for (let i = 0; i < rows.length; i++) selected.set(values.subarray(offsets[rows[i]] * width, offsets[rows[i] + 1] * width), taken[i] * width);
      return { features: { values: selected, offsets: taken } };
    },
  };
}

function readFeatures(x: ModelInput, width: number, where: string): RaggedFeatures {
  if (isRagged(x)) {
    assertRagged(x, 'features', width, `${where}, x`);
    return x as RaggedFeatures;
  }
  const rows = arrayOfRows(x, `rows of time steps with ${width} features each`, where) as readonly (readonly ArrayLike<number>[])[];
  const offsets = new Int32Array(rows.length + 1);
  rows.forEach((row, r) => (offsets[r + 1] = offsets[r] + row.length));
  const values = new Float32Array(offsets[rows.length] * width);
  rows.forEach((row, r) => {
    for (let t = 0; t < row.length; t++) setNumbers(values, (offsets[r] + t) * width, row[t], width, 'features', `${where}, x[${r}][${t}]`);
  });
  return { values, offsets };
}

function vectorRows(x: ModelInput, width: number, where: string): InputRows {
  const flat = x instanceof Float32Array ? x : flatten(arrayOfRows(x, `rows of ${width} numbers, or a Float32Array`, where) as readonly ArrayLike<number>[], width, where);
  if (flat.length % width !== 0) throw refuse(`${where}, x`, `a multiple of ${width} numbers`, `${flat.length}`);
  return {
    rows: flat.length / width,
    length: () => 0,
    select(rows) {
      const vectors = new Float32Array(rows.length * width);
      for (let i = 0; i < rows.length; i++) vectors.set(flat.subarray(rows[i] * width, (rows[i] + 1) * width), i * width);
      return { vectors };
    },
  };
}

function flatten(rows: readonly ArrayLike<number>[], width: number, where: string): Float32Array {
  const flat = new Float32Array(rows.length * width);
  rows.forEach((row, r) => setNumbers(flat, r * width, row, width, 'numbers', `${where}, x[${r}]`));
  return flat;
}

/** Copies one vector of `width` numbers. NaN and infinity are numbers here; training tells of them as a loss that is not finite. */
function setNumbers(target: Float32Array, at: number, numbers: ArrayLike<number> | undefined, width: number, unit: string, where: string): void {
  if (typeof numbers !== 'object' || numbers?.length !== width) throw refuse(where, `${width} ${unit}`, numbers?.length === undefined ? show(numbers) : `${numbers.length}`);
  for (let j = 0; j < width; j++) {
    if (typeof numbers[j] !== 'number') throw refuse(`${where}[${j}]`, 'a number', show(numbers[j]));
    target[at + j] = numbers[j];
  }
}

function arrayOfRows(x: unknown, expected: string, where: string): readonly unknown[] {
  if (!Array.isArray(x)) throw refuse(`${where}, x`, expected, show(x), typeof x === 'string' ? textHint : undefined);
  const bad = x.findIndex((row: unknown) => !Array.isArray(row) && !(ArrayBuffer.isView(row) && !(row instanceof DataView)));
  if (bad >= 0) throw refuse(`${where}, x[${bad}]`, expected, show(x[bad]), typeof x[bad] === 'string' ? textHint : undefined);
  return x;
}

const textHint = 'Texts become ids by vectorizer.encodeAll(texts).';

function refuse(where: string, expected: string, got: string, hint?: string): SekvensError {
  return new SekvensError({ code: 'invalid-data', where, expected, got, hint });
}
