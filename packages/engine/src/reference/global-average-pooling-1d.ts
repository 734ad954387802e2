import type { GlobalPooling1DConfig } from '@sekvens/layers';
import type { Flow, LayerResult } from './layer.js';

/**
 * y[b] = Σₜ x[b, t] / n; n is the number of time steps, or with `useMask` of present ones, which alone are added then.
 * A row without a step to look at gives zeros, where Keras divides zero by zero and gives NaN.
 */
export function globalAveragePooling1DLayer(config: GlobalPooling1DConfig, input: Flow): LayerResult {
  const [batch, timeSteps, features] = input.tensor.shape;
  const mask = config.useMask ? input.mask : undefined;
  const x = input.tensor.data;
  const y = new Float64Array(batch * features);
  const dataAt = (row: number, t: number, j: number) => (row * timeSteps + t) * features + j;
  const stepsOf = (row: number) => Array.from({ length: timeSteps }, (_, t) => t).filter((t) => !mask || mask[row * timeSteps + t]);
  for (let row = 0; row < batch; row++) {
    const steps = stepsOf(row);
    for (const t of steps) {
      for (let j = 0; j < features; j++) y[row * features + j] += x[dataAt(row, t, j)] / steps.length;
    }
  }
  return {
    output: { tensor: { data: y, shape: [batch, features] }, mask: undefined },
    backward(dy) {
      const dx = new Float64Array(x.length);
      for (let row = 0; row < batch; row++) {
        const steps = stepsOf(row);
        for (const t of steps) {
          for (let j = 0; j < features; j++) dx[dataAt(row, t, j)] = dy[row * features + j] / steps.length;
        }
      }
      return { input: dx };
    },
  };
}
