/** The forms in which a model takes its input, brought to one. */
import { raggedFrom, rowCount, SekvensError, selectRows, show } from '@sekvens/core';
import type { RaggedIds } from '@sekvens/core';
import type { Network } from '@sekvens/layers';
import type { ExecutorInput, RaggedFeatures } from '../executor.js';

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
  if (kind === 'ids') return idRows(isRagged(x) ? (x as RaggedIds) : raggedIds(x, where));
  const width = shape[shape.length - 1]!;
  return shape.length === 3 ? featureRows(isRagged(x) ? (x as RaggedFeatures) : raggedFeatures(x, width, where), width) : vectorRows(x, width, where);
}

function isRagged(x: ModelInput): x is RaggedIds | RaggedFeatures {
  return typeof x === 'object' && 'values' in x && 'offsets' in x;
}

function idRows(ids: RaggedIds): InputRows {
  return { rows: rowCount(ids), length: (r) => ids.offsets[r + 1] - ids.offsets[r], select: (rows) => ({ ids: selectRows(ids, rows) }) };
}

function raggedIds(x: ModelInput, where: string): RaggedIds {
  const rows = arrayOfRows(x, 'rows of token ids', where) as readonly ArrayLike<number>[];
  rows.forEach((row, r) => {
    for (let t = 0; t < row.length; t++) if (!Number.isInteger(row[t])) throw refuse(`${where}, x[${r}][${t}]`, 'a token id, a non-negative integer', show(row[t]));
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

function raggedFeatures(x: ModelInput, width: number, where: string): RaggedFeatures {
  const rows = arrayOfRows(x, `rows of time steps with ${width} features each`, where) as readonly (readonly ArrayLike<number>[])[];
  const offsets = new Int32Array(rows.length + 1);
  rows.forEach((row, r) => (offsets[r + 1] = offsets[r] + row.length));
  const values = new Float32Array(offsets[rows.length] * width);
  rows.forEach((row, r) => {
    Array.from(row).forEach((step, t) => {
      if (step?.length !== width) throw refuse(`${where}, x[${r}][${t}]`, `${width} features`, step?.length === undefined ? show(step) : `${step.length}`);
      values.set(step, (offsets[r] + t) * width);
    });
  });
  return { values, offsets };
}

function vectorRows(x: ModelInput, width: number, where: string): InputRows {
  const flat = x instanceof Float32Array ? x : flatten(arrayOfRows(x, `rows of ${width} numbers`, where) as readonly ArrayLike<number>[], width, where);
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
  rows.forEach((row, r) => {
    if (row.length !== width) throw refuse(`${where}, x[${r}]`, `${width} numbers`, `${row.length}`);
    flat.set(row, r * width);
  });
  return flat;
}

function arrayOfRows(x: unknown, expected: string, where: string): readonly unknown[] {
  if (!Array.isArray(x)) throw refuse(`${where}, x`, expected, show(x));
  const bad = x.findIndex((row: unknown) => !Array.isArray(row) && !ArrayBuffer.isView(row));
  if (bad >= 0) {
    throw refuse(`${where}, x[${bad}]`, expected, show(x[bad]), typeof x[bad] === 'string' ? 'Texts become ids by vectorizer.encodeAll(texts).' : undefined);
  }
  return x;
}

function refuse(where: string, expected: string, got: string, hint?: string): SekvensError {
  return new SekvensError({ code: 'invalid-data', where, expected, got, hint });
}
