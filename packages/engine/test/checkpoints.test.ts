/** Whatever is interrupted wherever ends in the bytes of the training that was not: weights, history and what callbacks were told. */
import { attentionPooling1D, bidirectional, dense, dropout, embedding, globalMaxPooling1D, gru, lstm, simpleRNN, spatialDropout1D } from '@sekvens/layers';
import type { LayerDefinition } from '@sekvens/layers';
import { describe, expect, it } from 'vitest';
import type { Callback } from '../src/model/callback.js';
import { sequential } from '../src/model/sequential.js';
import type { OptimizerOption } from '../src/training-config.js';
import { learnableRows } from './helpers/examples.js';
import { asSource, everywhere, run } from './helpers/interrupted-training.js';
import type { Training } from './helpers/interrupted-training.js';

const vocabulary = 120;
const rows = learnableRows(44, { vocabulary, longest: 5 });
const validationData = learnableRows(12, { vocabulary, seed: 2 });
const classes = dense({ units: 3, activation: 'softmax' });
const table = embedding({ inputDim: vocabulary, outputDim: 5, maskZero: true });

const networks: Readonly<Record<string, readonly LayerDefinition[]>> = {
  plain: [table, simpleRNN({ units: 5 }), classes],
  'every kind of dropout': [table, spatialDropout1D({ rate: 0.2 }), bidirectional({ layer: gru({ units: 4, returnSequences: true, dropout: 0.1, recurrentDropout: 0.3 }) }), globalMaxPooling1D(), dropout({ rate: 0.4 }), classes],
  'dropped words, and attention': [embedding({ inputDim: vocabulary, outputDim: 5, maskZero: true, wordDropout: 0.2, embeddingDropout: 0.1 }), gru({ units: 4, returnSequences: true }), attentionPooling1D({ units: 3 }), classes],
  'a frozen layer': [table, lstm({ units: 4, trainable: false }), dropout({ rate: 0.1 }), classes],
};

const optimizers: readonly OptimizerOption[] = [
  { kind: 'sgd', learningRate: 0.1 },
  { kind: 'sgd', learningRate: 0.05, momentum: 0.9 },
  { kind: 'sgd', learningRate: { kind: 'exponentialDecay', initialLearningRate: 0.1, decaySteps: 3, decayRate: 0.9 }, momentum: 0.8, nesterov: true, clipvalue: 0.01 },
  { kind: 'rmsprop', learningRate: 0.01, globalClipnorm: 0.1 },
  { kind: 'rmsprop', learningRate: 0.01, momentum: 0.9, centered: true },
  { kind: 'adam', learningRate: 0.02 },
  { kind: 'adam', learningRate: 0.02, beta1: 0.99, clipnorm: 0.05 },
  { kind: 'adam', learningRate: 0.02, squareOccurrences: true, epsilonHat: false },
  { kind: 'adam', learningRate: 0.02, beta1: 0.2 },
  { kind: 'adamw', learningRate: { kind: 'oneCycle', maxLearningRate: 0.05, totalSteps: 30 }, weightDecay: 0.1 },
  { kind: 'adamw', learningRate: 0.5, weightDecay: 1.2, globalClipnorm: 1 },
  { kind: 'adamw', learningRate: 0.02, weightDecay: 0.3, excludeFromWeightDecay: ['bias'], useEma: true, emaMomentum: 0.9 },
  { kind: 'adam', learningRate: 0.02, useEma: true, emaMomentum: 0.7, emaOverwriteFrequency: 7 },
  { kind: 'sgd', learningRate: 0.05, momentum: 0.9, weightDecay: 0.1, useEma: true },
  { kind: 'rmsprop', learningRate: 0.01, momentum: 0.5, weightDecay: 0.1, useEma: true, emaMomentum: 0.8 },
  { kind: 'sgd', learningRate: 0.1, useEma: true, emaMomentum: 0.8 },
  { kind: 'adam', learningRate: 0.02, gradientAccumulationSteps: 4 },
  { kind: 'adamw', learningRate: { kind: 'oneCycle', maxLearningRate: 0.05, totalSteps: 12 }, gradientAccumulationSteps: 3, clipnorm: 0.1, useEma: true, emaMomentum: 0.6 },
];

