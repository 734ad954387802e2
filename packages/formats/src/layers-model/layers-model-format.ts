import type { ModelFormat } from '../model-format.js';
import { quantizationTypes } from '../quantize/quantized-tensor.js';
import { readLayersModel } from './read-layers-model.js';
import { writeLayersModel } from './write-layers-model.js';

/** TensorFlow.js layers models: model.json and files of weights beside it, for `tf.loadLayersModel`. */
export const layersModelFormat: ModelFormat = {
  name: 'tfjs',
  description: 'TensorFlow.js layers model: model.json and group1-shard1of1.bin',
  weightTypes: quantizationTypes,
  customLayers: '@sekvens/layers/tfjs',
  loading: (path) => `await tf.loadLayersModel(${JSON.stringify(path)})  // the address of model.json, or file://… with tfjs-node`,
  // eslint-disable-next-line @typescript-eslint/require-await -- formats are asynchronous, since some load libraries
  write: async (parts, _name, { weights, custom } = {}) => writeLayersModel(parts, { quantize: weights, custom }),
  // eslint-disable-next-line @typescript-eslint/require-await -- see write
  read: async (files, place) => readLayersModel(files, place),
};
