/** The layers without a sequence to remember: their definitions and shapes. */
import { expect, it } from 'vitest';
import { activation, attentionPooling1D, dense, dropout, globalAveragePooling1D, globalMaxAveragePooling1D, globalMaxPooling1D, masking, network, spatialDropout1D } from '../index.js';
import type { LayerDefinition } from '../types.js';

const outputs = (layer: LayerDefinition, inputShape: (number | null)[]) => network([layer], { inputShape }).outputShape;

it('masking', () => {
  expect(masking()).toEqual({ kind: 'masking', name: undefined, config: { maskValue: 0 } });
  expect(masking({ maskValue: -1 }).config).toEqual({ maskValue: -1 });
  expect(outputs(masking(), [null, 3])).toEqual([null, null, 3]);
  expect(() => masking({ maskValue: NaN })).toThrowErrorMatchingInlineSnapshot(`[SekvensError: masking({ maskValue }): expected a finite number, got NaN.]`);
});

it('dense', () => {
  expect(dense({ units: 2 })).toEqual({
    kind: 'dense',
    name: undefined,
    config: { units: 2, activation: 'linear', useBias: true, kernelInitializer: { kind: 'glorotUniform' }, biasInitializer: { kind: 'zeros' }, trainable: true },
  });
  expect(outputs(dense({ units: 2 }), [3])).toEqual([null, 2]);
  expect(outputs(dense({ units: 2 }), [9, 3])).toEqual([null, 9, 2]);
  expect(network([dense({ units: 2 })], { inputShape: [9, 3] }).weights.map(({ path, shape }) => [path, shape])).toEqual([['dense/kernel', [3, 2]], ['dense/bias', [2]]]);
});

it('dropout and spatialDropout1D', () => {
  expect(dropout({ rate: 0.5, name: 'half' })).toEqual({ kind: 'dropout', name: 'half', config: { rate: 0.5 } });
  expect(spatialDropout1D({ rate: 0 })).toEqual({ kind: 'spatialDropout1D', name: undefined, config: { rate: 0 } });
  expect(outputs(dropout({ rate: 0.5 }), [3])).toEqual([null, 3]);
  expect(outputs(spatialDropout1D({ rate: 0.5 }), [9, 3])).toEqual([null, 9, 3]);
  expect(() => outputs(spatialDropout1D({ rate: 0.5 }), [3])).toThrowErrorMatchingInlineSnapshot(`[SekvensError: network(layers): spatial_dropout1d: expected a sequence [batch, time, features], got [batch, 3]. Sequences come in with inputShape: [null, 3].]`);
});

it('activation', () => {
  expect(activation({ activation: 'hardSigmoid' })).toEqual({ kind: 'activation', name: undefined, config: { activation: 'hardSigmoid' } });
  expect(outputs(activation({ activation: 'softmax' }), [9, 3])).toEqual([null, 9, 3]);
});

it('attention over time', () => {
  expect(attentionPooling1D()).toEqual({
    kind: 'attentionPooling1D',
    name: undefined,
    config: { units: null, kernelInitializer: null, contextInitializer: { kind: 'glorotUniform' }, useMask: true, trainable: true },
  });
  expect(attentionPooling1D({ units: 4, contextInitializer: 'zeros', useMask: false, trainable: false }).config).toEqual({
    units: 4, kernelInitializer: { kind: 'glorotUniform' }, contextInitializer: { kind: 'zeros' }, useMask: false, trainable: false,
  });
  expect(outputs(attentionPooling1D({ units: 4 }), [null, 3])).toEqual([null, 3]);
  const weights = (layer: LayerDefinition) => network([layer], { inputShape: [9, 3] }).weights.map(({ path, shape, trainable }) => [path, shape, trainable]);
  expect(weights(attentionPooling1D())).toEqual([['attention_pooling1d/context', [3, 1], true]]);
  expect(weights(attentionPooling1D({ units: 4, trainable: false }))).toEqual([
    ['attention_pooling1d/kernel', [3, 4], false],
    ['attention_pooling1d/bias', [4], false],
    ['attention_pooling1d/context', [4, 1], false],
  ]);
  expect(() => attentionPooling1D({ units: 0 })).toThrowErrorMatchingInlineSnapshot(`[SekvensError: attentionPooling1D({ units }): expected a positive integer below 2^31, got 0.]`);
  expect(() => attentionPooling1D({ kernelInitializer: 'zeros' })).toThrowErrorMatchingInlineSnapshot(`[SekvensError: attentionPooling1D({ kernelInitializer }): expected nothing without units, got "zeros". Give units, or leave it out: without a hidden layer there is no kernel.]`);
  expect(() => attentionPooling1D({ units: 2, kernelInitializer: null })).toThrowErrorMatchingInlineSnapshot(`[SekvensError: attentionPooling1D({ kernelInitializer }): expected an initializer where there are units, got null.]`);
  expect(() => outputs(attentionPooling1D(), [3])).toThrowErrorMatchingInlineSnapshot(`[SekvensError: network(layers): attention_pooling1d: expected a sequence [batch, time, features], got [batch, 3]. Sequences come in with inputShape: [null, 3].]`);
});

it('pooling over time', () => {
  expect(globalMaxPooling1D()).toEqual({ kind: 'globalMaxPooling1D', name: undefined, config: { useMask: true } });
  expect(globalAveragePooling1D({ useMask: false })).toEqual({ kind: 'globalAveragePooling1D', name: undefined, config: { useMask: false } });
  expect(outputs(globalMaxPooling1D(), [null, 3])).toEqual([null, 3]);
  expect(outputs(globalAveragePooling1D(), [9, 3])).toEqual([null, 3]);
  expect(globalMaxAveragePooling1D()).toEqual({ kind: 'globalMaxAveragePooling1D', name: undefined, config: { useMask: true } });
  expect(outputs(globalMaxAveragePooling1D({ useMask: false }), [null, 3])).toEqual([null, 6]);
});
