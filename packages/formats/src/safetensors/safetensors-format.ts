import type { ModelFormat } from '../model-format.js';
import { quantizationTypes } from '../quantize/quantized-tensor.js';
import { modelMetadata } from './model-metadata.js';
import { packWeights } from './pack-weights.js';
import { readSafetensorsModel } from './read-safetensors-model.js';

/**
 * One file `name.safetensors`: weights by their paths, and in its `__metadata__` the network, vectorizer, labels, task and thresholds, so
 * that it is read as the model that was written, to the last bit. Any reader of safetensors finds the weights in Keras' layouts.
 */
export const safetensorsFormat: ModelFormat = {
  name: 'safetensors',
  description: 'one safetensors file with everything',
  weightTypes: quantizationTypes,
  loading: (path, weights) => `safetensors.torch.load_file(${JSON.stringify(path)})  # Python: the weights by name${weights === 'uint8' || weights === 'uint16' ? ', as steps of the scales in the metadata' : ''}`,
  // eslint-disable-next-line @typescript-eslint/require-await -- a promise as all formats'
  async write({ weights, ...description }, name, options) {
    return { [`${name}.safetensors`]: packWeights(description.network, weights, modelMetadata(description), options?.weights) };
  },
  // eslint-disable-next-line @typescript-eslint/require-await -- a promise as all formats'
  async read(files, place) {
    return readSafetensorsModel(files, place);
  },
};