function training(layers: readonly LayerDefinition[], optimizer: OptimizerOption, options: Training['options'] = {}, data: Training['data'] = rows): Training {
  const model = () => {
    const made = sequential(layers, { seed: 4 });
    made.compile({ optimizer, loss: 'sparseCategoricalCrossentropy' });
    return made;
  };
  return { model, data, options: { epochs: 3, batchSize: 8, seed: 11, threads: 1, ...options } };
}

/** Expects the same end from everywhere, and that taking checkpoints makes no difference. Gives how many there were. */
async function expectSameEnd(subject: Training, every = 1): Promise<number> {
  const whole = await run(subject);
  const watch = everywhere();
  expect(await run(subject, undefined, watch)).toEqual(whole);
  const places = Array.from(watch.taken.keys()).filter((_, i, all) => i % every === 0 || i > all.length - 3);
  for (const place of places) expect(await run(subject, watch.taken.get(place)), place).toEqual(whole);
  return places.length;
}

describe('a training that goes on from a checkpoint ends as it would have', () => {
  for (const [name, layers] of Object.entries(networks)) {
    it.each(optimizers.map((optimizer) => [JSON.stringify(optimizer), optimizer] as const))(`with %s, ${name}`, async (_, optimizer) => {
      // a prime number of places, so that each training is taken up at others
      expect(await expectSameEnd(training(layers, optimizer), name === 'plain' ? 1 : 5)).toBeGreaterThan(4);
    });
  }

  it('with validation, weights a row, and rows in their order', async () => {
    const data = { ...rows, sampleWeights: Float32Array.from(rows.y, (_, i) => 0.5 + (i % 3)) };
    await expectSameEnd(training(networks['every kind of dropout'], { kind: 'adam', learningRate: 0.02 }, { validationData, shuffle: false }, data), 2);
  });

  it('with batches from a source', async () => {
    await expectSameEnd(training(networks.plain, { kind: 'adam', learningRate: 0.02 }, {}, asSource(rows, 8, 3)));
  });

  it('with other threads than before', async () => {
    const layers = [embedding({ inputDim: vocabulary, outputDim: 40, maskZero: true }), lstm({ units: 64, recurrentDropout: 0.2 }), classes];
    const subject = training(layers, { kind: 'adamw', learningRate: 0.02 }, { epochs: 2, batchSize: 32 });
    const watch = everywhere();
    const whole = await run(subject, undefined, watch);
    for (const threads of [2, 3]) expect(await run({ ...subject, options: { ...subject.options, threads } }, watch.taken.get('after batch 0 of epoch 1'))).toEqual(whole);
  });

  it('after more steps than rows are left behind for', async () => {
    // rows of few ids, so that most of the table waits, and more than 4,096 steps
    const few = learnableRows(460, { vocabulary: 30, longest: 3 });
    const subject = training([table, simpleRNN({ units: 2 }), classes], { kind: 'adamw', learningRate: 0.002, weightDecay: 0.05 }, { epochs: 10, batchSize: 1 }, few);
    const whole = await run(subject);
    const taken = everywhere();
    const places = new Set([4090, 4095, 4096, 4097, 4100, 4300].map((step) => `after batch ${(step - 1) % 460} of epoch ${Math.floor((step - 1) / 460)}`));
    expect(await run(subject, undefined, { onBatchEnd: (log, control) => (places.has(`after batch ${log.batch} of epoch ${log.epoch}`) ? taken.onBatchEnd!(log, control) : undefined) })).toEqual(whole);
    expect(taken.taken.size).toBe(6);
    for (const [place, files] of taken.taken) expect(await run(subject, files), place).toEqual(whole);
  });

  it('with learning rates and weights that callbacks set', async () => {
    const callbacks: Callback[] = [
      {
        onTrainBegin: (control) => void (control.learningRate = 0.03),
        onEpochBegin: (_, control) => void (control.learningRate *= 0.5),
        onBatchEnd({ batch }, control) {
          if (batch === 2) control.setWeights(Object.fromEntries(Object.entries(control.getWeights()).map(([path, values]) => [path, values.map((value) => value * 0.99)])));
        },
      },
    ];
    await expectSameEnd(training(networks.plain, { kind: 'adam', learningRate: 0.02 }, { callbacks }));
  });

  it.each([
    ['before an epoch', { onEpochBegin: (epoch, control) => (epoch === 1 ? control.stop() : undefined) }],
    ['in the middle of an epoch', { onBatchEnd: ({ epoch, batch }, control) => (epoch === 1 && batch === 2 ? control.stop() : undefined) }],
    ['after an epoch', { onEpochEnd: ({ epoch }, control) => (epoch === 1 ? control.stop() : undefined) }],
  ] satisfies [string, Callback][])('where a callback stops it %s', async (_, callback) => {
    const subject = training(networks.plain, { kind: 'adam', learningRate: 0.02 }, { callbacks: [callback], validationData });
    expect((await run(subject)).stopped).toBe(true);
    await expectSameEnd(subject);
  });

  it('where it has been interrupted again and again', async () => {
    const subject = training(networks['every kind of dropout'], { kind: 'rmsprop', learningRate: 0.01, momentum: 0.9 });
    const whole = await run(subject);
    let files = undefined as Parameters<typeof run>[1];
    for (let batch = 0; batch < 17; batch++) {
      const abort = new AbortController();
      let seen = 0;
      const watch: Callback = {
        onBatchEnd: () => (++seen === 1 ? abort.abort() : undefined),
        onAbort: (control) => control.takeCheckpoint((checkpoint) => void (files = checkpoint)),
      };
      await expect(run({ ...subject, options: { ...subject.options, signal: abort.signal } }, files, watch)).rejects.toThrow('got an abort signal');
    }
    expect(await run(subject, files)).toEqual(whole);
  });

  it('where it is interrupted during validation', async () => {
    const subject = training(networks.plain, { kind: 'adam', learningRate: 0.02 }, { validationData });
    const abort = new AbortController();
    let files = undefined as Parameters<typeof run>[1];
    const watch: Callback = {
      onAbort: (control) => control.takeCheckpoint((checkpoint) => void (files = checkpoint)),
    };
    const source = asSource(validationData, 8, 1);
    let epochs = 0;
    const validation = {
      *epoch() {
        for (const batch of source.epoch(0) as Iterable<never>) {
          if (epochs === 1) abort.abort();
          yield batch;
        }
        epochs++;
      },
    };
    const aborted = { ...subject, options: { ...subject.options, validationData: validation, signal: abort.signal } };
    await expect(run(aborted, undefined, watch)).rejects.toThrow('fit({ validationData }): expected to run to its end');
    const again = { ...subject, options: { ...subject.options, validationData: { epoch: () => source.epoch(0) } } };
    expect(await run(again, files)).toEqual(await run(again));
  });
});

describe('looking changes nothing', () => {
  it.each(optimizers.map((optimizer) => [JSON.stringify(optimizer), optimizer] as const))('%s', async (_, optimizer) => {
    const subject = training(networks['every kind of dropout'], optimizer);
    const whole = await run(subject);
    const model = subject.model();
    const callbacks: Callback[] = [
      {
        async onBatchEnd({ batch }, control) {
          control.getWeights();
          if (batch % 2 === 0) await model.evaluate(validationData);
          if (batch % 3 === 0) model.predict(validationData.x);
        },
      },
    ];
    const looked = await run({ ...subject, model: () => model, options: { ...subject.options, callbacks } });
    expect(looked.weights).toEqual(whole.weights);
  });
});
