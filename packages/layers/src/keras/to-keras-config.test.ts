import { expect, it } from 'vitest';
import { attentionPooling1D, bidirectional, embedding, globalAveragePooling1D, globalMaxAveragePooling1D, globalMaxPooling1D, gru, lstm, masking, network } from '../index.js';
import { fromKerasConfig } from './from-keras-config.js';
import { toKerasConfig } from './to-keras-config.js';

it('is read back as the same network, names of inner layers added', () => {
  const original = network([embedding({ inputDim: 9, outputDim: 4, maskZero: true }), bidirectional({ layer: lstm({ units: 3, returnSequences: true }) }), globalMaxPooling1D({ useMask: false })]);
  const back = fromKerasConfig(toKerasConfig(original));
  expect(back.weights).toEqual(original.weights);
  expect(back.layers[1].definition.config).toMatchObject({ layer: { name: 'forward_lstm' }, backwardLayer: { name: 'backward_lstm' } });
});

it('writes pooling without a mask, whatever it would do with one', () => {
  const config = toKerasConfig(network([globalMaxPooling1D()], { inputShape: [null, 3] }));
  expect(config.config.layers[1].config).not.toHaveProperty('use_mask');
});

it('names everything that Keras does not have', () => {
  const masked = [masking(), lstm({ units: 2, returnSequences: true })];
  const unequal = bidirectional({ layer: lstm({ units: 2, returnSequences: true }), backwardLayer: gru({ units: 3, goBackwards: true, returnSequences: true }) });
  expect(() => toKerasConfig(network([...masked, unequal, globalMaxPooling1D()], { inputShape: [null, 3] }))).toThrowErrorMatchingInlineSnapshot(`[SekvensError: toKerasConfig(network): expected layers that Keras has, got bidirectional: layers of unequal units, whose concatenation Keras takes for twice the first; global_max_pooling1d: useMask: true behind a mask, where Keras has false.]`);
  expect(() => toKerasConfig(network([...masked, globalAveragePooling1D({ useMask: false })], { inputShape: [null, 3] }))).toThrowErrorMatchingInlineSnapshot(`[SekvensError: toKerasConfig(network): expected layers that Keras has, got global_average_pooling1d: useMask: false behind a mask, where Keras has true.]`);
  const words = embedding({ inputDim: 9, outputDim: 4, wordDropout: 0.1, embeddingDropout: 0.2 });
  expect(() => toKerasConfig(network([words, lstm({ units: 2, returnSequences: true }), attentionPooling1D()]))).toThrowErrorMatchingInlineSnapshot(`[SekvensError: toKerasConfig(network): expected layers that Keras has, got embedding: wordDropout: 0.1, an option Keras does not have; embedding: embeddingDropout: 0.2, an option Keras does not have; attention_pooling1d: Keras has no attentionPooling1D.]`);
  expect(() => toKerasConfig(network([globalMaxAveragePooling1D()], { inputShape: [null, 3] }))).toThrowErrorMatchingInlineSnapshot(`[SekvensError: toKerasConfig(network): expected layers that Keras has, got global_max_average_pooling1d: Keras has no globalMaxAveragePooling1D.]`);
});

it('writes an embedding without dropout as Keras does', () => {
  const config = toKerasConfig(network([embedding({ inputDim: 9, outputDim: 4 })])).config.layers[1].config;
  expect(Object.keys(config)).not.toContain('word_dropout');
});
