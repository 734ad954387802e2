import { SekvensError, show } from '@sekvens/core';
import type * as tf from '@tensorflow/tfjs';
import { asRecord, layerFromKeras } from '../keras/layer-from-keras.js';
import { network } from '../network/network.js';
import type { LayerDefinition, Network, NetworkLayer, Shape } from '../types.js';
import { SekvensLayer } from './sekvens-layer.js';

export interface NetworkAndWeights {
  readonly network: Network;
  /** By path. */
  readonly weights: Readonly<Record<string, Float32Array>>;
}

interface Part {
  readonly layer: tf.layers.Layer;
  readonly definition: LayerDefinition;
  readonly stock: boolean;
}

const WHERE = 'fromLayersModel(model)';

/**
 * A network and its weights from a model of TensorFlow.js: sequential, or a functional one that is a chain. Layers of this package and
 * stock layers that mean the same are read; stock pooling does not look at masks, and becomes pooling with `useMask: false`.
 *
 * @throws SekvensError `unsupported`, naming every layer and option that cannot be expressed: a hardSigmoid of stock layers, a stock
 *   bidirectional layer whose masked steps someone sees, and whatever `fromKerasConfig` refuses
 */
export function fromLayersModel(model: tf.LayersModel): NetworkAndWeights {
  const topology = asRecord(model.toJSON(undefined, false));
  const { name, layers: written } = asRecord(topology.config);
  const entries = (written as readonly unknown[]).map(asRecord);
  const problems: string[] = [];
  const parts: Part[] = [];
  let inputShape = readShape(asRecord(entries[0].config).batch_input_shape);
  entries.forEach((entry, i) => {
    const layer = model.layers[i];
    if (entry.inbound_nodes !== undefined) problems.push(...chainProblems(entry, entries[i - 1]));
    if (entry.class_name === 'InputLayer') inputShape = readShape(asRecord(entry.config).batch_input_shape);
    else if (layer instanceof SekvensLayer) parts.push({ layer, definition: ownDefinition(layer as SekvensLayer), stock: false });
    else parts.push(...layerFromKeras(entry, i, problems).map((definition) => ({ layer, definition: stockDefinition(definition), stock: true })));
  });
  if (problems.length === 0 && parts.length === 0) problems.push('a model without layers');
  if (problems.length > 0) throw unsupported(problems);
  const made = network(parts.map(({ definition }) => definition), { name: typeof name === 'string' ? name : undefined, inputShape });
  const differing = made.layers.flatMap((layer, i) => maskProblems(layer, made.layers[i + 1], parts[i].stock));
  if (differing.length > 0) throw unsupported(differing);
  return { network: made, weights: Object.fromEntries(made.layers.flatMap((layer, i) => readWeights(parts[i].layer, layer))) };
}

/** What this layer has been made with, under the name it has in its model. */
function ownDefinition({ definition, name, trainable }: SekvensLayer): LayerDefinition {
  return { ...definition, name, config: trainable ? definition.config : frozen(definition.config), ...(definition.kind === 'embedding' ? { initialWeights: undefined } : {}) } as LayerDefinition;
}

/** A config that says of all its weights, and of those of layers inside it, that training leaves them alone. */
function frozen(config: object): object {
  return Object.fromEntries(
    Object.entries(config).map(([option, value]) => {
      if (option === 'trainable') return [option, false];
      return option === 'layer' || option === 'backwardLayer' ? [option, { ...(value as LayerDefinition), config: frozen((value as LayerDefinition).config) }] : [option, value as unknown];
    }),
  );
}

/** Stock pooling takes every step in, masked ones, too. */
function stockDefinition(definition: LayerDefinition): LayerDefinition {
  return definition.kind === 'globalAveragePooling1D' ? { ...definition, config: { ...definition.config, useMask: false } } : definition;
}

/** The shape without the batch. */
function readShape(shape: unknown): Shape | undefined {
  return Array.isArray(shape) ? (shape as readonly (number | null)[]).slice(1) : undefined;
}

function chainProblems({ name, inbound_nodes: nodes }: Readonly<Record<string, unknown>>, before: Readonly<Record<string, unknown>> | undefined): string[] {
  const uses = nodes as readonly (readonly (readonly unknown[])[])[];
  const expected = before === undefined ? undefined : before.name;
  const fits = expected === undefined ? uses.length === 0 : uses.length === 1 && uses[0].length === 1 && uses[0][0][0] === expected;
  return fits ? [] : [`${show(name)}: it does not follow the layer before it alone; networks are chains of layers here`];
}

function maskProblems({ name, definition, receivesMask, passesMask }: NetworkLayer, next: NetworkLayer | undefined, stock: boolean): string[] {
  if (!stock || !receivesMask || !passesMask || definition.kind !== 'bidirectional') return [];
  const readsMask = next !== undefined && ['simpleRNN', 'lstm', 'gru', 'bidirectional'].includes(next.definition.kind);
  return readsMask ? [] : [`${name}: a stock bidirectional layer repeats its output at masked steps, where here it is zeros`];
}

function readWeights(layer: tf.layers.Layer, { weights: specs }: NetworkLayer): [string, Float32Array][] {
  const stock = layer instanceof SekvensLayer ? undefined : layer.getWeights();
  return specs.map(({ path, shape }, i) => {
    const tensor = layer instanceof SekvensLayer ? (layer as SekvensLayer).readWeight(path.slice(path.indexOf('/') + 1)) : stock![i];
    if (tensor === undefined || tensor.shape.join() !== shape.join()) {
      throw new SekvensError({ code: 'invalid-data', where: `${WHERE}: ${path}`, expected: `weights of shape [${shape.join(', ')}]`, got: tensor === undefined ? 'none; the layer has not been built' : `[${tensor.shape.join(', ')}]` });
    }
    return [path, Float32Array.from(tensor.dataSync())];
  });
}

function unsupported(problems: readonly string[]): SekvensError {
  return new SekvensError({ code: 'unsupported', where: WHERE, expected: 'layers and options that exist here', got: problems.join('; ') });
}
