import { batchSequences } from '@sekvens/core';
import { dense, dropout, embedding, lstm } from '@sekvens/layers';
import { describe, expect, it } from 'vitest';
import { errorOf } from '../../test/helpers/error-of.js';
import { learnableRows } from '../../test/helpers/examples.js';
import { sequential } from './sequential.js';

const { x, y } = learnableRows(50);

function trained(activation: 'softmax' | 'sigmoid' = 'softmax') {
  return sequential([embedding({ inputDim: 30, outputDim: 4, maskZero: true }), dropout({ rate: 0.5 }), lstm({ units: 5 }), dense({ units: 3, activation })]);
}

describe('evaluate', () => {
  it('is the mean over what predict gives: sparse cross-entropy and argmax', async () => {
    const model = trained();
    model.compile({ loss: 'sparseCategoricalCrossentropy', optimizer: { kind: 'adam', learningRate: 0.02 } });
    await model.fit({ x, y }, { epochs: 2 });
    const { data } = model.predict(x);
    let [loss, hits] = [0, 0];
    y.forEach((label, r) => {
      const p = Array.from(data.slice(3 * r, 3 * r + 3));
      loss -= Math.log(p[label]) / 50;
      if (p.indexOf(Math.max(...p)) === label) hits++;
    });
    for (const batchSize of [1, 16, 50]) {
      const result = await model.evaluate({ x, y }, { batchSize });
      expect(result.loss).toBeCloseTo(loss, 5);
      expect(result.accuracy).toBeCloseTo(hits / 50, 12);
      expect(result.rows).toBe(50);
    }
  });

  it('is the mean over what predict gives: one-hot, binary and squared', async () => {
    const oneHot = Float32Array.from({ length: 150 }, (_, i) => (y[Math.floor(i / 3)] === i % 3 ? 1 : 0));
    const mean = (of: (p: number, t: number) => number, data: ArrayLike<number>) => Array.from(data, (p, i) => of(p, oneHot[i])).reduce((a, b) => a + b, 0) / 50;

    const softmax = trained();
    softmax.compile({ loss: 'categoricalCrossentropy' });
    expect((await softmax.evaluate({ x, y: oneHot })).loss).toBeCloseTo(mean((p, t) => -t * Math.log(p), softmax.predict(x).data), 5);

    const sigmoid = trained('sigmoid');
    sigmoid.compile({ loss: 'binaryCrossentropy' });
    const outputs = sigmoid.predict(x).data;
    const binary = await sigmoid.evaluate({ x, y: oneHot });
    expect(binary.loss).toBeCloseTo(mean((p, t) => -(t * Math.log(p) + (1 - t) * Math.log(1 - p)) / 3, outputs), 5);
    expect(binary.accuracy).toBeCloseTo(mean((p, t) => (p > 0.5 === t > 0.5 ? 1 / 3 : 0), outputs), 12);

    softmax.compile({ loss: 'meanSquaredError' });
    const squared = await softmax.evaluate({ x, y: oneHot });
    expect(squared.loss).toBeCloseTo(mean((p, t) => (p - t) ** 2 / 3, softmax.predict(x).data), 5);
    expect('accuracy' in squared).toBe(false);
  });

  it('of an asynchronous source is that of its rows', async () => {
    const model = trained();
    model.compile({ loss: 'sparseCategoricalCrossentropy' });
    async function* slowly() {
      for await (const batch of batchSequences(x, y, { shuffle: false }).epoch(0)) yield batch;
    }
    expect(await model.evaluate({ epoch: slowly })).toEqual(await model.evaluate({ x, y }));
  });

  it('does not train', async () => {
    const model = trained();
    model.compile({ loss: 'sparseCategoricalCrossentropy' });
    const before = model.getWeights();
    await model.evaluate({ x, y });
    expect(model.getWeights()).toEqual(before);
  });

  it('refuses bad options, no data, and ends with its signal', async () => {
    const model = trained();
    model.compile({ loss: 'sparseCategoricalCrossentropy' });
    const refusal = (options: unknown, data: unknown = { x, y }) => errorOf(() => model.evaluate(data as never, options as never));
    expect(await refusal({ batchsize: 3 })).toBe('invalid-option: evaluate(data, options): expected options among batchSize, signal, got "batchsize". Did you mean batchSize?');
    expect(await refusal({ batchSize: -1 })).toBe('invalid-option: evaluate({ batchSize }): expected a positive integer, got -1.');
    expect(await refusal({ signal: 'now' })).toBe('invalid-option: evaluate({ signal }): expected an AbortSignal, got "now". Give the signal of an AbortController, not the controller.');
    expect(await refusal({ signal: AbortSignal.abort() })).toBe('aborted: evaluate: expected to run to its end, got an abort signal.');
    expect(await refusal({}, { x: [], y: [] })).toBe('invalid-data: evaluate, x: expected at least one row, got none.');
    expect(await refusal({}, { epoch: () => [] })).toBe('invalid-data: evaluate: expected at least one batch, got none.');
  });
});
