import { SekvensError } from '@sekvens/core';
import { writeSafetensors } from '@sekvens/engine';
import type { NamedTensor, StoredTensor } from '@sekvens/engine';
import type { Network, NetworkWeights } from '@sekvens/layers';
import type { AffineGrid } from '../quantize/affine.js';
import { quantizeTensor } from '../quantize/quantized-tensor.js';
import type { QuantizationType } from '../quantize/quantized-tensor.js';

const dtypes = { float16: 'F16', uint16: 'U16', uint8: 'U8' } as const;

/**
 * The weights of a network as the bytes of a safetensors file, by their paths; `readSafetensors` reads all types as float32.
 * @param type how numbers are stored, as `quantize` says; the metadata has the grids of integers as `quantization`. Default: float32
 * @throws code 'diverged' for numbers that are not finite; 'invalid-data' for one beyond the halves
 */
export function packWeights({ weights: specs }: Network, weights: NetworkWeights, metadata: Readonly<Record<string, string>>, type?: QuantizationType): Uint8Array {
  const tensors: Record<string, NamedTensor | StoredTensor> = {};
  const grids: Record<string, AffineGrid> = {};
  for (const { path, shape } of specs) {
    const data = weights[path];
    const wrong = data.find((value) => !Number.isFinite(value));
    if (wrong !== undefined) throw new SekvensError({ code: 'diverged', where: 'writing a model', expected: `finite numbers in ${path}`, got: String(wrong), hint: 'Train again with a smaller learning rate.' });
    if (type === undefined) {
      tensors[path] = { shape, data };
      continue;
    }
    const { grid, numbers } = quantizeTensor(data, type, `${path} as ${type}`);
    tensors[path] = { shape, dtype: dtypes[type], data: numbers };
    if (grid) grids[path] = grid;
  }
  return writeSafetensors(tensors, { ...metadata, ...(Object.keys(grids).length > 0 && { quantization: JSON.stringify(grids) }) });
}
