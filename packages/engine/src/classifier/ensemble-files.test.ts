import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Random } from '@sekvens/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { combinedTopicOptions, combinedTopics } from '../../test/helpers/combined-topics.js';
import { errorOf } from '../../test/helpers/error-of.js';
import { mutations } from '../../test/helpers/mutations.js';
import { topicOptions, topics } from '../../test/helpers/topics.js';
import type { Files } from '../files/folder.js';
import { loadTextModel } from './load-text-model.js';
import { TextClassifier } from './text-classifier.js';
import { TextEnsemble } from './text-ensemble.js';

let root = '';
beforeEach(() => void (root = mkdtempSync(join(tmpdir(), 'sekvens-ensemble-'))));
afterEach(() => rmSync(root, { recursive: true }));

const rows = topics(60);
const first = (await TextClassifier.train(rows, { ...topicOptions(), epochs: 1 })).classifier;
const second = (await TextClassifier.train(rows, { ...topicOptions(), epochs: 1, seed: 8, vectorizer: { ngrams: 2 } })).classifier;
const ensemble = new TextEnsemble([first, second]);
const good = ensemble.toFiles();
const names = ['ensemble.json', ...[1, 2].flatMap((n) => ['model.json', 'vectorizer.json', 'weights.safetensors'].map((name) => `member-${n}.${name}`))];
const multiRows = combinedTopics(60);
const multiMembers = await Promise.all([1, 2].map(async (seed) => (await TextClassifier.train(multiRows, { ...combinedTopicOptions(), epochs: 1, seed })).classifier));
const multi = new TextEnsemble(multiMembers);
multi.setThresholds({ food: 0.625, weather: 0.25 });
const goodMulti = multi.toFiles();

const texts = [...topics(30, 4).map(({ text }) => text), ''];
const json = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const changed = (files: Files, changes: object): Files => ({ ...files, 'ensemble.json': json({ ...(JSON.parse(new TextDecoder().decode(files['ensemble.json'])) as object), ...changes }) });
const without = (name: string): Files => Object.fromEntries(Object.entries(good).filter(([other]) => other !== name));
const damaged = 'The files do not belong together, or one is damaged; save the model again.';
const version = 'Load it with the version of sekvens that saved it.';

describe('a saved ensemble', () => {
  it('is loaded as it was: the same predictions, saved again the same bytes', async () => {
    const [one, two] = [join(root, 'one'), join(root, 'two')];
    await ensemble.save(one);
    const loaded = await TextEnsemble.load(one);
    expect(loaded.labels).toEqual(ensemble.labels);
    expect(loaded.members).toHaveLength(2);
    expect(loaded.predict(texts)).toEqual(ensemble.predict(texts));
    await loaded.save(two);
    expect(readdirSync(one).sort()).toEqual([...names].sort());
    for (const name of names) expect(readFileSync(join(two, name)).equals(readFileSync(join(one, name)))).toBe(true);
    await loaded.save(two);
    expect((await TextEnsemble.load(two)).predict(texts)).toEqual(ensemble.predict(texts));
  });

  it('of more members is not replaced, and stays whole', async () => {
    const path = join(root, 'three');
    await new TextEnsemble([first, second, first]).save(path);
    expect(await errorOf(() => ensemble.save(path))).toMatch(/^invalid-option: .*three: expected a new folder, or a saved model to replace, got a folder with member-3\.\S+ in it\. Choose another name\.$/);
    expect((await TextEnsemble.load(path)).members).toHaveLength(3);
  });

  it('keeps its thresholds and those of its members', async () => {
    multiMembers[1].setThresholds(0.3);
    await multi.save(join(root, 'multi'));
    const loaded = await TextEnsemble.load(join(root, 'multi'));
    expect([loaded.task, loaded.thresholds, loaded.members.map(({ thresholds }) => thresholds[0])]).toEqual(['multiLabel', [0.625, 0.5, 0.5, 0.25], [0.5, 0.3]]);
    expect(await loaded.evaluateMultiLabel(multiRows)).toEqual(await multi.evaluateMultiLabel(multiRows));
  });

  it('goes through memory without a file system', () => {
    expect(TextEnsemble.fromFiles(ensemble.toFiles()).predict(texts)).toEqual(ensemble.predict(texts));
  });

  it('with weights that are not finite is not saved', async () => {
    const broken = TextClassifier.fromFiles(second.toFiles());
    const weights = broken.model.getWeights();
    weights['dense/bias'][1] = NaN;
    broken.model.setWeights(weights);
    expect(await errorOf(() => new TextEnsemble([first, broken]).save(join(root, 'model')))).toMatch(/^diverged: saving a classifier: expected finite numbers in dense\/bias/);
    expect(readdirSync(root)).toEqual([]);
  });
});

