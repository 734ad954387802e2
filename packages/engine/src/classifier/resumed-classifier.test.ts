import { TextVectorization } from '@sekvens/core';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { errorOf } from '../../test/helpers/error-of.js';
import { topicOptions, topics } from '../../test/helpers/topics.js';
import { modelCheckpoint } from '../checkpoints/model-checkpoint.js';
import { readCheckpoint } from '../checkpoints/read-checkpoint.js';
import type { Callback } from '../model/callback.js';
import { TextClassifier } from './text-classifier.js';
import type { TrainOptions } from './text-classifier.js';

const folder = mkdtempSync(join(tmpdir(), 'sekvens-resumed-'));
afterAll(() => rmSync(folder, { recursive: true }));
const last = join(folder, 'last');
const [examples, options] = [topics(40), topicOptions()];

const { classifier: whole, history } = await TextClassifier.train(examples, options);
const texts = examples.map(({ text }) => text);
const controller = new AbortController();
const interrupting: Callback = { onBatchEnd: ({ epoch, batch }) => (epoch === 2 && batch === 3 ? controller.abort() : undefined) };
const interrupted = await errorOf(() => TextClassifier.train(examples, { ...options, signal: controller.signal, callbacks: [modelCheckpoint({ folder }), interrupting] }));

const resume = (others: Partial<TrainOptions> = {}, rows = examples) =>
  TextClassifier.train(rows, { ...options, callbacks: [modelCheckpoint({ save: () => undefined })], resumeFrom: last, ...others });

it('an interrupted training of a classifier leaves a checkpoint that can be used as it is', async () => {
  expect(interrupted).toMatch(/^aborted: fit: /);
  const loaded = await TextClassifier.load(last);
  expect(loaded.labels).toEqual(whole.labels);
  expect(loaded.predict(texts)).not.toEqual(whole.predict(texts));
});

it('and goes on to the bytes of one that was not interrupted, from its folder or its files, vocabulary and labels given again or not', async () => {
  const given: Partial<TrainOptions>[] = [
    {}, { resumeFrom: readCheckpoint(last) }, { labels: whole.labels }, { vectorizer: { maxTokens: 20_000 } }, { vectorizer: whole.vectorizer }, { threads: 2 },
  ];
  for (const others of given) {
    const { classifier, history: resumed } = await resume(others);
    const [files, expected] = [classifier, whole].map((one) => Object.entries(one.toFiles()).map(([name, bytes]) => [name, Buffer.from(bytes).toString('base64')]));
    expect(files).toEqual(expected);
    const rest = (epochs: typeof history.epochs) => epochs.map(({ seconds: _, ...log }) => log);
    expect(rest(resumed.epochs)).toEqual(rest(history.epochs));
  }
});

it('refuses other labels, another vectorizer, other texts, and the checkpoint of something else', async () => {
  const hint = 'Go on with what the training was begun with, or leave it out.';
  expect(await errorOf(() => resume({ labels: ['World', 'Sports', 'Business'] }))).toBe(`invalid-option: TextClassifier.train({ resumeFrom }): expected the labels of ${last}, ["Business", "Sports", "World"], got ["World", "Sports", "Business"]. ${hint}`);
  const other = new TextVectorization({ maxTokens: 20_000 });
  await other.adapt(['goal team']);
  for (const vectorizer of [other, { maxTokens: 10 }]) {
    expect(await errorOf(() => resume({ vectorizer }))).toBe(`invalid-option: TextClassifier.train({ resumeFrom }): expected the vectorizer of ${last}, or its options, got another one. ${hint}`);
  }
  expect(await errorOf(() => resume({}, [...examples.slice(1), examples[0]]))).toMatch(`invalid-data: fit({ resumeFrom }): expected the training data that ${last}/checkpoint.json was made with, 40 rows, 5 batches an epoch, fingerprint `);
  const { 'model.json': _, ...without } = readCheckpoint(last);
  expect(await errorOf(() => resume({ resumeFrom: without }))).toMatch(/^invalid-file: resumeFrom: expected the files model\.json, vectorizer\.json, weights\.safetensors, got none named model\.json\./);
});
