import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Random } from '@sekvens/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { errorOf } from '../../test/helpers/error-of.js';
import { mutations } from '../../test/helpers/mutations.js';
import { combinedTopicOptions, combinedTopics } from '../../test/helpers/combined-topics.js';
import { topicOptions, topics } from '../../test/helpers/topics.js';
import type { Files } from '../files/folder.js';
import { readSafetensors, writeSafetensors } from '../files/safetensors.js';
import { classifierFileNames } from './classifier-files.js';
import { TextClassifier } from './text-classifier.js';

let root = '';
beforeEach(() => void (root = mkdtempSync(join(tmpdir(), 'sekvens-model-'))));
afterEach(() => rmSync(root, { recursive: true }));

const { classifier } = await TextClassifier.train(topics(60), { ...topicOptions(), epochs: 1 });
const good = classifier.toFiles();
const multiLabel = (await TextClassifier.train(combinedTopics(60), { ...combinedTopicOptions(), epochs: 1 })).classifier;
multiLabel.setThresholds({ food: 0.625, weather: 0.25 });
const goodMultiLabel = multiLabel.toFiles();
const texts = [...topics(30, 4).map(({ text }) => text), ''];
const parse = (name: string): Record<string, unknown> => JSON.parse(new TextDecoder().decode(good[name])) as Record<string, unknown>;
const json = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const tensors = readSafetensors(good['weights.safetensors']);
const damaged = 'The files do not belong together, or one is damaged; save the model again.';

/** The good files with one replaced. */
const withFile = (name: string, bytes: Uint8Array): Files => ({ ...good, [name]: bytes });
const withModel = (changes: object) => withFile('model.json', json({ ...parse('model.json'), ...changes }));
const withMultiLabelModel = (changes: object): Files => {
  const model = JSON.parse(new TextDecoder().decode(goodMultiLabel['model.json'])) as object;
  return { ...goodMultiLabel, 'model.json': json({ ...model, ...changes }) };
};
const withVectorizer = (changes: object) => withFile('vectorizer.json', json({ ...parse('vectorizer.json'), ...changes }));
const withTensors = (changes: object) => withFile('weights.safetensors', writeSafetensors({ ...tensors, ...changes }));
const network = () => structuredClone(parse('model.json').network) as { layers: { kind: string; name: string; config: Record<string, unknown> }[]; inputShape: unknown };

