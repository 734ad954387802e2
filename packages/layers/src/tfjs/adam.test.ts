import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';
import { adam } from './adam.js';

it("takes the steps of TensorFlow.js' own, and leaves no tensor behind", async () => {
  await tf.setBackend('cpu');
  const target = tf.tensor2d([[1, -2, 3], [0.5, 0, -1]]);
  const run = (optimizer: tf.Optimizer) => {
    const weight = tf.tidy(() => tf.variable(tf.zeros([2, 3])));
    const losses: number[] = [];
    for (let step = 0; step < 20; step++) {
      const loss = optimizer.minimize(() => tf.sum<tf.Scalar>(tf.square(tf.sub(weight, target))), true)!;
      losses.push(loss.dataSync()[0]);
      loss.dispose();
    }
    const result = [...losses, ...weight.dataSync()];
    weight.dispose();
    optimizer.dispose();
    return result;
  };
  const before = tf.memory().numTensors;
  const ours = run(adam({ learningRate: 0.1 }));
  expect(tf.memory().numTensors).toBe(before);
  run(tf.train.adam(0.1, 0.9, 0.999, 1e-7)).forEach((value, i) => expect(ours[i]).toBeCloseTo(value, 3));
  target.dispose();
});

it('refuses options that are none', () => {
  expect(() => adam({ learningRate: -1 })).toThrowErrorMatchingInlineSnapshot(`[SekvensError: adam({ learningRate }): expected a finite number of at least 0, got -1.]`);
  expect(() => adam({ beta2: 1 })).toThrowErrorMatchingInlineSnapshot(`[SekvensError: adam({ beta2 }): expected a number from 0 to below 1, got 1.]`);
  expect(() => adam({ rate: 1 } as never)).toThrowErrorMatchingInlineSnapshot(`[SekvensError: adam(options): expected options among learningRate, beta1, beta2, epsilon, got "rate".]`);
});
