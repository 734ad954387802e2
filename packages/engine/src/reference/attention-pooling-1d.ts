import type { AttentionPooling1DConfig } from '@sekvens/layers';
import type { Flow, LayerContext, LayerResult } from './layer.js';
import { addOuterProduct, addProduct, addTransposedProduct, addVector } from './linear-algebra.js';

/**
 * y[b] = Σₜ a[b, t] x[b, t], a[b] = softmaxₜ(u[b, t] · v), u[b, t] = tanh(x[b, t] · W + b), or without units u = x.
 * With `useMask` over present steps only, the others have a = 0. A row without a step to look at gives zeros.
 */
export function attentionPooling1DLayer(config: AttentionPooling1DConfig, input: Flow, context: LayerContext): LayerResult {
  const [batch, timeSteps, features] = input.tensor.shape;
  const mask = config.useMask ? input.mask : undefined;
  const v = context.parameter('context');
  const hidden = config.units === null ? undefined : { units: config.units, kernel: context.parameter('kernel'), bias: context.parameter('bias') };
  const { data } = input.tensor;
  const x = (row: number, t: number) => data.subarray((row * timeSteps + t) * features, (row * timeSteps + t + 1) * features);
  const u = (row: number, t: number) => {
    if (!hidden) return x(row, t);
    const z = hidden.bias.value.slice();
    addProduct(z, x(row, t), hidden.kernel.value, hidden.units);
    return z.map(Math.tanh);
  };
  const stepsOf = (row: number) => Array.from({ length: timeSteps }, (_, t) => t).filter((t) => !mask || mask[row * timeSteps + t]);

  const attention = new Float64Array(batch * timeSteps);
  const y = new Float64Array(batch * features);
  for (let row = 0; row < batch; row++) {
    const steps = stepsOf(row);
    const scores = steps.map((t) => dot(u(row, t), v.value));
    const largest = Math.max(...scores);
    const exponentials = scores.map((score) => Math.exp(score - largest));
    const sum = exponentials.reduce((a, b) => a + b, 0);
    steps.forEach((t, i) => {
      attention[row * timeSteps + t] = exponentials[i] / sum;
      addVector(y.subarray(row * features, (row + 1) * features), x(row, t).map((value) => (value * exponentials[i]) / sum));
    });
  }
  return {
    output: { tensor: { data: y, shape: [batch, features] }, mask: undefined },
    attention,
    backward(dy) {
      const dx = new Float64Array(data.length);
      for (let row = 0; row < batch; row++) {
        const steps = stepsOf(row);
        const above = dy.subarray(row * features, (row + 1) * features);
        const a = (t: number) => attention[row * timeSteps + t];
        const mean = steps.reduce((sum, t) => sum + a(t) * dot(x(row, t), above), 0);
        for (const t of steps) {
          const step = dx.subarray((row * timeSteps + t) * features, (row * timeSteps + t + 1) * features);
          addVector(step, above.map((value) => value * a(t)));
          const dScore = a(t) * (dot(x(row, t), above) - mean);
          const own = u(row, t);
          const du = v.value.map((value) => value * dScore);
          addVector(v.gradient, own.map((value) => value * dScore));
          if (!hidden) {
            addVector(step, du);
            continue;
          }
          const dz = du.map((value, i) => value * (1 - own[i] ** 2));
          addTransposedProduct(step, dz, hidden.kernel.value, hidden.units);
          addOuterProduct(hidden.kernel.gradient, x(row, t), dz, hidden.units);
          addVector(hidden.bias.gradient, dz);
        }
      }
      return { input: dx };
    },
  };
}

function dot(x: Float64Array, y: Float64Array): number {
  return x.reduce((sum, value, i) => sum + value * y[i], 0);
}
