import type { DropoutConfig } from '@sekvens/layers';
import { rowFactors } from './layer.js';
import type { Flow, LayerContext, LayerResult } from './layer.js';

/** Dropout on [batch, time, features] that drops a feature of a row at all time steps (Tompson et al. 2015). A mask goes on. */
export function spatialDropout1DLayer(config: DropoutConfig, input: Flow, context: LayerContext): LayerResult {
  const { data, shape } = input.tensor;
  const [batch, timeSteps, features] = shape;
  const factors = rowFactors(context, 0, config.rate, batch, features);
  const apply = (x: Float64Array) => x.map((value, i) => value * factors[Math.floor(i / (timeSteps * features)) * features + (i % features)]);
  return {
    output: { tensor: { data: apply(data), shape }, mask: input.mask },
    backward: (dy) => ({ input: apply(dy) }),
  };
}
