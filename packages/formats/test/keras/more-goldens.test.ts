import { Sequential } from '@sekvens/engine';
import { describe, expect, it } from 'vitest';
import { predictTexts, readKeras, readKerasH5 } from '../../src/index.js';
import { writeHdf5 } from '../../src/keras/hdf5/write-hdf5.js';
import { fixture, jsonFixture } from './fixtures.js';

type More = Record<string, { files: string[]; input: string[] | number[][]; output: number[] }>;
const { 'forgotten-vocabulary': forgotten, ...more } = jsonFixture('more-predictions.json') as More;
const read = (file: string) => (file.endsWith('.h5') ? readKerasH5 : readKeras)(fixture(file), file);

/** Keras computes in the floats that are named, we in 32-bit ones. */
const tolerances: Readonly<Record<string, number>> = { float16: 2e-3, mixed_float16: 2e-3, bfloat16: 2e-2 };

describe.each(Object.entries(more).flatMap(([name, golden]) => golden.files.map((file) => ({ name, file, ...golden }))))('$file of Keras', ({ name, file, input, output }) => {
  it(`predicts as there, to ${tolerances[name] ?? 1e-5}`, () => {
    const parts = read(file);
    const data = parts.vectorizer ? predictTexts(parts, input as string[]) : new Sequential(parts.network, parts.weights).predict(input as number[][]).data;
    expect(data).toHaveLength(output.length);
    expect(Math.max(...output.map((value, i) => Math.abs(value - data[i])))).toBeLessThan(tolerances[name] ?? 1e-5);
  });
});

it('says where a learned vocabulary went', () => {
  expect(() => read(forgotten.files[0])).toThrowErrorMatchingInlineSnapshot(`[SekvensError: forgotten-vocabulary.h5: expected the vocabulary of text_vectorization_2 (TextVectorization), got none. Keras keeps a vocabulary that was learned in .keras files, not in .h5: save the model as .keras.]`);
});

it('reads files of Keras 2: no modules, names with :0, a frozen direction behind the trained one', () => {
  const layer = (className: string, config: object) => ({ class_name: className, config: { dtype: 'float32', trainable: true, ...config } });
  const lstm = (name: string, more: object) => layer('LSTM', { name, units: 2, activation: 'tanh', recurrent_activation: 'sigmoid', return_sequences: false, implementation: 2, time_major: false, ...more });
  const layers = [
    layer('Embedding', { name: 'words', batch_input_shape: [null, null], input_dim: 4, output_dim: 3, mask_zero: true, input_length: null }),
    layer('Bidirectional', { name: 'both', layer: lstm('lstm', { trainable: false }), backward_layer: lstm('back', { go_backwards: true }), merge_mode: 'concat' }),
    layer('Dense', { name: 'classes', units: 2, activation: 'softmax' }),
  ];
  const numbers = (shape: number[], value: number) => ({ shape, floats: new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(value) });
  const group = (weights: Record<string, ReturnType<typeof numbers>>) => ({ attributes: { weight_names: Object.keys(weights) }, children: weights });
  const direction = (name: string, value: number) => ({ [`${name}_kernel:0`]: numbers([3, 8], value), [`${name}_recurrent_kernel:0`]: numbers([2, 8], value), [`${name}_bias:0`]: numbers([8], value) });
  const groups = {
    words: group({ 'embeddings:0': numbers([4, 3], 1) }),
    both: group({ ...direction('backward', 2), ...direction('forward', 3) }),
    classes: group({ 'kernel:0': numbers([4, 2], 4), 'bias:0': numbers([2], 5) }),
  };
  const bytes = writeHdf5({
    attributes: { keras_version: '2.12.0', model_config: JSON.stringify({ class_name: 'Sequential', config: { name: 'old', layers } }) },
    // a list of names in two pieces, as Keras cuts long ones
    children: { model_weights: { attributes: { layer_names0: ['words', 'both'], layer_names1: ['classes'] }, children: groups } },
  });
  const { weights } = readKerasH5(bytes, 'old.h5');
  expect(Object.entries(weights).map(([path, values]) => `${path} ${values[0]}`)).toEqual([
    'words/embeddings 1', 'both/backward/kernel 2', 'both/backward/recurrentKernel 2', 'both/backward/bias 2',
    'both/forward/kernel 3', 'both/forward/recurrentKernel 3', 'both/forward/bias 3', 'classes/kernel 4', 'classes/bias 5',
  ]);
});