describe('a saved classifier', () => {
  it('is loaded as it was: the same predictions, saved again the same bytes', async () => {
    const [first, second] = [join(root, 'first'), join(root, 'second')];
    await classifier.save(first);
    const loaded = await TextClassifier.load(first);
    expect(loaded.labels).toEqual(classifier.labels);
    expect(loaded.predict(texts)).toEqual(classifier.predict(texts));
    expect(loaded.model.getWeights()).toEqual(classifier.model.getWeights());
    await loaded.save(second);
    expect(readdirSync(first)).toEqual([...classifierFileNames].sort());
    for (const name of classifierFileNames) expect(readFileSync(join(second, name)).equals(readFileSync(join(first, name)))).toBe(true);
  });

  it('with any number of labels keeps its thresholds and predictions', async () => {
    const [first, second] = [join(root, 'first'), join(root, 'second')];
    await multiLabel.save(first);
    const loaded = await TextClassifier.load(first);
    expect([loaded.task, loaded.labels, loaded.thresholds]).toEqual(['multiLabel', multiLabel.labels, [0.625, 0.5, 0.5, 0.25]]);
    const rows = combinedTopics(40, 3);
    expect(loaded.predict(rows.map(({ text }) => text))).toEqual(multiLabel.predict(rows.map(({ text }) => text)));
    expect(await loaded.evaluateMultiLabel(rows)).toEqual(await multiLabel.evaluateMultiLabel(rows));
    await loaded.save(second);
    for (const name of classifierFileNames) expect(readFileSync(join(second, name)).equals(readFileSync(join(first, name)))).toBe(true);
  });

  it('without a task, as all folders once were, is one of a multi-class classifier, and is written so again', () => {
    expect(Object.keys(parse('model.json'))).toEqual(['format', 'version', 'labels', 'network']);
    const loaded = TextClassifier.fromFiles(good);
    expect([loaded.task, loaded.thresholds]).toEqual(['multiClass', []]);
    expect(loaded.toFiles()).toEqual(good);
    expect(TextClassifier.fromFiles(withModel({ task: 'multiClass' })).toFiles()).toEqual(good);
  });

  it('goes through memory without a file system', () => {
    expect(TextClassifier.fromFiles(classifier.toFiles()).predict(texts)).toEqual(classifier.predict(texts));
  });

  it('can be trained further', async () => {
    const loaded = TextClassifier.fromFiles(good);
    loaded.model.compile({ loss: 'sparseCategoricalCrossentropy' });
    const rows = topics(40, 8);
    const data = { x: loaded.vectorizer.encodeAll(rows.map(({ text }) => text)), y: rows.map(({ label }) => loaded.labels.indexOf(label)) };
    const { epochs } = await loaded.model.fit(data, { epochs: 3 });
    expect(epochs[2].loss).toBeLessThan(epochs[0].loss);
  });

  it('replaces a former one, and no other folder', async () => {
    const path = join(root, 'model');
    await classifier.save(path);
    await classifier.save(path);
    expect(readdirSync(root)).toEqual(['model']);
    writeFileSync(join(path, 'notes.txt'), '');
    expect(await errorOf(() => classifier.save(path))).toBe(`invalid-option: ${path}: expected a new folder, or a saved model to replace, got a folder with notes.txt in it. Choose another name.`);
    expect((await TextClassifier.load(path)).labels).toEqual(classifier.labels);
  });

  it('with weights that are not finite is not saved', async () => {
    const broken = TextClassifier.fromFiles(good);
    const weights = broken.model.getWeights();
    weights['dense/bias'][1] = NaN;
    broken.model.setWeights(weights);
    expect(await errorOf(() => broken.save(join(root, 'model')))).toBe('diverged: saving a classifier: expected finite numbers in dense/bias, got NaN at 1. Train again with a smaller learning rate.');
    expect(readdirSync(root)).toEqual([]);
  });
});

