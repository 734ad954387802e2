import { networkFromJSON, networkToJSON } from '@sekvens/layers';
import type { Network } from '@sekvens/layers';

/** Options that count while training alone and that Keras' layers do not have. */
const trainingOnly = ['wordDropout', 'embeddingDropout'];

/**
 * The same network as far as it predicts, without dropouts of embeddings, which Keras lacks. They are in the JSON of the network that is
 * written beside Keras' config, and come back from there.
 */
export function networkForKeras(network: Network): Network {
  const json = networkToJSON(network);
  const layers = json.layers.map((layer) => ({ ...layer, config: Object.fromEntries(Object.entries(layer.config).map(([name, value]) => [name, trainingOnly.includes(name) ? 0 : value])) }));
  return networkFromJSON({ ...json, layers });
}
