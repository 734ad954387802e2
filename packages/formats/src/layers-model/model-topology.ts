import { SekvensError } from '@sekvens/core';
import type { Network } from '@sekvens/layers';
import { customClassNames } from './custom-class-names.js';
import type { LayerTopology } from './layer-topology.js';
import { isTensorName, layerTopology, snakeCase } from './layer-topology.js';
import { stockProblems } from './stock-problems.js';

export interface ModelTopology {
  readonly class_name: 'Sequential';
  readonly config: { readonly name: string; readonly layers: readonly LayerTopology[] };
  readonly keras_version: string;
  readonly backend: string;
}

export interface WrittenTopology {
  readonly topology: ModelTopology;
  /** What TensorFlow.js calls the weights, in the order of the network's. */
  readonly weightNames: readonly string[];
}

/**
 * A network as the topology of a layers model, with TensorFlow.js' own classes wherever those compute the same.
 * @param custom whether to write classes of `@sekvens/layers/tfjs` where they do not, instead of refusing
 * @throws code 'unsupported', naming every layer that TensorFlow.js computes differently and why
 */
export function modelTopology(network: Network, custom: boolean): WrittenTopology {
  const problems = stockProblems(network);
  const refused = custom ? problems.filter(({ index }) => customClassNames[network.layers[index].definition.kind] === undefined) : problems;
  if (refused.length > 0) {
    throw new SekvensError({
      code: 'unsupported', where: 'writeLayersModel(parts)', expected: 'layers that TensorFlow.js computes as they are computed here', got: refused.map(({ text }) => text).join('; '),
      hint: custom ? "Put activation({ activation: 'hardSigmoid' }) behind a linear dense layer." : 'With { custom: true } they are written as layers of @sekvens/layers/tfjs, which have to be registered where the model is loaded.',
    });
  }
  const differing = new Set(problems.map(({ index }) => index));
  return topologyOf(network, (index) => differing.has(index));
}

/** @param isCustom whether the layer at an index is written as one of `@sekvens/layers/tfjs` */
export function topologyOf(network: Network, isCustom: (index: number) => boolean): WrittenTopology {
  const names = validNames(network);
  const layers = network.layers.map((layer, i) => layerTopology({ name: names[i], definition: layer.definition }, isCustom(i)));
  const [first, ...others] = layers;
  const withShape = { ...first, config: { ...first.config, batch_input_shape: network.input.shape } };
  const topology: ModelTopology = {
    class_name: 'Sequential', config: { name: network.name, layers: [withShape, ...others] }, keras_version: 'tfjs-layers 4.22.0', backend: 'tensor_flow.js',
  };
  const nameOf = (i: number, path: string): string => (isCustom(i) ? customWeightName(layers[i], path) : weightName(layers[i], path));
  return { topology, weightNames: network.layers.flatMap((layer, i) => layer.weights.map(({ path }) => nameOf(i, path))) };
}

/** Names TensorFlow.js takes for tensors and as parts of them; others are replaced by the layer's place. */
function validNames({ layers }: Network): string[] {
  const taken = new Set(layers.map(({ name }) => name));
  return layers.map(({ name }, i) => {
    if (isTensorName(name)) return name;
    let fresh = `layer_${i}`;
    while (taken.has(fresh)) fresh += '_';
    taken.add(fresh);
    return fresh;
  });
}

/** As layers of `@sekvens/layers/tfjs` name theirs: `gru/recurrentKernel`, `bidirectional/forward/recurrentKernel`. */
function customWeightName({ config }: LayerTopology, path: string): string {
  return [config.name as string, ...path.split('/').slice(1)].join('/');
}

/** `lstm/recurrent_kernel`, `bidirectional/forward_lstm/recurrent_kernel` */
function weightName({ config }: LayerTopology, path: string): string {
  const parts = path.split('/').slice(1);
  const own = snakeCase(parts[parts.length - 1]);
  if (parts.length === 1) return `${config.name as string}/${own}`;
  const inner = (parts[0] === 'backward' && config.backward_layer ? config.backward_layer : config.layer) as LayerTopology;
  return `${config.name as string}/${parts[0]}_${inner.config.name as string}/${own}`;
}
