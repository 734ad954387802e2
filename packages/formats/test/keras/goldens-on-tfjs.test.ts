/** The models of Keras, moved on to TensorFlow.js. */
import { loadTfjsBackend, textsToTensor, toLayersModel } from '@sekvens/layers/tfjs';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { readKeras } from '../../src/index.js';
import type { Predictions } from './fixtures.js';
import { fixture, jsonFixture } from './fixtures.js';

function largest(actual: ArrayLike<number>, expected: readonly number[]): number {
  expect(actual).toHaveLength(expected.length);
  return Math.max(...expected.map((value, i) => Math.abs(actual[i] - value)));
}

describe.each(['cpu', 'wasm'] as const)('on the backend %s', (backend) => {
  beforeAll(() => loadTfjsBackend(backend));

  it.each(jsonFixture('predictions.json') as Predictions[])('$name predicts as in Keras, to 1e-5', ({ name, input, output }) => {
    const { network, weights } = readKeras(fixture(`${name}.keras`), name);
    const model = toLayersModel(network, weights);
    const width = Math.max(...input.map((row) => row.length));
    const ids = tf.tensor2d(input.flatMap((row) => [...row, ...new Array<number>(width - row.length).fill(0)]), [input.length, width], 'int32');
    expect(largest((model.predict(ids) as tf.Tensor).dataSync(), output.flat())).toBeLessThan(1e-5);
    model.dispose();
  });

  it('the model with TextVectorization predicts from texts', () => {
    const { input, output } = jsonFixture('lesson-string-input.json') as { input: string[]; output: number[][] };
    const { network, weights, vectorizer } = readKeras(fixture('lesson-string-input.keras'), 'lesson');
    const model = toLayersModel(network, weights);
    expect(largest((model.predict(textsToTensor(vectorizer!, input)) as tf.Tensor).dataSync(), output.flat())).toBeLessThan(1e-5);
    model.dispose();
  });
});
