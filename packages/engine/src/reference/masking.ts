import type { MaskingConfig } from '@sekvens/layers';
import type { Flow, LayerResult } from './layer.js';

/**
 * Masks the steps of [batch, time, features] all of whose features equal `maskValue`, and sets them to zero. The new mask takes the
 * place of one that arrives, as in Keras. Features and `maskValue` are compared as 32-bit floats, whatever array they come in.
 */
export function maskingLayer(config: MaskingConfig, input: Flow): LayerResult {
  const [batch, timeSteps, features] = input.tensor.shape;
  const maskValue = Math.fround(config.maskValue);
  const mask = new Uint8Array(batch * timeSteps);
  for (let i = 0; i < mask.length; i++) {
    const x = input.tensor.data.subarray(i * features, (i + 1) * features);
    mask[i] = x.some((value) => Math.fround(value) !== maskValue) ? 1 : 0;
  }
  const select = (x: Float64Array) => x.map((value, i) => (mask[Math.floor(i / features)] ? value : 0));
  return {
    output: { tensor: { data: select(input.tensor.data), shape: input.tensor.shape }, mask },
    backward: (dy) => ({ input: select(dy) }),
  };
}
