import { assertKnownOptions, SekvensError, show } from '@sekvens/core';
import { isName } from '../layers/define.js';
import { checkDefinition, layerSpecs } from '../layers/specs.js';
import type { LayerDefinition, Network, NetworkLayer, Shape, WeightSpec } from '../types.js';
import { assertInput } from './assert-input.js';
import { inferInput } from './infer-input.js';
import { layerNames } from './layer-names.js';

export interface NetworkOptions {
  /** Default 'sequential'. */
  readonly name?: string;
  /**
   * What comes in, without the batch: [time, features] or [features], `null` for a length that varies, e.g. `[null, 5]`.
   * For networks that begin with an embedding [time]; there it may be left out, and rows then have any length.
   */
  readonly inputShape?: Shape;
}

/** 2 GiB of 32-bit floats: more does not fit into the memory of a WebAssembly module with its gradients. */
const MOST_PARAMETERS = 536870912;

/**
 * A chain of layers, checked and resolved: every layer with its name, shapes, mask and weights. Nothing is computed or allocated.
 *
 * Unnamed layers are named after their class, as in Keras: `lstm`, `lstm_1`, `spatial_dropout1d`. Weight paths begin with the name:
 * `lstm/kernel`, `lstm/recurrentKernel`, `lstm/bias`, `bidirectional/forward/kernel`, `embedding/embeddings`.
 *
 * @throws SekvensError where layers do not fit together; the message names the layer and what to change
 */
export function network(layers: readonly LayerDefinition[], options: NetworkOptions = {}): Network {
  assertKnownOptions(options, ['name', 'inputShape'], 'network(layers, options)');
  const name = options.name === undefined ? 'sequential' : options.name;
  if (typeof name !== 'string' || !isName(name)) {
    throw new SekvensError({ code: 'invalid-option', where: 'network(layers, { name })', expected: 'a name of 1 to 100 characters without slash or control characters', got: show(name) });
  }
  if (!Array.isArray(layers) || layers.length === 0) {
    throw new SekvensError({ code: 'invalid-option', where: 'network(layers)', expected: 'a list of at least one layer', got: show(layers) });
  }
  const definitions = Array.from(layers as readonly unknown[], (layer, i) => checkDefinition(layer, `network(layers)[${i}]`));
  const input = inferInput(definitions[0], options.inputShape);
  const resolved = chain(definitions, layerNames(definitions), input.shape);
  const weights = resolved.flatMap((layer) => layer.weights);
  assertSize(weights);
  return Object.freeze({
    name,
    input: Object.freeze({ kind: input.kind, shape: input.shape }),
    layers: Object.freeze(resolved),
    outputShape: resolved[resolved.length - 1].outputShape,
    weights: Object.freeze(weights),
  });
}

function chain(definitions: readonly LayerDefinition[], names: readonly string[], input: Shape): NetworkLayer[] {
  const layers: NetworkLayer[] = [];
  let inputShape = input;
  let receivesMask = false;
  /** The layer whose outputs are in reversed order while the mask is not. */
  let reversedBy: NetworkLayer | undefined;
  definitions.forEach((definition, i) => {
    const spec = layerSpecs[definition.kind];
    const { config } = definition;
    assertInput(names[i], spec, inputShape, layers);
    if (reversedBy && receivesMask && spec.readsMask(config)) throw reversed(names[i], reversedBy.name);
    const layer: NetworkLayer = Object.freeze({
      name: names[i],
      definition,
      inputShape,
      outputShape: Object.freeze(spec.outputShape(config, inputShape)),
      receivesMask,
      passesMask: spec.passesMask(config, receivesMask),
      weights: Object.freeze(spec.weights(config, inputShape).map((weight) => freezeWeight({ ...weight, path: `${names[i]}/${weight.path}` }))),
    });
    layers.push(layer);
    if (receivesMask && spec.reverses?.(config)) reversedBy = layer;
    else if (!spec.passesMask(config, true) || spec.passesMask(config, false)) reversedBy = undefined;
    ({ outputShape: inputShape, passesMask: receivesMask } = layer);
  });
  return layers;
}

function freezeWeight(weight: WeightSpec): WeightSpec {
  return Object.freeze({ ...weight, shape: Object.freeze([...weight.shape]), ones: weight.ones && Object.freeze([...weight.ones] as const) });
}

function assertSize(weights: readonly WeightSpec[]): void {
  let parameters = 0;
  for (const { path, shape } of weights) {
    parameters += shape.reduce((a, b) => a * b, 1);
    if (parameters > MOST_PARAMETERS) {
      throw new SekvensError({
        code: 'unsupported',
        where: `network(layers): ${path}`,
        expected: `at most ${MOST_PARAMETERS.toLocaleString('en-US')} parameters in all`,
        got: `${shape.join(' · ')} here, ${parameters.toLocaleString('en-US')} up to here`,
      });
    }
  }
}

function reversed(name: string, by: string): SekvensError {
  return new SekvensError({
    code: 'unsupported',
    where: `network(layers): ${name}`,
    expected: 'a sequence in the order of its mask',
    got: `the reversed one of ${by}, whose goBackwards with returnSequences leaves the mask as it was`,
    hint: `Use bidirectional({ layer }), which turns the sequence round again, or leave goBackwards or the mask out.`,
  });
}
