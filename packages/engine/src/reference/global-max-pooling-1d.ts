import type { GlobalPooling1DConfig } from '@sekvens/layers';
import type { Flow, LayerResult } from './layer.js';

/**
 * y[b, j] = maxₜ x[b, t, j]; with `useMask` over present steps only. A row without a step to look at gives zeros.
 * The gradient goes to the first of several equal maxima, where Keras splits it among them. NaN among the steps looked at gives NaN.
 */
export function globalMaxPooling1DLayer(config: GlobalPooling1DConfig, input: Flow): LayerResult {
  const [batch, timeSteps, features] = input.tensor.shape;
  const mask = config.useMask ? input.mask : undefined;
  const x = input.tensor.data;
  const y = new Float64Array(batch * features);
  /** Index in x of each maximum; -1 where there was no step. */
  const source = new Int32Array(batch * features).fill(-1);
  for (let row = 0; row < batch; row++) {
    for (let t = 0; t < timeSteps; t++) {
      if (mask && !mask[row * timeSteps + t]) continue;
      for (let j = 0; j < features; j++) {
        const from = (row * timeSteps + t) * features + j;
        const to = row * features + j;
        if (source[to] >= 0 && !(x[from] > y[to]) && !Number.isNaN(x[from])) continue;
        y[to] = x[from];
        source[to] = from;
      }
    }
  }
  return {
    output: { tensor: { data: y, shape: [batch, features] }, mask: undefined },
    backward(dy) {
      const dx = new Float64Array(x.length);
      source.forEach((from, to) => {
        if (from >= 0) dx[from] = dy[to];
      });
      return { input: dx };
    },
  };
}
