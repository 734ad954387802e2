import { sequential } from '@sekvens/engine';
import type { Callback } from '@sekvens/engine';
import { dense } from '@sekvens/layers';
import { expect, test } from 'vitest';
import { averageWeights } from './average-weights.js';

test('training ends with the exponential average of the weights after every fourth step', async () => {
  const model = sequential([dense({ units: 2, activation: 'softmax' })], { inputShape: [1] });
  model.compile({ optimizer: { kind: 'sgd', learningRate: 0.5 }, loss: 'sparseCategoricalCrossentropy' });
  const seen: number[] = [];
  const watch: Callback = { onBatchEnd: (_log, control) => void seen.push(Object.values(control.getWeights())[0][0]) };
  await model.fit({ x: [[0.5], [1], [-1], [2]], y: [0, 1, 0, 1] }, { batchSize: 1, epochs: 3, callbacks: [watch, averageWeights(0.2)] });
  const [first, second, third] = [seen[3], seen[7], seen[11]];
  // the first average is the weights themselves; 2 / 11 is less than 0.2 there, 3 / 12 is not
  const expected = 0.2 * (0.2 * first + 0.8 * second) + 0.8 * third;
  expect(Object.values(model.getWeights())[0][0]).toBeCloseTo(expected, 6);
  expect(expected).not.toBeCloseTo(third, 3);
});

test('a training of fewer steps keeps its weights', async () => {
  const model = sequential([dense({ units: 2, activation: 'softmax' })], { inputShape: [1] });
  model.compile({ optimizer: 'sgd', loss: 'sparseCategoricalCrossentropy' });
  let last: number | undefined;
  const watch: Callback = { onBatchEnd: (_log, control) => void (last = Object.values(control.getWeights())[0][0]) };
  await model.fit({ x: [[0.5]], y: [0] }, { callbacks: [averageWeights(0.9), watch] });
  expect(Object.values(model.getWeights())[0][0]).toBe(last);
});
