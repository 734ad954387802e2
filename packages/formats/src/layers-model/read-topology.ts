import { fromKerasConfig } from '@sekvens/layers';
import type { LayerKind, Network } from '@sekvens/layers';
import { customClassNames } from './custom-class-names.js';
import type { LayerScales } from './legacy-hard-sigmoid.js';
import { withoutLegacyHardSigmoid } from './legacy-hard-sigmoid.js';
import { get, inFile, isObject } from './model-files.js';

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
  const read = Array.isArray(layers) ? layers.map(withoutLegacyHardSigmoid) : [];
  const replaced = read.map(({ layer }) => layer);
  const sequential = Array.isArray(layers) && isObject(model) ? { ...model, config: Array.isArray(config) ? replaced : { ...(config as object), layers: replaced } } : model;
  const network = inFile(file, () => fromKerasConfig(sequential, { ownClasses }));
  return { network, scales: read.filter(({ layer }) => get(layer, 'class_name') !== 'InputLayer').map(({ scales }) => scales) };
}
