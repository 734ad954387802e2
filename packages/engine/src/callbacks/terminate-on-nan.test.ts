import { dense, embedding, simpleRNN } from '@sekvens/layers';
import { describe, expect, it } from 'vitest';
import { errorOf } from '../../test/helpers/error-of.js';
import { learnableRows } from '../../test/helpers/examples.js';
import type { Callback, Divergence, EpochLog } from '../model/callback.js';
import { sequential } from '../model/sequential.js';
import type { OptimizerOption } from '../training-config.js';
import { earlyStopping } from './early-stopping.js';
import { terminateOnNaN } from './terminate-on-nan.js';

const { x, y } = learnableRows(40);

function line(optimizer: OptimizerOption = { kind: 'sgd', learningRate: 0.1 }) {
  const model = sequential([dense({ units: 1 })], { inputShape: [2] });
  model.compile({ optimizer, loss: 'meanSquaredError' });
  return model;
}

/** At the third batch of every epoch the input is broken. */
const broken = { x: [[1, 2], [0, 1], [NaN, 1], [1, 1]], y: [1, 2, 3, 4] };

describe('a loss that is not finite', () => {
  it('ends the training without an error, with the weights of the batch before', async () => {
    const [model, twin] = [line(), line()];
    const seen: unknown[] = [];
    const observer: Callback = { onEpochEnd: () => void seen.push('epoch'), onDivergence: () => void seen.push('divergence'), onTrainEnd: (logs) => void seen.push(logs.length) };
    const history = await model.fit(broken, { batchSize: 1, shuffle: false, epochs: 5, callbacks: [observer, terminateOnNaN()] });
    expect(history).toMatchObject({ epochs: [], stopped: true, divergence: { epoch: 0, batch: 2, loss: NaN, gradient: undefined, learningRate: 0.1, largest: { weight: 'dense/kernel' } } });
    expect(seen).toEqual(['divergence', 0]);
    await twin.fit({ x: broken.x.slice(0, 2), y: broken.y.slice(0, 2) }, { batchSize: 1, shuffle: false });
    expect(model.getWeights()).toEqual(twin.getWeights());
    // and it can be trained on
    await model.fit({ x: [[1, 2]], y: [1] });
  });

  it('keeps the epochs before it, and with restoreBestWeights the best of them', async () => {
    const model = line({ kind: 'sgd', learningRate: 0.3 });
    const data = { x: [[3, 1], [1, 2]], y: [1, 2] };
    const weights: Record<string, Float32Array>[] = [];
    const keep: Callback = { onEpochEnd: (_, control) => void weights.push(control.getWeights()) };
    const stopping = earlyStopping({ monitor: 'validationLoss', patience: 1000, restoreBestWeights: true });
    const { epochs, divergence } = await model.fit(data, { epochs: 1000, validationData: data, callbacks: [keep, stopping, terminateOnNaN()] });
    expect(epochs.length).toBeGreaterThan(2);
    expect(divergence!.epoch).toBe(epochs.length);
    expect(stopping.bestEpoch).toBe(0);
    expect(model.getWeights()).toEqual(weights[0]);
  });

  it('is an error where no callback ends the training there, also where one has ended it before', async () => {
    const told: Divergence[] = [];
    const fit = (callbacks: Callback[]) => errorOf(() => line().fit(broken, { batchSize: 1, shuffle: false, callbacks }));
    const message = /^diverged: training, epoch 1, batch 3: expected a finite loss, got NaN with weights up to \S+ \(dense\/kernel\)\. The weights are as they should be: check the input and targets for numbers that are not finite or are huge; else use a smaller learning rate \(now 0\.1\)\.$/;
    expect(await fit([{ onDivergence: (divergence) => void told.push(divergence) }])).toMatch(message);
    expect(told).toHaveLength(1);
    expect(await errorOf(() => line().fit({ x: [[NaN, 1]], y: [1] }, { callbacks: [{ onEpochBegin: (_, control) => control.stop() }] }))).toMatch(/^diverged: training, epoch 1, batch 1:/);
  });
});

