/** Where averaged weights are seen: from the end of an epoch to the next step, and after fit, however it ends. */
import { dense, embedding, gru } from '@sekvens/layers';
import { describe, expect, it } from 'vitest';
import { sequential } from '../src/model/sequential.js';
import type { Sequential } from '../src/model/sequential.js';
import type { OptimizerOption } from '../src/training-config.js';
import { learnableRows } from './helpers/examples.js';

const data = learnableRows(24);
const validationData = learnableRows(12, { seed: 2 });
const averaged: OptimizerOption = { kind: 'adamw', learningRate: 0.02, useEma: true, emaMomentum: 0.8 };

function compiled(optimizer: OptimizerOption = averaged): Sequential {
  const model = sequential([embedding({ inputDim: 30, outputDim: 4, maskZero: true }), gru({ units: 3 }), dense({ units: 3, activation: 'softmax' })]);
  model.compile({ optimizer, loss: 'sparseCategoricalCrossentropy' });
  return model;
}
const options = { batchSize: 6, seed: 3, validationData };

describe('averaged weights', () => {
  it('are what validation, onEpochEnd, onTrainEnd and the model have; training goes on with the weights themselves', async () => {
    const [plain, model] = [compiled({ kind: 'adamw', learningRate: 0.02 }), compiled()];
    const { epochs: plainLogs } = await plain.fit(data, { ...options, epochs: 3 });
    const weights: unknown[] = [];
    const { epochs: logs } = await model.fit(data, {
      ...options, epochs: 3,
      callbacks: [{
        async onEpochEnd(log, control) {
          weights.push(control.getWeights());
          expect((await model.evaluate(validationData)).loss).toBeCloseTo(log.validationLoss!, 6);
        },
        onTrainEnd: (_, control) => void expect(control.getWeights()).toEqual(weights[2]),
      }],
    });
    // the same training losses but for rounding, since the first update brings all rows along, and other validation losses
    logs.forEach(({ loss }, epoch) => expect(loss).toBeCloseTo(plainLogs[epoch].loss, 6));
    expect(Math.abs(logs[2].validationLoss! - plainLogs[2].validationLoss!)).toBeGreaterThan(1e-3);
    expect(model.getWeights()).toEqual(weights[2]);
    expect(weights[1]).not.toEqual(weights[2]);
    expect(model.getWeights()).not.toEqual(plain.getWeights());
  });

  it('make no difference to a training that goes on: two fits are one of as many epochs', async () => {
    const [once, twice] = [compiled(), compiled()];
    await once.fit(data, { ...options, epochs: 2, shuffle: false });
    await twice.fit(data, { ...options, shuffle: false });
    await twice.fit(data, { ...options, shuffle: false });
    expect(twice.getWeights()).toEqual(once.getWeights());
  });

  it('are not seen between the batches of an epoch', async () => {
    const [plain, model] = [compiled({ kind: 'adamw', learningRate: 0.02 }), compiled()];
    const seen = async (of: Sequential) => {
      const weights: number[] = [];
      await of.fit(data, { ...options, callbacks: [{ onBatchEnd: (_, control) => Object.values(control.getWeights()).forEach((values) => weights.push(...values)) }] });
      return weights;
    };
    const [averaged, alone] = [await seen(model), await seen(plain)];
    expect(averaged).toHaveLength(alone.length);
    // the first update brings all rows along where there are averages, which decides the last bits
    averaged.forEach((weight, i) => expect(Math.abs(weight - alone[i])).toBeLessThan(1e-7));
  });

  it('are what the model has after a training that was stopped, or ended with an error, and training can go on', async () => {
    const [stopped, aborted, whole] = [compiled(), compiled(), compiled()];
    await stopped.fit(data, { ...options, callbacks: [{ onBatchEnd: ({ batch }, control) => void (batch === 1 && control.stop()) }] });
    const controller = new AbortController();
    await expect(aborted.fit(data, { ...options, signal: controller.signal, callbacks: [{ onBatchEnd: ({ batch }) => void (batch === 1 && controller.abort()) }] })).rejects.toMatchObject({ code: 'aborted' });
    expect(aborted.getWeights()).toEqual(stopped.getWeights());
    await whole.fit(data, { ...options, callbacks: [{ onBatchEnd: ({ batch }, control) => void (batch === 1 && expect(control.getWeights()).not.toEqual(stopped.getWeights())) }] });
    await aborted.fit(data, options);
    expect(Object.values(aborted.getWeights()).every((values) => values.every(Number.isFinite))).toBe(true);
  });

  it('begin anew from weights that are set', async () => {
    const model = compiled();
    const before = model.getWeights();
    await model.fit(data, options);
    model.setWeights(before);
    expect(model.getWeights()).toEqual(before);
    // a learning rate of almost nothing: weights that were left over from before would show
    await model.fit(data, { ...options, callbacks: [{ onTrainBegin: (control) => void (control.learningRate = 1e-12) }] });
    for (const [path, values] of Object.entries(model.getWeights())) values.forEach((value, i) => expect(Math.abs(value - before[path][i]), `${path}[${i}]`).toBeLessThan(1e-6));
  });

  it('are restored by a callback that sets weights at the end', async () => {
    const model = compiled();
    let best: Record<string, Float32Array> = {};
    await model.fit(data, {
      ...options, epochs: 3,
      callbacks: [{ onEpochEnd: ({ epoch }, control) => void (epoch === 0 && (best = control.getWeights())), onTrainEnd: (_, control) => control.setWeights(best) }],
    });
    expect(model.getWeights()).toEqual(best);
  });

  it('are the initial weights before the first update', async () => {
    const model = compiled({ kind: 'sgd', useEma: true, gradientAccumulationSteps: 100 });
    const before = model.getWeights();
    await model.fit(data, options);
    expect(model.getWeights()).toEqual(before);
  });
});

it('batches left over at the end of an epoch go on into the next one', async () => {
  // four batches an epoch, three an update
  const model = compiled({ kind: 'sgd', gradientAccumulationSteps: 3 });
  const changed: number[] = [];
  let last = JSON.stringify(model.getWeights());
  let count = 0;
  const onBatchEnd = () => {
    count++;
    const now = JSON.stringify(model.getWeights());
    if (now !== last) changed.push(count);
    last = now;
  };
  await model.fit(data, { ...options, epochs: 2, callbacks: [{ onBatchEnd }] });
  await model.fit(data, { ...options, epochs: 1, callbacks: [{ onBatchEnd }] });
  expect(changed).toEqual([3, 6, 9, 12]);
});

it('compile refuses an exclusion from weight decay that is part of no path, and leaves the model as it is', () => {
  const model = compiled();
  const { compiled: before } = model;
  expect(() => model.compile({ optimizer: { kind: 'adamw', excludeFromWeightDecay: ['biass'] }, loss: 'sparseCategoricalCrossentropy' })).toThrow('excludeFromWeightDecay[0]: expected a part of the path of a weight: embedding/embeddings,');
  expect(model.compiled).toBe(before);
});
