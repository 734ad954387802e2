import { SekvensError } from '@sekvens/core';
import { TextClassifier } from '@sekvens/engine';
import { modelParts } from '../model-parts.js';
import type { ModelFormat } from '../model-format.js';
import { quantizationTypes } from '../quantize/quantized-tensor.js';
import { packWeights } from '../safetensors/pack-weights.js';

const weightFile = 'weights.safetensors';

/** The folder of a `TextClassifier`: model.json, vectorizer.json, weights.safetensors. Only classifiers have one: a vectorizer and labels are needed. */
export const sekvensFormat: ModelFormat = {
  name: 'sekvens',
  description: 'the folder of a text classifier',
  weightTypes: quantizationTypes,
  loading: (path) => `await TextClassifier.load(${JSON.stringify(path)})  // @sekvens/engine`,
  // eslint-disable-next-line @typescript-eslint/require-await -- a promise as all formats'
  async write(parts, _name, options) {
    const { network, weights, vectorizer, labels } = parts;
    if (vectorizer === undefined || labels === undefined) {
      throw new SekvensError({
        code: 'unsupported', where: 'the format sekvens', expected: 'a text classifier, with vectorizer and labels', got: `a model without ${vectorizer === undefined ? 'vectorizer' : 'labels'}`,
        hint: 'Use safetensors, which takes any model.',
      });
    }
    const files = TextClassifier.fromParts({ ...parts, vectorizer, labels }).toFiles();
    if (options?.weights === undefined) return files;
    return { ...files, [weightFile]: packWeights(network, weights, { format: 'sekvens-text-classifier' }, options.weights) };
  },
  // eslint-disable-next-line @typescript-eslint/require-await -- a promise as all formats'
  async read(files, place) {
    if (Object.hasOwn(files, 'ensemble.json')) {
      throw new SekvensError({ code: 'unsupported', where: place, expected: 'a single model', got: 'an ensemble', hint: 'Load it with TextEnsemble.load, and take its members one by one.' });
    }
    return modelParts(TextClassifier.fromFiles(files, place));
  },
};
