import { SekvensError } from '@sekvens/core';
import { writeSafetensors } from '@sekvens/engine';
import type { NamedTensor, StoredTensor } from '@sekvens/engine';
import type { Network, NetworkWeights } from '@sekvens/layers';
import type { WeightType } from '../model-format.js';
import { toHalf } from './to-half.js';

const largestHalf = 65504;

/**
 * The weights of a network as the bytes of a safetensors file, by their paths; `readSafetensors` reads all types as float32.
 *
 * - float16: the nearest half, a relative error of up to 2^-11.
 * - uint16, uint8: for each weight the steps of a scale from its smallest to its largest number: step = round((x - min) / scale) with
 *   scale = (max - min) / (65535 or 255), an error of up to scale / 2. The metadata has min and scale as `quantization`.
 *
 * @throws code 'diverged' for numbers that are not finite; 'unsupported' for one beyond the halves
 */
export function packWeights({ weights: specs }: Network, weights: NetworkWeights, metadata: Readonly<Record<string, string>>, type?: WeightType): Uint8Array {
  const tensors: Record<string, NamedTensor | StoredTensor> = {};
  const quantization: Record<string, { readonly min: number; readonly scale: number }> = {};
  for (const { path, shape } of specs) {
    const data = weights[path];
    const wrong = data.find((value) => !Number.isFinite(value));
    if (wrong !== undefined) throw new SekvensError({ code: 'diverged', where: 'writing a model', expected: `finite numbers in ${path}`, got: String(wrong), hint: 'Train again with a smaller learning rate.' });
    if (type === undefined) tensors[path] = { shape, data };
    else if (type === 'float16') tensors[path] = { shape, dtype: 'F16', data: halves(data, path) };
    else {
      const { min, scale, steps } = quantized(data, type);
      tensors[path] = { shape, dtype: type === 'uint8' ? 'U8' : 'U16', data: steps };
      quantization[path] = { min, scale };
    }
  }
  const hasScales = Object.keys(quantization).length > 0;
  return writeSafetensors(tensors, { ...metadata, ...(hasScales && { quantization: JSON.stringify(quantization) }) });
}

function halves(data: Float32Array, path: string): Uint16Array {
  const beyond = data.find((value) => Math.abs(value) > largestHalf);
  if (beyond !== undefined) {
    throw new SekvensError({ code: 'unsupported', where: `${path} as float16`, expected: `numbers up to ${largestHalf}`, got: String(beyond), hint: 'Use uint16 instead, which has a scale for each weight.' });
  }
  return Uint16Array.from(data, toHalf);
}

function quantized(data: Float32Array, type: 'uint8' | 'uint16'): { min: number; scale: number; steps: Uint8Array | Uint16Array } {
  const most = type === 'uint8' ? 255 : 65535;
  const steps = type === 'uint8' ? new Uint8Array(data.length) : new Uint16Array(data.length);
  let min = Infinity;
  let max = -Infinity;
  for (const value of data) {
    if (value < min) min = value;
    if (value > max) max = value;
  }
  if (data.length === 0) return { min: 0, scale: 0, steps };
  const scale = (max - min) / most;
  if (scale > 0) data.forEach((value, i) => void (steps[i] = Math.round((value - min) / scale)));
  return { min, scale, steps };
}
