import { SekvensError, show } from '@sekvens/core';
import { layerSpecs } from '../layers/specs.js';
import type { LayerDefinition, NetworkInput, Shape } from '../types.js';

const WHERE = 'network(layers, { inputShape })';

/** What a network that begins with `first` is fed; `inputShape` comes without the batch. */
export function inferInput(first: LayerDefinition, inputShape: unknown): NetworkInput {
  const dimensions = inputShape === undefined ? undefined : readDimensions(inputShape);
  if (layerSpecs[first.kind].input === 'ids') {
    if (dimensions === undefined) return { kind: 'ids', shape: Object.freeze([null, null]) };
    if (dimensions.length !== 1) {
      throw bad('[time] for token ids, e.g. [null]', inputShape, 'A network that begins with an embedding may leave inputShape out.');
    }
    return { kind: 'ids', shape: Object.freeze([null, ...dimensions]) };
  }
  const hint = 'inputShape is [time, features] without the batch, e.g. [null, 5] for sequences of any length; text begins with an embedding.';
  if (dimensions === undefined) throw bad(`the shape of what ${first.kind} reads`, undefined, hint);
  if (dimensions.length > 2 || dimensions.length === 0) throw bad('[time, features] or [features]', inputShape, hint);
  if (dimensions[dimensions.length - 1] === null) throw bad('a fixed number of features as the last entry', inputShape, hint);
  return { kind: 'features', shape: Object.freeze([null, ...dimensions]) };
}

function readDimensions(value: unknown): Shape {
  const isDimension = (n: unknown) => n === null || (Number.isInteger(n) && (n as number) >= 1 && (n as number) <= 2147483647);
  if (!Array.isArray(value) || !Array.from(value as unknown[]).every(isDimension)) throw bad('an array of positive integers and nulls', value);
  return [...(value as (number | null)[])];
}

function bad(expected: string, got: unknown, hint?: string): SekvensError {
  return new SekvensError({ code: 'invalid-option', where: WHERE, expected, got: got === undefined ? 'nothing' : show(got), hint });
}