describe('loading refuses', () => {
  it('folders that are not there, not a model, or incomplete', async () => {
    expect(await errorOf(() => TextClassifier.load(join(root, 'none')))).toMatch(/^not-found: .*none: expected a folder with a saved text classifier, got nothing there\. Check the path\.$/);
    expect(await errorOf(() => TextClassifier.load(root))).toMatch(/^invalid-file: .*: expected a folder with a saved text classifier \(model\.json, vectorizer\.json, weights\.safetensors\), got one without model\.json\./);
    expect(await errorOf(() => TextClassifier.load(undefined as never))).toBe('invalid-option: reading a folder: expected the path of a folder as a string, got undefined.');
    expect(await errorOf(() => classifier.save(''))).toBe('invalid-option: writing a folder: expected the path of a folder as a string, got "".');
  });

  for (const name of classifierFileNames) {
    it(`a missing ${name}, one of another type, an empty one and one cut off`, async () => {
      const { [name]: bytes, ...others } = good;
      for (const files of [others, { ...others, [name]: 'text' as never }]) {
        expect(await errorOf(() => TextClassifier.fromFiles(files))).toBe(`invalid-file: files: expected the files model.json, vectorizer.json, weights.safetensors, got none named ${name}.`);
      }
      for (const length of [0, 1, 20, bytes.length - 3]) {
        expect(await errorOf(() => TextClassifier.fromFiles({ ...others, [name]: bytes.slice(0, length) }, 'm'))).toMatch(new RegExp(`^invalid-file: m/${name}: `));
      }
    });
  }

  it('no files at all', async () => {
    for (const files of [undefined, null, 'x', []]) expect(await errorOf(() => TextClassifier.fromFiles(files as never))).toMatch(/^invalid-file: files: expected the files/);
  });

  const cases: [string, () => Files, string | RegExp][] = [
    ['a model of another format', () => withModel({ format: 'other' }), 'invalid-file: m/model.json: expected format "sekvens-text-classifier", version 1, got format "other", version 1. Load it with the version of sekvens that saved it.'],
    ['a model of another version', () => withModel({ version: 2 }), 'invalid-file: m/model.json: expected format "sekvens-text-classifier", version 1, got format "sekvens-text-classifier", version 2. Load it with the version of sekvens that saved it.'],
    ['a model that is a list', () => withFile('model.json', json([1])), 'invalid-file: m/model.json: expected format "sekvens-text-classifier", version 1, got format undefined, version undefined. Load it with the version of sekvens that saved it.'],
    ['a model that is null', () => withFile('model.json', json(null)), /^invalid-file: m\/model\.json: expected format/],
    ['a model with inherited fields', () => withFile('model.json', new TextEncoder().encode('{"__proto__":{"format":"sekvens-text-classifier","version":1}}')), /^invalid-file: m\/model\.json: expected format/],
    ['labels that are no list', () => withModel({ labels: 'abc' }), 'invalid-file: m/model.json, labels: expected labels as a list of strings, got "abc".'],
    ['no labels', () => withModel({ labels: undefined }), 'invalid-file: m/model.json, labels: expected labels as a list of strings, got undefined.'],
    ['a repeated label', () => withModel({ labels: ['a', 'b', 'a'] }), 'invalid-file: m/model.json, labels: expected labels that differ, got "a" twice.'],
    ['too few labels', () => withModel({ labels: ['a', 'b'] }), `invalid-file: m/model.json: expected as many outputs as labels, 2, got output shape [any, 3]. ${damaged}`],
    ['no network', () => withModel({ network: null }), 'invalid-file: m/model.json, networkFromJSON(json): expected an object, got null.'],
    ['a task that there is not', () => withModel({ task: 'ranking' }), `invalid-file: m/model.json: expected task 'multiClass' or 'multiLabel', got "ranking". ${damaged}`],
    ['another task than the network has', () => withModel({ task: 'multiLabel', thresholds: [0.5, 0.5, 0.5] }), `invalid-file: m/model.json: expected a network that ends in a sigmoid, got one that ends in dense. ${damaged}`],
    ['a multi-label model without its task', () => withMultiLabelModel({ task: undefined }), `invalid-file: m/model.json: expected a network that ends in a softmax, got one that ends in dense. ${damaged}`],
    ['no thresholds', () => withMultiLabelModel({ thresholds: undefined }), `invalid-file: m/model.json: expected thresholds as a list of numbers, got undefined. ${damaged}`],
    ['too few thresholds', () => withMultiLabelModel({ thresholds: [0.5] }), 'invalid-file: m/model.json, thresholds: expected 4 numbers, one a label, got 1.'],
    ['thresholds that are none', () => withMultiLabelModel({ thresholds: [0.5, 0.5, 0.5, 2] }), 'invalid-file: m/model.json, thresholds[3]: expected a number above 0 and below 1, got 2.'],
    ['layers that do not exist', () => {
      const changed = network();
      changed.layers[1].kind = 'transformer';
      return withModel({ network: changed });
    }, /^unsupported: m\/model\.json, networkFromJSON\(json\)\.layers: expected layers of the kinds .*, got "transformer"\. /],
    ['an unknown option of a layer', () => {
      const changed = network();
      changed.layers[1].config.__proto = 1;
      return withModel({ network: changed });
    }, /^invalid-file: m\/model\.json, networkFromJSON\(json\)\.layers\[1\]/],
    ['outputs that are no probabilities', () => {
      const changed = network();
      changed.layers[2].config.activation = 'linear';
      return withModel({ network: changed });
    }, `invalid-file: m/model.json: expected a network that ends in a softmax, got one that ends in dense. ${damaged}`],
    ['a network that takes no ids', () => {
      const changed = network();
      return withModel({ network: { ...changed, inputShape: [null, 6], layers: changed.layers.slice(1) } });
    }, `invalid-file: m/model.json: expected a network that begins with an embedding, got one that begins with gru. ${damaged}`],
    ['a network larger than its weights', () => {
      const changed = network();
      changed.layers[0].config.inputDim = 50_000_000;
      return withModel({ network: changed });
    }, /^invalid-file: m\/weights\.safetensors: expected embedding\/embeddings of shape \[50000000, 6\], got shape \[\d+, 6\]\./],
    ['a network larger than any', () => {
      const changed = network();
      changed.layers[0].config.inputDim = 2 ** 31 - 1;
      changed.layers[0].config.outputDim = 2 ** 31 - 1;
      return withModel({ network: changed });
    }, /^invalid-file: m\/model\.json, networkFromJSON/],
    ['a weight of another shape', () => withTensors({ 'dense/bias': { shape: [1, 3], data: new Float32Array(3) } }), `invalid-file: m/weights.safetensors: expected dense/bias of shape [3], got shape [1, 3]. ${damaged}`],
    ['a missing weight', () => {
      const { 'dense/bias': _, ...others } = tensors;
      return withFile('weights.safetensors', writeSafetensors(others));
    }, `invalid-file: m/weights.safetensors: expected dense/bias of shape [3], got no such tensor. ${damaged}`],
    ['a weight too many', () => withTensors({ extra: { shape: [1], data: new Float32Array(1) } }), `invalid-file: m/weights.safetensors: expected the weights of the network and no others, got "extra". ${damaged}`],
    ['a weight that is not finite', () => withTensors({ 'dense/bias': { shape: [3], data: Float32Array.of(0, 0, Infinity) } }), `invalid-file: m/weights.safetensors: expected finite numbers in dense/bias, got Infinity at 2. ${damaged}`],
    ['a vectorizer that is none', () => withFile('vectorizer.json', json({})), /^invalid-file: m\/vectorizer\.json, TextVectorization\.fromJSON\(json/],
    ['a vectorizer without ids', () => withVectorizer({ outputMode: 'count' }), `invalid-file: m/vectorizer.json: expected outputMode 'int', got "count". ${damaged}`],
    ['a vectorizer without words', () => withVectorizer({ vocabulary: null }), `invalid-file: m/vectorizer.json: expected a vocabulary, got none. ${damaged}`],
    ['a vectorizer with more words than vectors', () => withVectorizer({ vocabulary: Array.from({ length: 100 }, (_, i) => `w${i}`) }), /^invalid-file: m\/vectorizer\.json: expected at most \d+ ids, the inputDim of layer embedding, got 102\./],
  ];
  for (const [what, files, message] of cases) {
    it(what, async () => {
      const actual = await errorOf(() => TextClassifier.fromFiles(files(), 'm'));
      if (typeof message === 'string') expect(actual).toBe(message);
      else expect(actual).toMatch(message);
    });
  }

  for (const name of classifierFileNames) {
    it(`a damaged ${name}, or loads a model that works, 250 times`, async () => {
      let refusals = 0;
      for (const bytes of mutations(good[name], 250, new Random(7))) {
        const message = await errorOf(() => {
          const loaded = TextClassifier.fromFiles(withFile(name, bytes), 'm');
          for (const { probability } of loaded.predict(texts)) expect(probability >= 0 && probability <= 1).toBe(true);
        }).catch((error: Error) => error.message);
        if (/^(invalid-file|unsupported): m\//.test(message)) refusals++;
        else expect(message).toBe('nothing was thrown, but given: undefined');
      }
      expect(refusals).toBeGreaterThan(150);
    });
  }
});
