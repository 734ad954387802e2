import { dense, embedding, lstm } from '@sekvens/layers';
import { expect, test } from 'vitest';
import { errorOf } from '../../test/helpers/error-of.js';
import { TextClassifier } from './text-classifier.js';

const examples = Array.from({ length: 60 }, (_, i) => ({ text: i % 2 ? `up up ${'very '.repeat(i % 7)}high` : `down ${'so '.repeat(i % 5)}low`, label: i % 2 ? 'rise' : 'fall' }));
const { classifier } = await TextClassifier.train(examples, {
  layers: ({ vocabularySize, classes }) => [embedding({ inputDim: vocabularySize, outputDim: 8, maskZero: true }), lstm({ units: 8 }), dense({ units: classes, activation: 'softmax' })],
  epochs: 3,
});
const texts = examples.map(({ text }) => text);

async function collect<T>(source: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of source) items.push(item);
  return items;
}

test.each([{}, { window: 7 }, { window: 1 }, { window: 60 }, { window: 7, threads: 2 }, { topK: 1 }])('gives what predict gives, in the order of the texts: %o', async (options) => {
  const expected = classifier.predict(texts, { topK: options.topK }).map((prediction, i) => ({ text: texts[i], ...prediction }));
  expect(await collect(classifier.predictStream(texts, options))).toEqual(expected);
});

test('takes generators, and reads no further than the window that is asked for', async () => {
  let read = 0;
  const source = (function* () {
    for (const text of texts) {
      read++;
      yield text;
    }
  })();
  for await (const { text } of classifier.predictStream(source, { window: 10 })) {
    expect(text).toBe(texts[0]);
    break;
  }
  expect(read).toBe(11);
  expect(await collect(classifier.predictStream([]))).toEqual([]);
});

test('ends by a signal, and refuses what it cannot use', async () => {
  const controller = new AbortController();
  const stream = classifier.predictStream(texts, { window: 5, signal: controller.signal });
  await stream.next();
  controller.abort();
  expect(await errorOf(() => collect(stream))).toMatch(/^aborted: TextClassifier.predictStream: /);
  expect(await errorOf(() => classifier.predictStream(texts, { topK: 3 }))).toBe('invalid-option: TextClassifier.predictStream({ topK }): expected an integer from 1 to 2, the number of labels, got 3.');
  expect(await errorOf(() => classifier.predictStream(texts, { window: 0 }))).toMatch(/^invalid-option: TextClassifier.predictStream\(\{ window \}\)/);
  expect(await errorOf(() => collect(classifier.predictStream(texts, { threads: 0 })))).toMatch(/^invalid-option: TextClassifier.predictStream\(\{ threads \}\)/);
});
