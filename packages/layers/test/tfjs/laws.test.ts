import * as tf from '@tensorflow/tfjs';
import { Random } from '@sekvens/core';
import { beforeAll, describe, expect, it } from 'vitest';
import * as layers from '../../src/tfjs/index.js';
import { backends, useBackend } from './backends.js';

function numbers(shape: number[]): tf.Tensor {
  const random = new Random(2);
  return tf.tensor(Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => random.uniform(-1, 1)), shape);
}

/** What a layer makes of x, in a tidy of its own; its weights are given back. */
function outputOf(layer: tf.layers.Layer, x: tf.Tensor, weights: tf.Tensor[], mask?: tf.Tensor): number[] {
  const values = tf.tidy(() => {
    layer.build(x.shape);
    layer.setWeights(weights);
    return Array.from((layer.apply(x, mask ? { mask } : {}) as tf.Tensor).dataSync()) as never;
  }) as number[];
  for (const weight of layer.weights) weight.dispose();
  return values;
}

describe.each(backends)('laws on the backend %s', (backend) => {
  beforeAll(() => useBackend(backend));

  describe.each(['simpleRNN', 'lstm', 'gru'] as const)('%s', (kind) => {
    const gates = { simpleRNN: 1, lstm: 4, gru: 3 }[kind];
    const weights = () => [numbers([3, gates * 2]), numbers([2, gates * 2]), kind === 'gru' ? numbers([2, gates * 2]) : numbers([gates * 2])];

    it('goBackwards is the layer over the reversed sequence', () => {
      tf.tidy(() => {
        const x = numbers([2, 4, 3]);
        const backwards = outputOf(layers[kind]({ units: 2, goBackwards: true, returnSequences: true }), x, weights());
        expect(backwards).toEqual(outputOf(layers[kind]({ units: 2, returnSequences: true }), tf.reverse(x, 1), weights()));
      });
    });

    it('bidirectional is two passes', () => {
      tf.tidy(() => {
        const [x, mask] = [numbers([2, 4, 3]), tf.tensor2d([[1, 1, 0, 0], [1, 0, 1, 1]], undefined, 'bool')];
        const both = outputOf(layers.bidirectional({ layer: layers[kind]({ units: 2 }), mergeMode: 'sum' }), x, [...weights(), ...weights()], mask);
        const [forward, backward] = [false, true].map((goBackwards) => outputOf(layers[kind]({ units: 2, goBackwards }), x, weights(), mask));
        both.forEach((value, i) => expect(value).toBeCloseTo(forward[i] + backward[i], 6));
      });
    });

    it('a batch is its rows one by one', () => {
      tf.tidy(() => {
        const x = numbers([3, 4, 3]);
        const rows = tf.split(x, 3).flatMap((row) => outputOf(layers[kind]({ units: 2 }), row, weights()));
        outputOf(layers[kind]({ units: 2 }), x, weights()).forEach((value, i) => expect(value).toBeCloseTo(rows[i], 6));
      });
    });

    it('a sequence of no steps gives zeros', () => {
      tf.tidy(() => {
        expect(outputOf(layers[kind]({ units: 2 }), tf.zeros([1, 0, 3]), weights())).toEqual([0, 0]);
      });
    });
  });
});
