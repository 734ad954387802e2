/** Training and predicting take what they need once, and no more however long they go on. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { batchSequences, TextVectorization } from '@sekvens/core';
import type { BatchSource, SequenceBatch } from '@sekvens/core';
import { bidirectional, dense, dropout, embedding, gru, lstm } from '@sekvens/layers';
import { describe, expect, it } from 'vitest';
import { TextClassifier } from '../src/classifier/text-classifier.js';
import { sequential } from '../src/model/sequential.js';
import { learnableRows } from './helpers/examples.js';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Bytes JavaScript holds after everything unreachable is gone. */
function heldBytes(): number {
  for (let i = 0; i < 3; i++) collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

const { x, y } = learnableRows(64, { longest: 5 });
const megabyte = 2 ** 20;

describe('memory does not grow', () => {
  it('over 10,000 training steps', async () => {
    const model = sequential([embedding({ inputDim: 30, outputDim: 4, maskZero: true }), dropout({ rate: 0.1 }), bidirectional({ layer: lstm({ units: 3 }) }), dense({ units: 3, activation: 'softmax' })]);
    model.compile({ loss: 'sparseCategoricalCrossentropy' });
    const epoch = [...(batchSequences(x, y, { batchSize: 4 }).epoch(0) as Iterable<SequenceBatch>)];
    const steps = (count: number): BatchSource => ({
      *epoch() {
        for (let i = 0; i < count; i++) yield epoch[i % epoch.length];
      },
    });
    await model.fit(steps(500));
    const before = [model.memoryBytes, heldBytes()];
    const seen: number[] = [];
    await model.fit(steps(10_000), { callbacks: [{ onBatchEnd: ({ batch }) => void (batch % 1000 === 0 && seen.push(model.memoryBytes)) }] });
    expect(new Set(seen)).toEqual(new Set([before[0]]));
    expect(model.memoryBytes).toBe(before[0]);
    expect(heldBytes() - before[1]).toBeLessThan(megabyte);
  });

  it('over 100,000 predictions', () => {
    const model = sequential([embedding({ inputDim: 30, outputDim: 4, maskZero: true }), gru({ units: 3 }), dense({ units: 3, activation: 'softmax' })]);
    const rows = Array.from({ length: 64 }, (_, r) => [x.values.slice(x.offsets[r], x.offsets[r + 1])]);
    for (const row of rows) model.predict(row);
    const before = [model.memoryBytes, heldBytes()];
    let sum = 0;
    for (let i = 0; i < 100_000; i++) sum += model.predict(rows[i % 64]).data[0];
    expect(sum).toBeGreaterThan(0);
    expect(model.memoryBytes).toBe(before[0]);
    expect(heldBytes() - before[1]).toBeLessThan(megabyte);
  });

  it('over 10,000 classified texts', async () => {
    const examples = ['a b', 'a c', 'd e', 'd f'].map((text, i) => ({ text, label: i < 2 ? 'x' : 'y' }));
    const { classifier } = await TextClassifier.train(examples, {
      vectorizer: new TextVectorization(),
      layers: ({ vocabularySize, classes }) => [embedding({ inputDim: vocabularySize, outputDim: 4 }), gru({ units: 3 }), dense({ units: classes, activation: 'softmax' })],
    });
    const texts = ['a b c d', '', 'e', 'f a'];
    classifier.predict(texts);
    const before = [classifier.model.memoryBytes, heldBytes()];
    for (let i = 0; i < 10_000; i++) classifier.predict(texts[i % 4]);
    expect(classifier.model.memoryBytes).toBe(before[0]);
    expect(heldBytes() - before[1]).toBeLessThan(megabyte);
  });

  it('when models are made, compiled again and dropped', async () => {
    const make = async () => {
      const model = sequential([embedding({ inputDim: 30, outputDim: 4, maskZero: true }), lstm({ units: 3 }), dense({ units: 3, activation: 'softmax' })]);
      for (let i = 0; i < 3; i++) {
        model.compile({ loss: 'sparseCategoricalCrossentropy' });
        await model.fit({ x, y });
      }
    };
    await make();
    const before = heldBytes();
    for (let i = 0; i < 20; i++) {
      await make();
      collect();
    }
    // one WebAssembly memory is a megabyte
    expect(heldBytes() - before).toBeLessThan(3 * megabyte);
  });
});
