/**
 * The activations and their derivatives.
 *
 *   tanh(x), sigmoid(x) = 1 / (1 + e⁻ˣ), relu(x) = max(x, 0), linear(x) = x, hardSigmoid(x) = clip(x / 6 + 0.5, 0, 1)
 *   softmax(x)ⱼ = e^xⱼ / Σₖ e^xₖ
 *
 * At a kink (relu at 0, hardSigmoid at ±3) the derivative is 0, as in TensorFlow.
 */
import type { ActivationName, RecurrentActivation } from '@sekvens/layers';

export interface ElementwiseFunction {
  readonly value: (x: number) => number;
  /** The derivative at x, where the value was y. */
  readonly derivative: (x: number, y: number) => number;
}

const functions: Readonly<Record<RecurrentActivation, ElementwiseFunction>> = {
  tanh: { value: (x) => Math.tanh(x), derivative: (_x, y) => 1 - y * y },
  sigmoid: { value: (x) => 1 / (1 + Math.exp(-x)), derivative: (_x, y) => y * (1 - y) },
  relu: { value: (x) => (x < 0 ? 0 : x), derivative: (x) => (x > 0 ? 1 : 0) },
  linear: { value: (x) => x, derivative: () => 1 },
  hardSigmoid: { value: (x) => (x <= -3 ? 0 : x >= 3 ? 1 : x / 6 + 0.5), derivative: (x) => (x > -3 && x < 3 ? 1 / 6 : 0) },
};

/** An activation that treats each element for itself. */
export function elementwiseFunction(name: RecurrentActivation): ElementwiseFunction {
  return functions[name];
}

/** Applies an activation to rows of `features` numbers. */
export function activate(name: ActivationName, x: Float64Array, features: number): Float64Array {
  if (name !== 'softmax') return x.map((value) => functions[name].value(value));
  const y = new Float64Array(x.length);
  for (let start = 0; start < x.length; start += features) y.set(softmax(x.subarray(start, start + features)), start);
  return y;
}

/** The gradient of x, given y = activation(x) and the gradient of y. */
export function activationGradient(name: ActivationName, x: Float64Array, y: Float64Array, dy: Float64Array, features: number): Float64Array {
  if (name !== 'softmax') return dy.map((gradient, i) => gradient * functions[name].derivative(x[i], y[i]));
  const dx = new Float64Array(x.length);
  for (let start = 0; start < x.length; start += features) {
    let mean = 0;
    for (let j = start; j < start + features; j++) mean += y[j] * dy[j];
    for (let j = start; j < start + features; j++) dx[j] = y[j] * (dy[j] - mean);
  }
  return dx;
}

/** softmax of one row; the largest element is subtracted first, so that nothing overflows. */
export function softmax(x: Float64Array): Float64Array {
  const largest = x.reduce((a, b) => Math.max(a, b), -Infinity);
  const exponentials = x.map((value) => Math.exp(value - largest));
  const sum = exponentials.reduce((a, b) => a + b, 0);
  return exponentials.map((value) => value / sum);
}
