import type { DenseConfig } from '@sekvens/layers';
import { activate, activationGradient } from './activation-functions.js';
import type { Flow, LayerContext, LayerResult } from './layer.js';
import { addOuterProduct, addProduct, addTransposedProduct, addVector } from './linear-algebra.js';

/**
 * y = φ(x·W + b), W [features, units], on [batch, features] or at every step of [batch, time, features], masked steps included:
 * there it is applied to whatever value the step carries. A mask goes on.
 */
export function denseLayer(config: DenseConfig, input: Flow, context: LayerContext): LayerResult {
  const { units, activation } = config;
  const { data, shape } = input.tensor;
  const features = shape[shape.length - 1];
  const kernel = context.parameter('kernel');
  const bias = config.useBias ? context.parameter('bias') : undefined;
  const rows = shape.slice(0, -1).reduce((a, b) => a * b, 1);
  const rowOf = (x: Float64Array, row: number, width: number) => x.subarray(row * width, (row + 1) * width);

  const z = new Float64Array(rows * units);
  for (let row = 0; row < rows; row++) {
    addProduct(rowOf(z, row, units), rowOf(data, row, features), kernel.value, units);
    if (bias) addVector(rowOf(z, row, units), bias.value);
  }
  const y = activate(activation, z, units);

  return {
    output: { tensor: { data: y, shape: [...shape.slice(0, -1), units] }, mask: input.mask },
    backward(dy) {
      const dz = activationGradient(activation, z, y, dy, units);
      const dx = new Float64Array(data.length);
      for (let row = 0; row < rows; row++) {
        addTransposedProduct(rowOf(dx, row, features), rowOf(dz, row, units), kernel.value, units);
        addOuterProduct(kernel.gradient, rowOf(data, row, features), rowOf(dz, row, units), units);
        if (bias) addVector(bias.gradient, rowOf(dz, row, units));
      }
      return { input: dx };
    },
  };
}
