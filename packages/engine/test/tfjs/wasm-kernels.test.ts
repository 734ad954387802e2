/** Layers of TensorFlow.js compute the same with the kernels as with its own operations: outputs and every gradient. */
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { bidirectional, gru, lstm, simpleRNN } from '@sekvens/layers';
import type { BidirectionalDefinition, RecurrentDefinition } from '@sekvens/layers';
import * as layers from '@sekvens/layers/tfjs';
import { Random } from '@sekvens/core';
import * as tf from '@tensorflow/tfjs';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { wasmKernels } from '../../src/tfjs/index.js';

const [BATCH, TIME, FEATURES] = [3, 5, 4];
const TOLERANCE = 1e-5;

const cells = {
  simpleRNN,
  lstm,
  gru,
  'gru, resetAfter: false': (options: Parameters<typeof gru>[0]) => gru({ ...options, resetAfter: false }),
};
const definitions: [string, RecurrentDefinition | BidirectionalDefinition][] = Object.entries(cells).flatMap(([name, cell]) =>
  [false, true].flatMap((returnSequences): [string, RecurrentDefinition | BidirectionalDefinition][] => [
    [`${name}, returnSequences ${returnSequences}`, cell({ units: 3, returnSequences })],
    [`${name}, returnSequences ${returnSequences}, goBackwards, frozen`, cell({ units: 3, returnSequences, goBackwards: true, trainable: false, useBias: false })],
    [`bidirectional ${name}, returnSequences ${returnSequences}`, bidirectional({ layer: cell({ units: 3, returnSequences }), mergeMode: returnSequences ? 'mul' : 'concat' })],
  ]),
);

function numbers(shape: number[], seed: number): tf.Tensor {
  const random = new Random(seed);
  return tf.tensor(Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => random.uniform(-1, 1)), shape);
}

const make = ({ kind, config }: RecurrentDefinition | BidirectionalDefinition) => layers[kind](config as never);

/** Output, gradient of the input and of every weight that is trained. */
function run(layer: tf.layers.Layer, mask: tf.Tensor | undefined): ArrayLike<number>[] {
  return tf.tidy(() => {
    const x = tf.variable(numbers([BATCH, TIME, FEATURES], 5));
    const kwargs = mask ? { mask } : {};
    const output = layer.apply(x, kwargs) as tf.Tensor;
    const dy = numbers(output.shape, 6);
    const variables = layer.trainableWeights.map((weight) => (weight as unknown as { val: tf.Variable }).val);
    const { grads } = tf.variableGrads(() => tf.sum(tf.mul(layer.apply(x, kwargs) as tf.Tensor, dy)), [x, ...variables]);
    const result = [output, ...[x, ...variables].map(({ name }) => grads[name])].map((tensor) => Float32Array.from(tensor.dataSync()));
    x.dispose();
    return result as never;
  });
}

function expectClose(actual: readonly ArrayLike<number>[], expected: readonly ArrayLike<number>[]): void {
  expect(actual.map(({ length }) => length)).toEqual(expected.map(({ length }) => length));
  const worst = actual.map((values, i) => Array.from(values).reduce((most, value, k) => Math.max(most, Math.abs(value - expected[i][k])), 0));
  for (const error of worst) expect(error).toBeLessThan(TOLERANCE);
}

afterEach(() => layers.useKernels(undefined));

describe.each(['cpu', 'wasm'])(`on the backend %s, error < ${TOLERANCE}`, (backend) => {
  beforeAll(async () => {
    setWasmPaths(`${dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm/package.json'))}/dist/`);
    await tf.setBackend(backend);
    await tf.ready();
  });

  it.each(definitions)('%s', (_, definition) => {
    for (const mask of [undefined, tf.tensor2d([[1, 1, 1, 0, 0], [0, 1, 0, 1, 1], [0, 0, 0, 0, 0]], undefined, 'bool')]) {
      const layer = make(definition);
      layer.build([BATCH, TIME, FEATURES]);
      layers.useKernels(undefined);
      const expected = run(layer, mask);
      const before = tf.memory().numTensors;
      let calls = 0;
      const kernels = wasmKernels();
      layers.useKernels({ forward: (input) => (calls++, kernels.forward(input)) });
      expectClose(run(layer, mask), expected);
      expect(calls).toBe(2);
      expect(tf.memory().numTensors).toBe(before);
      for (const weight of layer.weights) weight.dispose();
      mask?.dispose();
    }
  });

  it('gives the gradients of a batch though others have been run since', () => {
    tf.tidy(() => {
      const [layer, other] = [1, 2].map((seed) => layers.lstm({ units: 3, seed }));
      const [a, b] = [numbers([2, 4, 3], 1), numbers([3, 2, 3], 2)];
      const gradients = (x: tf.Tensor) => tf.grad((input: tf.Tensor) => tf.add(tf.sum(layer.apply(input) as tf.Tensor), tf.mul(2, tf.add(tf.sum(other.apply(input) as tf.Tensor), tf.sum(layer.apply(tf.mul(input, 3)) as tf.Tensor)))))(x).dataSync();
      const expected = [gradients(a), gradients(b)];
      layers.useKernels(wasmKernels());
      expectClose([gradients(a), gradients(b)], expected);
      for (const weight of [...layer.weights, ...other.weights]) weight.dispose();
    });
  });

  it('leaves dropout to the operations', () => {
    layers.useKernels({ forward: () => { throw new Error('asked'); } });
    const layer = layers.gru({ units: 2, dropout: 0.5 });
    const x = numbers([1, 2, 2], 1);
    expect(() => tf.tidy(() => layer.apply(x, { training: true }) as tf.Tensor)).not.toThrow();
    expect(() => tf.tidy(() => layer.apply(x) as tf.Tensor)).toThrow('asked');
    for (const weight of layer.weights) weight.dispose();
    x.dispose();
  });
});