describe('a gradient that is not finite, where the loss is', () => {
  /** Recurrent weights of 30 over 60 steps: the state is far below 1 everywhere, and the gradient grows by the factor 30 with every step back. */
  function exploding() {
    const model = sequential([simpleRNN({ units: 1, activation: 'linear' }), dense({ units: 1, activation: 'sigmoid' })], { inputShape: [null, 1] });
    model.compile({ optimizer: 'adam', loss: 'binaryCrossentropy' });
    const weights = model.getWeights();
    weights['simple_rnn/kernel'][0] = 0;
    weights['simple_rnn/recurrentKernel'][0] = 30;
    weights['simple_rnn/bias'][0] = 0;
    weights['dense/kernel'][0] = 1;
    model.setWeights(weights);
    return model;
  }
  const data = { x: [Array.from({ length: 60 }, () => [1])], y: [1] };

  it('changes no weight, and the message names it', async () => {
    const model = exploding();
    const before = model.getWeights();
    expect(await errorOf(() => model.fit(data))).toBe(
      'diverged: training, epoch 1, batch 1: expected finite gradients, got one of simple_rnn/kernel that is not, with a loss of 0.6931 and weights up to 30.0 (simple_rnn/recurrentKernel). Gradients explode on the way back through the steps: use a smaller learning rate (now 0.001), shorter rows, or LSTM or GRU layers.',
    );
    expect(model.getWeights()).toEqual(before);
  });

  it('is found in an embedding, too, and large finite ones are left alone', async () => {
    const model = sequential([embedding({ inputDim: 3, outputDim: 1 }), simpleRNN({ units: 1, activation: 'linear' }), dense({ units: 1, activation: 'sigmoid' })]);
    model.compile({ optimizer: 'sgd', loss: 'binaryCrossentropy' });
    const weights = model.getWeights();
    for (const values of Object.values(weights)) values.fill(0);
    weights['simple_rnn/kernel'][0] = weights['dense/kernel'][0] = 1;
    weights['simple_rnn/recurrentKernel'][0] = 30;
    model.setWeights(weights);
    const rows = (length: number) => ({ x: [Array.from({ length }, () => 1)], y: [1] });
    expect(await errorOf(() => model.fit(rows(60)))).toMatch(/expected finite gradients, got one of embedding\/embeddings that is not,/);
    expect(model.getWeights()).toEqual(weights);
    // the gradient is about 1e35
    expect((await model.fit(rows(25))).epochs).toHaveLength(1);
    expect(Math.abs(model.getWeights()['embedding/embeddings'][1])).toBeGreaterThan(1e30);
  });

  it('is handled by the callback like a loss', async () => {
    const { divergence, epochs } = await exploding().fit(data, { epochs: 3, callbacks: [terminateOnNaN()] });
    expect(epochs).toEqual([]);
    expect(divergence).toMatchObject({ epoch: 0, batch: 0, gradient: 'simple_rnn/kernel' });
    expect(divergence!.loss).toBeCloseTo(Math.LN2, 6);
  });
});

describe('a learning rate of 1e9', () => {
  it('with a cross-entropy leaves the loss finite and far from what guessing gives, and every weight finite', async () => {
    const model = sequential([embedding({ inputDim: 30, outputDim: 4, maskZero: true }), simpleRNN({ units: 5 }), dense({ units: 3, activation: 'softmax' })]);
    model.compile({ optimizer: { kind: 'adam', learningRate: 1e9 }, loss: 'sparseCategoricalCrossentropy' });
    const { epochs } = await model.fit({ x, y }, { epochs: 3, batchSize: 8 });
    const { loss } = epochs.at(-1)!;
    expect(Number.isFinite(loss)).toBe(true);
    expect(loss).toBeGreaterThan(1e6 * Math.log(3));
    for (const values of Object.values(model.getWeights())) expect(values.every(Number.isFinite)).toBe(true);
  });

  it('with a squared error ends at the first loss that is not finite, and says that the steps are too large', async () => {
    const model = line({ kind: 'sgd', learningRate: 1e9 });
    const logs: EpochLog[] = [];
    const { divergence } = await model.fit({ x: [[1, 2]], y: [1] }, { epochs: 50, callbacks: [{ onEpochEnd: (log) => void logs.push(log) }, terminateOnNaN()] });
    expect(logs.every(({ loss }) => Number.isFinite(loss))).toBe(true);
    expect(divergence!.epoch).toBe(logs.length);
    expect(await errorOf(() => line({ kind: 'sgd', learningRate: 1e9 }).fit({ x: [[1, 2]], y: [1] }, { epochs: 50 }))).toMatch(/The steps are too large: use a smaller learning rate \(now 1000000000\)\.$/);
  });
});
