import type { DropoutConfig } from '@sekvens/layers';
import { fillDropoutMask, timeStepElement } from '../dropout-mask.js';
import { rowFactors } from './layer.js';
import type { Flow, LayerContext, LayerResult } from './layer.js';
import { multiply } from './linear-algebra.js';

/** While training, y = x ⊙ m with every m either 0 or 1 / (1 - rate); else y = x. A mask goes on. */
export function dropoutLayer(config: DropoutConfig, input: Flow, context: LayerContext): LayerResult {
  const { data, shape } = input.tensor;
  const factors = shape.length === 3 ? stepFactors(config, shape, context) : rowFactors(context, 0, config.rate, shape[0], shape[1]);
  return {
    output: { tensor: { data: multiply(data, factors), shape }, mask: input.mask },
    backward: (dy) => ({ input: multiply(dy, factors) }),
  };
}

/** Factors [batch, time, features]. */
function stepFactors({ rate }: DropoutConfig, [batch, timeSteps, features]: readonly number[], context: LayerContext): Float64Array {
  const factors = new Float64Array(batch * timeSteps * features).fill(1);
  if (!context.dropout || rate === 0) return factors;
  const key = { ...context.dropout, stream: 0 as const, rate };
  for (let row = 0; row < batch; row++) {
    for (let t = 0; t < timeSteps; t++) fillDropoutMask(key, timeStepElement(row, t, features), factors, (row * timeSteps + t) * features, features);
  }
  return factors;
}
