import { batchSequences, raggedFrom } from '@sekvens/core';
import type { BatchSource, SequenceBatch } from '@sekvens/core';
import { dense, embedding, lstm, network } from '@sekvens/layers';
import { describe, expect, it } from 'vitest';
import { errorOf } from '../../test/helpers/error-of.js';
import { toBatches } from './model-data.js';
import type { ModelBatch, ModelData } from './model-data.js';

const net = network([embedding({ inputDim: 9, outputDim: 2 }), lstm({ units: 2 }), dense({ units: 3, activation: 'softmax' })]);
const x = [[1, 2], [3], [], [4, 5, 6], [7]];
const y = [0, 1, 2, 0, 1];
const loss = 'sparseCategoricalCrossentropy';
const inOrder = { batchSize: 2, shuffleSeed: undefined };
const shuffled = (shuffleSeed: number) => ({ batchSize: 2, shuffleSeed });
const one: SequenceBatch = { ids: raggedFrom([[1, 2], [3]]), targets: Int32Array.of(0, 1) };

async function all(data: ModelData, options: { batchSize: number; shuffleSeed: number | undefined }, epoch = 0): Promise<ModelBatch[]> {
  const batches: ModelBatch[] = [];
  for await (const batch of toBatches(net, loss, data, options, 'fit').epoch(epoch)) batches.push(batch);
  return batches;
}

describe('toBatches of rows in memory', () => {
  it('cuts rows, targets and weights alike, the last batch smaller', async () => {
    const source = toBatches(net, loss, { x, y, sampleWeights: [1, 2, 3, 4, 0] }, inOrder, 'fit');
    expect([source.batchCount, source.rowCount]).toEqual([3, 5]);
    expect(await all({ x, y, sampleWeights: [1, 2, 3, 4, 0] }, inOrder)).toEqual([
      { input: { ids: raggedFrom([[1, 2], [3]]) }, targets: Int32Array.of(0, 1), sampleWeights: Float32Array.of(1, 2), rows: 2, tokens: 3 },
      { input: { ids: raggedFrom([[], [4, 5, 6]]) }, targets: Int32Array.of(2, 0), sampleWeights: Float32Array.of(3, 4), rows: 2, tokens: 3 },
      { input: { ids: raggedFrom([[7]]) }, targets: Int32Array.of(1), sampleWeights: Float32Array.of(0), rows: 1, tokens: 1 },
    ]);
  });

  it('shuffles by seed and epoch, every row once and with its own target', async () => {
    const pairs = async (seed: number, epoch: number) => (await all({ x, y: [0, 1, 2, 1, 0] }, shuffled(seed), epoch)).flatMap(({ input, targets, rows }) =>
      Array.from({ length: rows }, (_, r) => `${input.ids!.values.slice(input.ids!.offsets[r], input.ids!.offsets[r + 1]).join(' ')}:${targets[r]}`));
    const first = await pairs(1, 0);
    expect([...first].sort()).toEqual(['1 2:0', '3:1', '4 5 6:1', '7:0', ':2']);
    expect(await pairs(1, 0)).toEqual(first);
    expect(await pairs(1, 1)).not.toEqual(first);
    expect(await pairs(2, 0)).not.toEqual(first);
  });

  const refused: [string, unknown, string][] = [
    ['nothing', undefined, 'fit: expected { x, y } or a BatchSource, got undefined.'],
    ['null', null, 'fit: expected { x, y } or a BatchSource, got null.'],
    ['an array', x, 'fit: expected { x, y } or a BatchSource, got [[1, 2], [3], [], [4, 5, 6], [7]].'],
    ['only x', { x }, 'fit: expected { x, y } or a BatchSource, got {"x":[[1,2],[3],[],[4,5,6],[7]]}.'],
    ['a misspelt name', { x, y, sampleWeight: [1] }, 'fit: expected { x, y, sampleWeights }, got "sampleWeight" beside them.'],
    ['no rows', { x: [], y: [] }, 'fit, x: expected at least one row, got none.'],
    ['too few weights', { x, y, sampleWeights: [1, 2] }, 'fit, sampleWeights: expected 5 numbers, one a row, got 2.'],
    ['weights that are no array', { x, y, sampleWeights: 2 }, 'fit, sampleWeights: expected 5 numbers, one a row, got 2.'],
    ['null as weights', { x, y, sampleWeights: null }, 'fit, sampleWeights: expected 5 numbers, one a row, got null.'],
    ['a negative weight', { x, y, sampleWeights: [1, -1, 1, 1, 1] }, 'fit, sampleWeights[1]: expected a finite number of at least 0, got -1.'],
    ['a weight of NaN', { x, y, sampleWeights: [1, 1, NaN, 1, 1] }, 'fit, sampleWeights[2]: expected a finite number of at least 0, got NaN.'],
    ['an infinite weight', { x, y, sampleWeights: [1, 1, 1, Infinity, 1] }, 'fit, sampleWeights[3]: expected a finite number of at least 0, got Infinity.'],
    ['a weight in words', { x, y, sampleWeights: [1, 1, 1, 1, '1'] }, 'fit, sampleWeights[4]: expected a finite number of at least 0, got "1".'],
  ];
  for (const [what, data, message] of refused) {
    it(`refuses ${what}`, async () => {
      expect(await errorOf(() => toBatches(net, loss, data as ModelData, inOrder, 'fit'))).toBe(`invalid-data: ${message}`);
    });
  }
});

