import { assertSeed, Random } from '@sekvens/core';
import type { Network, NetworkWeights, WeightSpec } from '../types.js';
import { initializerSpecs } from './initializers.js';

/**
 * The weights a network begins with, by path. One seed gives the same bytes on every platform.
 *
 * Every weight has a random generator of its own, made from the seed and its path, so that another layer, or another shape of one,
 * leaves the others as they are. An embedding with `weights` begins with a copy of them.
 *
 * @param seed a non-negative integer below 2^53
 */
export function initializeWeights(network: Network, seed: number): NetworkWeights {
  assertSeed(seed, 'initializeWeights(network, seed)');
  const random = new Random(seed);
  const weights: Record<string, Float32Array> = {};
  for (const { definition, weights: specs } of network.layers) {
    const given = definition.kind === 'embedding' ? definition.initialWeights : undefined;
    for (const spec of specs) weights[spec.path] = given ? given.slice() : initializeWeight(spec, random.fork(spec.path));
  }
  return weights;
}

/** One weight, drawn from a generator of its own. */
export function initializeWeight({ shape, initializer, ones }: Pick<WeightSpec, 'shape' | 'initializer' | 'ones'>, random: Random): Float32Array {
  const { kind, ...parameters } = initializer;
  const values = new Float32Array(shape.reduce((a, b) => a * b, 1));
  const fill = (part: Float32Array, partShape: readonly number[]) => initializerSpecs[kind].fill(part, partShape, parameters, random);
  if (ones === undefined) fill(values, shape);
  else {
    // Keras draws the gates before and after the ones as vectors of their own.
    const [from, to] = ones;
    fill(values.subarray(0, from), [from]);
    values.fill(1, from, to);
    fill(values.subarray(to), [values.length - to]);
  }
  return values;
}
