import { createWasmExecutor, sequential } from '@sekvens/engine';
import { bidirectional, dense, embedding, lstm } from '@sekvens/layers';
import { expect, test } from 'vitest';
import { executorOf } from './engine-internals.js';
import { PhaseClock, phaseNames, stepOperations } from './phases.js';

test('the kernels of a step do as many operations as its tokens and distinct ids need', () => {
  const sizes = { inputs: 16, units: 8 };
  const model = sequential([
    embedding({ inputDim: 30, outputDim: 16, maskZero: true }),
    bidirectional({ layer: lstm({ units: 8, returnSequences: true }) }),
    bidirectional({ layer: lstm({ units: 8 }) }),
    dense({ units: 4, activation: 'softmax' }),
  ]);
  model.compile({ loss: 'sparseCategoricalCrossentropy' });
  const clock = new PhaseClock(executorOf(model), sizes);
  clock.install();
  // eight tokens, five distinct ids
  model.currentTrainer().step({ ids: { values: Int32Array.of(1, 2, 3, 1, 1, 4, 5, 5), offsets: Int32Array.of(0, 5, 6, 8) } }, Int32Array.of(0, 1, 2));
  const done = (name: (typeof phaseNames)[number]) => clock.phases[name].operations;
  expect(done('projection')).toBe(2 * 2 * (5 + 8) * 16 * 32);
  expect(done('gradient of x')).toBe(done('projection'));
  expect(done('gradient of W')).toBe(done('projection'));
  expect(done('recurrence forward')).toBe(2 * 2 * 2 * 8 * 8 * 32);
  expect(done('recurrence backward')).toBe(done('recurrence forward'));
  expect(done('gradient of U')).toBe(done('recurrence forward'));
  expect(phaseNames.filter((name) => name !== 'rest').reduce((sum, name) => sum + done(name), 0)).toBe(stepOperations(sizes, 8, 5));
});

test('clocks change nothing of what is computed', () => {
  const layers = [embedding({ inputDim: 30, outputDim: 16, maskZero: true }), bidirectional({ layer: lstm({ units: 8 }) }), dense({ units: 4, activation: 'softmax' })];
  const [plain, timed] = [0, 1].map(() => {
    const model = sequential(layers);
    model.compile({ loss: 'sparseCategoricalCrossentropy' });
    return model;
  });
  new PhaseClock(executorOf(timed), { inputs: 16, units: 8 }).install();
  for (const model of [plain, timed]) model.currentTrainer().step({ ids: { values: Int32Array.of(1, 2, 3), offsets: Int32Array.of(0, 2, 3) } }, Int32Array.of(0, 1));
  expect(timed.getWeights()).toEqual(plain.getWeights());
  // the executor that anyone may create has the same parts
  expect(createWasmExecutor(plain.network, plain.getWeights())).toMatchObject({ kernels: expect.anything() as unknown, heap: expect.anything() as unknown, team: { size: 1 } });
});
