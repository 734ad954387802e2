import type { ModelFormat } from '../model-format.js';
import type { QuantizationType } from '../quantize/quantized-tensor.js';
import { readLayersModel } from './read-layers-model.js';
import { writeLayersModel } from './write-layers-model.js';

/** TensorFlow.js layers models: model.json and files of weights beside it, for `tf.loadLayersModel`. */
export const layersModelFormat: ModelFormat = {
  name: 'tfjs',
  description: 'TensorFlow.js layers model: model.json and group1-shard1of1.bin',
  // eslint-disable-next-line @typescript-eslint/require-await -- formats are asynchronous, since some load libraries
  write: async (parts, _name, { weights }: { readonly weights?: QuantizationType } = {}) => writeLayersModel(parts, { quantize: weights }),
  // eslint-disable-next-line @typescript-eslint/require-await -- see write
  read: async (files, place) => readLayersModel(files, place),
};
