import { SekvensError, show } from '@sekvens/core';
import type { ModelParts } from '../model-parts.js';
import { dequantizeTensor, quantizationTypes, quantizeTensor } from './quantized-tensor.js';
import type { QuantizationType } from './quantized-tensor.js';

export interface QuantizedWeight {
  readonly path: string;
  readonly shape: readonly number[];
  /** Bytes as 32-bit floats. */
  readonly before: number;
  /** Bytes as stored. */
  readonly after: number;
  /** The largest distance between a number and what it is stored as. */
  readonly maxError: number;
}

export interface Quantized {
  /** The model with its weights as a runtime will see them: 32-bit floats of the numbers that are stored. */
  readonly parts: ModelParts;
  readonly type: QuantizationType;
  readonly sizes: {
    /** Bytes of all weights as 32-bit floats. */
    readonly before: number;
    /** Bytes of all weights as stored. */
    readonly after: number;
    readonly weights: readonly QuantizedWeight[];
  };
  /** The largest of all weights' errors. */
  readonly maxError: number;
}

/**
 * Weights rounded as they are stored with fewer bits, and what it saves and costs:
 *
 * - 'float16': half the bytes; the nearest 16-bit float, halves to the even one, 11 significant bits
 * - 'uint16': half the bytes; integers q with value = q · scale + min, where scale = (largest - smallest) / 65535 of each weight
 * - 'uint8': a quarter of the bytes; the same with 255
 *
 * Zero stays zero. Nothing else of the model changes; evaluate a model of `parts` to see what rounding costs.
 * `writeLayersModel(parts, { quantize: type })` stores these numbers.
 *
 * @throws code 'invalid-option' for any other type; 'invalid-data' for weights that are not finite, or too large for 16-bit floats, by name
 */
export function quantize(parts: ModelParts, type: QuantizationType): Quantized {
  assertQuantizationType(type, 'quantize(parts, type)');
  const weights: Record<string, Float32Array> = {};
  const reports = parts.network.weights.map(({ path, shape }): QuantizedWeight => {
    const values = parts.weights[path];
    const stored = quantizeTensor(values, type, `quantize(parts, type), ${path}`);
    weights[path] = dequantizeTensor(stored);
    return { path, shape, before: values.byteLength, after: stored.numbers.byteLength, maxError: largestDistance(values, weights[path]) };
  });
  const total = (key: 'before' | 'after') => reports.reduce((sum, report) => sum + report[key], 0);
  return {
    parts: { ...parts, weights }, type,
    sizes: { before: total('before'), after: total('after'), weights: reports },
    maxError: reports.reduce((most, { maxError }) => Math.max(most, maxError), 0),
  };
}

export function assertQuantizationType(type: unknown, where: string): void {
  if (quantizationTypes.includes(type as QuantizationType)) return;
  throw new SekvensError({ code: 'invalid-option', where, expected: `one of ${quantizationTypes.join(', ')}`, got: show(type) });
}

function largestDistance(a: Float32Array, b: Float32Array): number {
  let most = 0;
  for (let i = 0; i < a.length; i++) most = Math.max(most, Math.abs(a[i] - b[i]));
  return most;
}
