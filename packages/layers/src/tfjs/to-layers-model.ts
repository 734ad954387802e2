import { assertKnownOptions, SekvensError } from '@sekvens/core';
import * as tf from '@tensorflow/tfjs';
import type { DenseConfig, InitializerConfig, LayerDefinition, Network, NetworkLayer, NetworkWeights } from '../types.js';
import { activation } from './activation.js';
import { attentionPooling1D } from './attention-pooling-1d.js';
import { bidirectional } from './bidirectional.js';
import { dropout } from './dropout.js';
import { embedding } from './embedding.js';
import { globalAveragePooling1D } from './global-average-pooling-1d.js';
import { globalMaxAveragePooling1D } from './global-max-average-pooling-1d.js';
import { globalMaxPooling1D } from './global-max-pooling-1d.js';
import { gru } from './gru.js';
import { lstm } from './lstm.js';
import { masking } from './masking.js';
import { SekvensLayer } from './sekvens-layer.js';
import type { TfjsLayerOptions } from './sekvens-layer.js';
import { simpleRNN } from './simple-rnn.js';
import { spatialDropout1D } from './spatial-dropout-1d.js';

export interface ToLayersModelOptions {
  /** Of dropout, and of initial weights where none are given. Default 0. */
  readonly seed?: number;
}

const WHERE = 'toLayersModel(network, weights, options)';

/**
 * A network as a sequential model of TensorFlow.js, with its weights. Dense layers are stock ones, all others those of this package, so
 * that {@link register} has to be called before a saved one is loaded. It is not compiled.
 *
 * @param weights by path, as `initializeWeights` and models have them
 * @throws SekvensError for weights that are missing, of another size or of no layer, and for a dense layer with hardSigmoid, which
 *   stock layers compute otherwise; one error names all of it
 */
export function toLayersModel(network: Network, weights: NetworkWeights, options: ToLayersModelOptions = {}): tf.Sequential {
  assertKnownOptions(options, ['seed'], WHERE);
  const problems = [...network.layers.flatMap(unlike), ...weightProblems(network, weights)];
  if (problems.length > 0) {
    throw new SekvensError({ code: 'unsupported', where: WHERE, expected: 'layers that can be expressed, and their weights', got: problems.join('; ') });
  }
  const model = tf.sequential({ name: network.name });
  network.layers.forEach(({ definition, name }, i) => {
    const common = { name, seed: options.seed, ...(i === 0 ? { batchInputShape: [...network.input.shape] } : {}) };
    model.add(toLayer(definition, common));
  });
  network.layers.forEach((layer, i) => setWeights(model.layers[i], layer, weights));
  return model;
}

function toLayer(definition: LayerDefinition, common: TfjsLayerOptions): tf.layers.Layer {
  const given = Object.fromEntries(Object.entries(common).filter(([, value]) => value !== undefined));
  const options = { ...definition.config, ...given } as never;
  switch (definition.kind) {
    case 'embedding':
      return embedding(options);
    case 'masking':
      return masking(options);
    case 'simpleRNN':
      return simpleRNN(options);
    case 'lstm':
      return lstm(options);
    case 'gru':
      return gru(options);
    case 'bidirectional':
      return bidirectional(options);
    case 'dense':
      return stockDense(definition.config, given);
    case 'dropout':
      return dropout(options);
    case 'spatialDropout1D':
      return spatialDropout1D(options);
    case 'activation':
      return activation(options);
    case 'globalMaxPooling1D':
      return globalMaxPooling1D(options);
    case 'globalAveragePooling1D':
      return globalAveragePooling1D(options);
    case 'globalMaxAveragePooling1D':
      return globalMaxAveragePooling1D(options);
    case 'attentionPooling1D':
      return attentionPooling1D(options);
  }
}

function stockDense({ kernelInitializer, biasInitializer, ...config }: DenseConfig, { seed: _, ...common }: TfjsLayerOptions): tf.layers.Layer {
  return tf.layers.dense({ ...config, ...common, kernelInitializer: stockInitializer(kernelInitializer), biasInitializer: stockInitializer(biasInitializer) });
}

function stockInitializer(initializer: InitializerConfig): ReturnType<typeof tf.initializers.zeros> {
  switch (initializer.kind) {
    case 'constant':
      return tf.initializers.constant({ value: initializer.value });
    case 'uniform':
      return tf.initializers.randomUniform({ minval: initializer.min, maxval: initializer.max });
    case 'normal':
      return tf.initializers.randomNormal(initializer);
    case 'truncatedNormal':
      return tf.initializers.truncatedNormal(initializer);
    case 'orthogonal':
      return tf.initializers.orthogonal(initializer);
    case 'identity':
      return tf.initializers.identity({ gain: 1 });
    case 'zeros':
    case 'ones':
      return tf.initializers[initializer.kind]();
    default:
      return tf.initializers[initializer.kind]({});
  }
}

function setWeights(layer: tf.layers.Layer, { weights: specs }: NetworkLayer, weights: NetworkWeights): void {
  const tensors = specs.map(({ path, shape }) => tf.tensor(weights[path], [...shape], 'float32'));
  if (layer instanceof SekvensLayer) specs.forEach(({ path }, i) => layer.setWeight(path.slice(path.indexOf('/') + 1), tensors[i]));
  else layer.setWeights(tensors);
  tf.dispose(tensors);
}

function unlike({ name, definition }: NetworkLayer): string[] {
  return definition.kind === 'dense' && definition.config.activation === 'hardSigmoid' ? [`${name}: a dense layer with hardSigmoid; put activation({ activation: 'hardSigmoid' }) behind a linear one`] : [];
}

function weightProblems(network: Network, weights: NetworkWeights): string[] {
  const known = new Set(network.weights.map(({ path }) => path));
  const foreign = Object.keys(weights).filter((path) => !known.has(path)).map((path) => `${path}: a weight of no layer`);
  const wrong = network.weights.flatMap(({ path, shape }) => {
    const size = shape.reduce((a, b) => a * b, 1);
    const values: unknown = Object.hasOwn(weights, path) ? weights[path] : undefined;
    if (!(values instanceof Float32Array)) return [`${path}: no Float32Array of weights`];
    return values.length === size ? [] : [`${path}: ${values.length} numbers instead of ${size}`];
  });
  return [...wrong, ...foreign];
}
