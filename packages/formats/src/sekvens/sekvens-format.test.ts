import { TextClassifier } from '@sekvens/engine';
import { expect, it } from 'vitest';
import { errorOf } from '../../test/helpers/error-of.js';
import { classifierParts, comparable, featureParts, multiLabelParts } from '../../test/helpers/example-models.js';
import { modelParts } from '../model-parts.js';
import type { ModelParts } from '../model-parts.js';
import { sekvensFormat } from './sekvens-format.js';

const write = sekvensFormat.write!;
const read = sekvensFormat.read!;

it.each([['one label a text', classifierParts], ['several labels', multiLabelParts]])('is the folder of a TextClassifier: %s', async (_what, parts) => {
  const classifier = TextClassifier.fromParts(parts as Required<ModelParts>);
  const files = await write(modelParts(classifier), 'ignored');
  expect(files).toEqual(classifier.toFiles());
  const again = await read(files, 'folder');
  expect(comparable(again)).toEqual(comparable(parts));
});

it.each(['float16', 'uint16', 'uint8'] as const)('may have weights stored as %s, which TextClassifier loads', async (weights) => {
  const classifier = TextClassifier.fromParts(classifierParts as Required<ModelParts>);
  const files = await write(classifierParts, 'm', { weights });
  const loaded = TextClassifier.fromFiles(files, 'm');
  const [before, after] = [classifier, loaded].map((model) => model.predict('oil prices', { topK: 3 }).top.map(({ probability }) => probability));
  after.forEach((probability, i) => expect(Math.abs(probability - before[i])).toBeLessThan(0.01));
  expect(loaded.model.getWeights()).not.toEqual(classifierParts.weights);
});

it('refuses what is no single classifier', async () => {
  expect(await errorOf(() => write(featureParts, 'm'))).toBe('unsupported: the format sekvens: expected a text classifier, with vectorizer and labels, got a model without vectorizer. Use safetensors, which takes any model.');
  expect(await errorOf(() => write({ ...classifierParts, labels: undefined }, 'm'))).toMatch(/got a model without labels\./);
  expect(await errorOf(() => read({ 'ensemble.json': new Uint8Array(2) }, 'votes'))).toBe('unsupported: votes: expected a single model, got an ensemble. Load it with TextEnsemble.load, and take its members one by one.');
  expect(await errorOf(() => read({}, 'empty'))).toBe('invalid-file: empty: expected the files model.json, vectorizer.json, weights.safetensors, got none named model.json.');
});
