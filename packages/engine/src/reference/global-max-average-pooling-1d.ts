import type { GlobalPooling1DConfig } from '@sekvens/layers';
import { globalAveragePooling1DLayer } from './global-average-pooling-1d.js';
import { globalMaxPooling1DLayer } from './global-max-pooling-1d.js';
import type { Flow, LayerResult } from './layer.js';

/** y[b] = [maxₜ x[b, t], meanₜ x[b, t]]: the two poolings side by side, [batch, 2 · features]. */
export function globalMaxAveragePooling1DLayer(config: GlobalPooling1DConfig, input: Flow): LayerResult {
  const halves = [globalMaxPooling1DLayer(config, input), globalAveragePooling1DLayer(config, input)];
  const [batch, , features] = input.tensor.shape;
  const data = new Float64Array(batch * 2 * features);
  const place = (row: number, half: number) => (2 * row + half) * features;
  for (let row = 0; row < batch; row++) {
    halves.forEach(({ output }, half) => data.set(output.tensor.data.subarray(row * features, (row + 1) * features), place(row, half)));
  }
  return {
    output: { tensor: { data, shape: [batch, 2 * features] }, mask: undefined },
    backward(dy) {
      const [dx, ofMean] = halves.map((result, half) =>
        result.backward(Float64Array.from({ length: batch * features }, (_, i) => dy[place(Math.floor(i / features), half) + (i % features)])).input);
      return { input: dx.map((value, i) => value + ofMean[i]) };
    },
  };
}
