import { assertKnownOptions, isSekvensError, SekvensError, show } from '@sekvens/core';
import { network } from '../network/network.js';
import type { LayerDefinition, Network, Shape } from '../types.js';
import { functionalChain } from './functional-chain.js';
import { asRecord, layerFromKeras } from './layer-from-keras.js';
import type { OwnClasses } from './layer-from-keras.js';

export interface FromKerasOptions {
  /**
   * Classes besides Keras', by the kind of layer each of them is: `{ 'Mine>GRU': 'gru' }`. Their configs hold all options of the kind in
   * snake_case, also those Keras does not have, and mean its defaults where they say nothing. Default: none.
   */
  readonly ownClasses?: OwnClasses;
}

const WHERE = 'fromKerasConfig(config)';
const MOST_LAYERS = 1000;
const MOST_PROBLEMS = 50;

/**
 * A network from the config of a Keras 3 Sequential model: what `model.to_json()` writes, parsed, or its inner `config`.
 * Topologies of Keras 2 and TensorFlow.js are read, too, where they mean the same, and functional models that are a plain chain.
 *
 * Keras' max pooling ignores masks and its average pooling uses them; `useMask` is set accordingly. Seeds and names of inputs are dropped.
 *
 * @throws SekvensError `unsupported`, naming every layer and option that does not exist here; `invalid-file` for anything but the config of a model
 */
export function fromKerasConfig(config: unknown, options: FromKerasOptions = {}): Network {
  assertKnownOptions(options, ['ownClasses'], 'fromKerasConfig(config, options)');
  const { ownClasses = {} } = options;
  const problems: string[] = [];
  const { name, layers, buildShape } = readKerasChain(config, problems, WHERE);
  let batchShape: unknown = buildShape;
  const definitions: LayerDefinition[] = [];
  layers.forEach((layer, i) => {
    const read = asRecord(layer);
    const fields = asRecord(read.config);
    const shape = fields.batch_shape ?? fields.batch_input_shape;
    if (i === 0 && Array.isArray(shape)) batchShape = shape;
    if (read.class_name === 'InputLayer') problems.push(...inputProblems(i, fields));
    else definitions.push(...layerFromKeras(read, i, problems, ownClasses));
  });
  const inputShape = readBatchShape(batchShape, problems);
  if (problems.length > 0) throw unsupported(problems);
  return withPlace(() => network(definitions, { name, inputShape }));
}

/** The layers of a Keras model in their order. */
export interface KerasChain {
  readonly name: string | undefined;
  readonly layers: readonly unknown[];
  /** The input's shape with the batch, where the model notes it. */
  readonly buildShape: unknown;
}

/** The layers of a Sequential model, or of a functional one that is a plain chain; what stands in the way of that is added to `problems`. */
export function readKerasChain(config: unknown, problems: string[], where: string): KerasChain {
  let model = asRecord(config);
  for (const wrapper of ['modelTopology', 'model_config']) {
    if (Object.hasOwn(model, wrapper)) model = asRecord(model[wrapper]);
  }
  const className = model.class_name;
  const functional = className === 'Functional' || className === 'Model';
  if (className !== undefined && className !== 'Sequential' && !functional) {
    throw new SekvensError({ code: 'unsupported', where, expected: 'a Sequential model, or a functional one that is a chain', got: `one of class ${show(className)}`, hint: 'Networks are chains of layers here.' });
  }
  const inner = className === undefined ? model : model.config;
  const fields = Array.isArray(inner) ? { layers: inner } : asRecord(inner);
  const { name, layers, trainable, build_input_shape: buildShape } = fields;
  if (!Array.isArray(layers) || layers.length === 0 || layers.length > MOST_LAYERS) {
    const hint = typeof config === 'string' ? 'Parse it first: JSON.parse(text).' : undefined;
    throw new SekvensError({ code: 'invalid-file', where, expected: `the config of a Sequential model with 1 to ${MOST_LAYERS} layers`, got: show(config), hint });
  }
  if (trainable === false) problems.push('the model: trainable = false');
  const chain = functional ? functionalChain(asRecord(inner), problems) : (layers as readonly unknown[]);
  return { name: typeof name === 'string' ? name : undefined, layers: chain, buildShape };
}

function inputProblems(index: number, { name, dtype, sparse, ragged }: Readonly<Record<string, unknown>>): string[] {
  const problems = [];
  const label = `${typeof name === 'string' ? name : index} (InputLayer)`;
  if (index > 0) problems.push(`${label}: an input that is not the first layer`);
  if (sparse === true) problems.push(`${label}: sparse = true`);
  if (ragged === true) problems.push(`${label}: ragged = true`);
  if (dtype === 'string') problems.push(`${label}: dtype = "string"; a network reads token ids, which TextVectorization makes of text`);
  return problems;
}

/** The input's shape without the batch. */
function readBatchShape(shape: unknown, problems: string[]): Shape | undefined {
  if (!Array.isArray(shape)) return undefined;
  const [batch, ...rest] = shape as readonly (number | null)[];
  if (batch !== null) problems.push(`the input: batch_shape = ${show(shape)}; the batch's size varies here, which is null`);
  return rest;
}

function unsupported(problems: readonly string[]): SekvensError {
  const shown = problems.slice(0, MOST_PROBLEMS);
  const more = problems.length - shown.length;
  return new SekvensError({
    code: 'unsupported',
    where: WHERE,
    expected: 'layers and options that exist here',
    got: `${shown.join('; ')}${more > 0 ? `; and ${more} more` : ''}`,
  });
}

function withPlace<T>(build: () => T): T {
  try {
    return build();
  } catch (error) {
    if (!isSekvensError(error)) throw error;
    const { code, where, expected, got, hint } = error;
    throw new SekvensError({ code, where: `${WHERE}, ${where}`, expected, got, hint, cause: error });
  }
}
