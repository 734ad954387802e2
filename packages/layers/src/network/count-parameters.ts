import type { Network } from '../types.js';

/** How many numbers the weights of a network hold. */
export function countParameters(network: Network): number {
  return parameterCount(network.weights);
}

export function parameterCount(weights: readonly { readonly shape: readonly number[] }[]): number {
  return weights.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
}
