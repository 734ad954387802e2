import { fromKerasConfig } from '@sekvens/layers';
import type { InitializerConfig, LayerKind, Network } from '@sekvens/layers';
import { customClassNames } from './custom-class-names.js';
import type { LayerScales } from './legacy-hard-sigmoid.js';
import { withoutLegacyHardSigmoid } from './legacy-hard-sigmoid.js';
import { initializer } from './layer-topology.js';
import { inFile } from '../in-file.js';
import { get, isObject } from './model-files.js';

const ownClasses = Object.fromEntries(Object.entries(customClassNames).map(([kind, className]) => [className, kind as LayerKind]));

export interface ReadTopology {
  readonly network: Network;
  /** By the layers of the network, what their weights have to be multiplied by. */
  readonly scales: readonly LayerScales[];
}

/**
 * The network of a model's topology: written by TensorFlow.js, by its converter of Keras models, or here.
 * @throws code 'unsupported', naming every layer and option there is no counterpart for; 'invalid-file'
 */
export function readTopology(topology: unknown, file: string): ReadTopology {
  const model = get(topology, 'model_config') ?? topology;
  const config = get(model, 'config');
  const layers = Array.isArray(config) ? (config as unknown[]) : get(config, 'layers');
  const read = Array.isArray(layers) ? layers.map((layer) => withoutLegacyHardSigmoid(inKerasTerms(layer))) : [];
  const replaced = read.map(({ layer }) => layer);
  const sequential = Array.isArray(layers) && isObject(model) ? { ...model, config: Array.isArray(config) ? replaced : { ...(config as object), layers: replaced } } : model;
  const network = inFile(file, () => fromKerasConfig(sequential, { ownClasses }));
  return { network, scales: read.filter(({ layer }) => get(layer, 'class_name') !== 'InputLayer').map(({ scales }) => scales) };
}

/** A layer of `@sekvens/layers/tfjs` with its initialisers as Keras writes them, and without what is none of its options. Others as they are. */
function inKerasTerms(layer: unknown): unknown {
  const config = get(layer, 'config');
  if (!isObject(layer) || !isObject(config) || !Object.hasOwn(ownClasses, String(layer.class_name))) return layer;
  const options = Object.entries(config).filter(([name]) => name !== 'seed').map(([name, value]) => {
    if (name === 'layer' || name === 'backward_layer') return [name, inKerasTerms(value)] as const;
    const kind = /_initializer$/.test(name) ? get(value, 'kind') : undefined;
    return [name, typeof kind === 'string' ? initializer({ ...(value as object), kind: kind.replace(/_[a-z]/g, (part) => part[1].toUpperCase()) } as InitializerConfig) : value] as const;
  });
  return { ...layer, config: Object.fromEntries(options) };
}
