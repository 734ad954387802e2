import { SekvensError } from '@sekvens/core';
import type { AffineGrid } from './affine.js';
import { fromAffine, toAffine } from './affine.js';
import { fromFloat16, toFloat16 } from './float16.js';

/** How weights are stored: 16-bit floats, or integers of 16 or 8 bits on a grid of each weight. */
export type QuantizationType = 'float16' | 'uint16' | 'uint8';

export const quantizationTypes: readonly QuantizationType[] = ['float16', 'uint16', 'uint8'];

/** A weight as it is stored; numbers lie in memory as in files, little-endian. */
export interface QuantizedTensor {
  readonly type: QuantizationType;
  /** Of integers only. */
  readonly grid?: AffineGrid;
  readonly numbers: Uint8Array | Uint16Array;
}

/**
 * @param where names the numbers in errors
 * @throws code 'invalid-data' for numbers that are not finite, or too large for 16-bit floats
 */
export function quantizeTensor(values: Float32Array, type: QuantizationType, where: string): QuantizedTensor {
  const wrong = values.findIndex((value) => !Number.isFinite(value));
  if (wrong >= 0) throw new SekvensError({ code: 'invalid-data', where: `${where}[${wrong}]`, expected: 'a finite number', got: String(values[wrong]) });
  if (type === 'float16') return { type, numbers: toFloat16(values, where) };
  const { integers, scale, min } = toAffine(values, type === 'uint8' ? 1 : 2);
  return { type, grid: { scale, min }, numbers: integers };
}

/** The numbers as a runtime sees them. */
export function dequantizeTensor({ grid, numbers }: QuantizedTensor): Float32Array {
  return grid ? fromAffine(numbers, grid) : fromFloat16(numbers as Uint16Array);
}