describe('toBatches of a BatchSource', () => {
  it('hands batches on as they are, padded length and weights included', async () => {
    const batch = { ...one, timeSteps: 4, sampleWeights: Float32Array.of(2, 0) };
    const expected = [{ input: { ids: one.ids, timeSteps: 4 }, targets: one.targets, sampleWeights: batch.sampleWeights, rows: 2, tokens: 3 }];
    expect(await all({ epoch: () => [batch] }, inOrder)).toEqual(expected);
    expect(await all({ epoch: () => asynchronously([batch]) }, inOrder)).toEqual(expected);
  });

  it('goes through synchronous sources without waiting', () => {
    expect(Symbol.iterator in toBatches(net, loss, { epoch: () => [one] }, inOrder, 'fit').epoch(0)).toBe(true);
    expect(Symbol.asyncIterator in toBatches(net, loss, { epoch: () => asynchronously([one]) }, inOrder, 'fit').epoch(0)).toBe(true);
  });

  it('tells the source which epoch it is and passes its counts on', async () => {
    const asked: number[] = [];
    const source: BatchSource = { batchCount: 1, rowCount: 2, epoch: (index) => (asked.push(index), [one]) };
    expect(toBatches(net, loss, source, inOrder, 'fit')).toMatchObject({ batchCount: 1, rowCount: 2 });
    await all(source, inOrder, 3);
    expect(asked).toEqual([3]);
  });

  it('takes what batchSequences makes', async () => {
    const batches = await all(batchSequences(raggedFrom(x), Int32Array.from(y), { batchSize: 2, shuffle: false }), inOrder);
    expect(batches.map(({ rows, tokens }) => [rows, tokens])).toEqual([[2, 3], [2, 3], [1, 1]]);
  });

  it('ends a source that is left early', async () => {
    let ended = 0;
    function* sync() {
      try { for (;;) yield one; } finally { ended++; }
    }
    async function* async() {
      await Promise.resolve();
      try { for (;;) yield one; } finally { ended++; }
    }
    for (const epoch of [sync, async]) for await (const _ of toBatches(net, loss, { epoch }, inOrder, 'fit').epoch(0)) break;
    expect(ended).toBe(2);
  });

  const refused: [string, unknown, string][] = [
    ['no batch', [one, null], 'fit, epoch 1, batch 2: expected { ids, targets }, got null.'],
    ['a batch without ids', [{ targets: one.targets }], 'fit, epoch 1, batch 1: expected { ids, targets }, got {"targets":{"0":0,"1":1}}.'],
    ['offsets that do not fit', [{ ...one, ids: { values: Int32Array.of(1), offsets: Int32Array.of(0, 2) } }], 'fit, epoch 1, batch 1, ids.offsets: expected 1 as the last offset, the number of ids, got 2.'],
    ['a batch without rows', [{ ids: raggedFrom([]), targets: new Int32Array(0) }], 'fit, epoch 1, batch 1: expected at least one row, got none.'],
    ['targets that are no array', [{ ...one, targets: [0, 1] }], 'fit, epoch 1, batch 1, targets: expected an Int32Array or Float32Array, got [0, 1].'],
    ['a class out of range', [one, one, { ...one, targets: Int32Array.of(0, 3) }], 'fit, epoch 1, batch 3, targets[1]: expected a class from 0 to 2, got 3. The last layer has 3 units; give it as many as there are classes.'],
    ['wrong weights', [{ ...one, sampleWeights: Float32Array.of(1) }], 'fit, epoch 1, batch 1, sampleWeights: expected 2 numbers, one a row, got 1.'],
    ['no iterable', 5, 'fit, BatchSource.epoch(0): expected an iterable or async iterable of batches, got 5.'],
  ];
  for (const [what, batches, message] of refused) {
    it(`refuses ${what}`, async () => {
      expect(await errorOf(() => all({ epoch: () => batches } as BatchSource, inOrder))).toBe(`invalid-data: ${message}`);
    });
  }

  it('refuses an id that the embedding does not have, naming batch, row, position and layer', async () => {
    expect(await errorOf(() => all({ epoch: () => asynchronously([one, { ...one, ids: raggedFrom([[], [1, 9]]) }]) }, inOrder))).toMatchInlineSnapshot(
      `"invalid-data: fit, epoch 1, batch 2, ids[1][1]: expected a token id from 0 to 8 (inputDim of layer embedding is 9), got 9. Give embedding({ inputDim }) the size of the vocabulary, vectorizer.vocabularySize(), or use the vectorizer the model was trained with."`,
    );
  });

  it('is refused by a network that takes no ids', async () => {
    const vectors = network([dense({ units: 3, activation: 'softmax' })], { inputShape: [2] });
    expect(await errorOf(() => toBatches(vectors, loss, { epoch: () => [] }, inOrder, 'fit'))).toBe(
      'invalid-data: fit: expected { x, y } for a network without an embedding, got a BatchSource, whose batches are token ids.',
    );
  });
});

async function* asynchronously<T>(items: readonly T[]): AsyncGenerator<T> {
  for (const item of items) {
    await Promise.resolve();
    yield item;
  }
}
