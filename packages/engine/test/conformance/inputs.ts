/** Inputs for the conformance suite. */
import { raggedFrom } from '@sekvens/core';
import type { RaggedIds } from '@sekvens/core';
import type { ExecutorInput, RaggedFeatures } from '../../src/executor.js';

/** Rows of equal length from [batch, time, features]. */
export function featuresFrom(x: readonly (readonly (readonly number[])[])[]): RaggedFeatures {
  const timeSteps = x[0].length;
  return { values: Float64Array.from(x.flat(2)), offsets: Int32Array.from({ length: x.length + 1 }, (_, r) => r * timeSteps) };
}

/** Rows of equal length from flat numbers. */
export function fullRows(values: Float64Array, batch: number, timeSteps: number): RaggedFeatures {
  return { values, offsets: Int32Array.from({ length: batch + 1 }, (_, r) => r * timeSteps) };
}

/** Padded ids with their padding: rows of full length. */
export function idsFrom(rows: readonly (readonly number[])[]): RaggedIds {
  return raggedFrom(rows);
}

/** One row of a batch as a batch of its own, padded to the same length. */
export function oneRow(input: ExecutorInput, row: number, timeSteps: number, units = 0): ExecutorInput {
  const cut = ({ values, offsets }: RaggedIds | RaggedFeatures) => {
    const width = offsets.at(-1) === 0 ? 1 : values.length / offsets.at(-1)!;
    return { values: values.slice(offsets[row] * width, offsets[row + 1] * width), offsets: Int32Array.of(0, offsets[row + 1] - offsets[row]) };
  };
  return {
    ...(input.ids && { ids: cut(input.ids) as RaggedIds }),
    ...(input.features && { features: cut(input.features) as RaggedFeatures }),
    ...(input.mask && { mask: input.mask.slice(row * timeSteps, (row + 1) * timeSteps) }),
    ...(input.initialStates && { initialStates: input.initialStates.map((state) => state.slice(row * units, (row + 1) * units)) }),
    timeSteps,
  };
}