describe('loadTextModel', () => {
  it('loads either of both', async () => {
    await ensemble.save(join(root, 'several'));
    await first.save(join(root, 'single'));
    const [several, single] = [await loadTextModel(join(root, 'several')), await loadTextModel(join(root, 'single'))];
    expect([several instanceof TextEnsemble, single instanceof TextClassifier]).toEqual([true, true]);
    expect([several.predict(texts), single.predict(texts)]).toEqual([ensemble.predict(texts), first.predict(texts)]);
  });

  it('refuses folders that hold neither, or what does not belong together', async () => {
    expect(await errorOf(() => loadTextModel(join(root, 'none')))).toMatch(/^not-found: .*none: expected a folder with a saved text classifier, got nothing there\./);
    expect(await errorOf(() => loadTextModel(root))).toMatch(/^invalid-file: .*: expected a folder with a saved text classifier \(model\.json, .*got one without model\.json\./);
    expect(await errorOf(() => loadTextModel(undefined as never))).toBe('invalid-option: reading a folder: expected the path of a folder as a string, got undefined.');
    const path = join(root, 'both');
    mkdirSync(path);
    for (const [name, bytes] of Object.entries({ ...good, ...first.toFiles() })) writeFileSync(join(path, name), bytes);
    expect(await errorOf(() => loadTextModel(path))).toBe(`invalid-file: ${path}: expected ensemble.json and the files of 2 members, and no others, got model.json. ${damaged}`);
    expect(await errorOf(() => TextEnsemble.load(root))).toMatch(/^invalid-file: .*: expected a folder with a saved text ensemble \(ensemble\.json\), got one without ensemble\.json\./);
  });
});

describe('loading an ensemble refuses', () => {
  const cases: [string, () => unknown, string][] = [
    ['no files', () => undefined, 'invalid-file: m: expected the files of a saved text ensemble, ensemble.json among them, got none of this name.'],
    ['the files of a classifier', () => first.toFiles(), 'invalid-file: m: expected the files of a saved text ensemble, ensemble.json among them, got none of this name.'],
    ['a file of another type', () => ({ ...good, 'ensemble.json': '{}' }), 'invalid-file: m: expected the files of a saved text ensemble, ensemble.json among them, got none of this name.'],
    ['what is no JSON', () => ({ ...good, 'ensemble.json': new Uint8Array(3) }), 'invalid-file: m/ensemble.json: expected JSON text, got something else. The file is damaged; save the model again.'],
    ['another format', () => changed(good, { format: 'other' }), `invalid-file: m/ensemble.json: expected format "sekvens-text-ensemble", version 1, got format "other", version 1. ${version}`],
    ['another version', () => changed(good, { version: 2 }), `invalid-file: m/ensemble.json: expected format "sekvens-text-ensemble", version 1, got format "sekvens-text-ensemble", version 2. ${version}`],
    ['inherited fields', () => ({ ...good, 'ensemble.json': new TextEncoder().encode('{"__proto__":{"format":"sekvens-text-ensemble","version":1}}') }), `invalid-file: m/ensemble.json: expected format "sekvens-text-ensemble", version 1, got format undefined, version undefined. ${version}`],
    ['a task that there is not', () => changed(good, { task: 'ranking' }), `invalid-file: m/ensemble.json: expected task 'multiClass' or 'multiLabel', got "ranking". ${damaged}`],
    ['labels that are none', () => changed(good, { labels: 'abc' }), 'invalid-file: m/ensemble.json, labels: expected labels as a list of strings, got "abc".'],
    ['one member', () => changed(good, { members: 1 }), `invalid-file: m/ensemble.json: expected the number of members, at least 2, got 1. ${damaged}`],
    ['a number of members that is none', () => changed(good, { members: '2' }), `invalid-file: m/ensemble.json: expected the number of members, at least 2, got "2". ${damaged}`],
    ['more members than files', () => changed(good, { members: 1e9 }), `invalid-file: m: expected the files of 1000000000 members, got none named member-3.model.json. ${damaged}`],
    ['files of a member too many', () => ({ ...good, 'member-3.model.json': good['member-1.model.json'] }), `invalid-file: m: expected ensemble.json and the files of 2 members, and no others, got member-3.model.json. ${damaged}`],
    ['thresholds of classes', () => changed(good, { thresholds: [0.5, 0.5, 0.5] }), `invalid-file: m/ensemble.json: expected no thresholds of the task 'multiClass', got [0.5, 0.5, 0.5]. ${damaged}`],
    ['no thresholds', () => changed(goodMulti, { thresholds: undefined }), `invalid-file: m/ensemble.json: expected thresholds as a list of numbers, got undefined. ${damaged}`],
    ['thresholds that are none', () => changed(goodMulti, { thresholds: [0.5, 0.5, 0.5, 2] }), 'invalid-file: m/ensemble.json, thresholds[3]: expected a number above 0 and below 1, got 2.'],
    ['another task than its members have', () => changed(good, { task: 'multiLabel', thresholds: [0.5, 0.5, 0.5] }), `invalid-file: m/member-1.model.json: expected the task of ensemble.json, 'multiLabel', got 'multiClass'. ${damaged}`],
    ['labels in another order than its members have', () => changed(good, { labels: ['World', 'Sports', 'Business'] }), `invalid-file: m/member-1.model.json: expected the labels of ensemble.json in their order, ["World", "Sports", "Business"], got ["Business", "Sports", "World"]. ${damaged}`],
    ['the weights of the other member', () => ({ ...good, 'member-2.weights.safetensors': good['member-1.weights.safetensors'] }), `invalid-file: m/member-2.weights.safetensors: expected embedding/embeddings of shape [${second.vectorizer.vocabularySize()}, 6], got shape [${first.vectorizer.vocabularySize()}, 6]. ${damaged}`],
    ['a damaged vectorizer of a member', () => ({ ...good, 'member-2.vectorizer.json': new Uint8Array(3) }), 'invalid-file: m/member-2.vectorizer.json: expected JSON text, got something else. The file is damaged; save the model again.'],
  ];
  for (const [what, files, message] of cases) {
    it(what, async () => {
      expect(await errorOf(() => TextEnsemble.fromFiles(files() as Files, 'm'))).toBe(message);
    });
  }

  for (const name of names) {
    if (name !== 'ensemble.json') {
      it(`a missing ${name}`, async () => {
        expect(await errorOf(() => TextEnsemble.fromFiles(without(name), 'm'))).toBe(`invalid-file: m: expected the files of 2 members, got none named ${name}. ${damaged}`);
      });
    }

    it(`a damaged ${name}, or loads an ensemble that works, 120 times`, async () => {
      let refusals = 0;
      for (const bytes of mutations(good[name], 120, new Random(7))) {
        const message = await errorOf(() => {
          const loaded = TextEnsemble.fromFiles({ ...good, [name]: bytes }, 'm');
          for (const { probability } of loaded.predict(texts)) expect(probability >= 0 && probability <= 1).toBe(true);
        }).catch((error: Error) => error.message);
        if (/^(invalid-file|unsupported): m[/:]/.test(message)) refusals++;
        else expect(message).toBe('nothing was thrown, but given: undefined');
      }
      expect(refusals).toBeGreaterThan(70);
    });
  }
});
