import { describe, expect, it } from 'vitest';
import { bidirectional, dense, dropout, embedding, globalMaxPooling1D, gru, lstm, simpleRNN } from '../index.js';
import { layerSpecs } from './specs.js';

/** Options as they come from JavaScript. */
const loose = (options: unknown) => options as never;

describe('a definition', () => {
  it('is frozen, and so is everything in it', () => {
    const assertFrozen = (value: unknown): void => {
      if (value === null || typeof value !== 'object') return;
      expect(Object.isFrozen(value)).toBe(true);
      Object.values(value).forEach(assertFrozen);
    };
    assertFrozen(bidirectional({ layer: lstm({ units: 2, kernelInitializer: { kind: 'normal' } }), name: 'both' }));
    assertFrozen(dense({ units: 2 }));
    assertFrozen(embedding({ inputDim: 2, outputDim: 1 }));
  });

  it('does not follow the options object it was made from', () => {
    const options = { units: 2, kernelInitializer: { kind: 'constant' as const, value: 1 } };
    const { config } = dense(options);
    options.units = 3;
    options.kernelInitializer.value = 2;
    expect(config).toMatchObject({ units: 2, kernelInitializer: { value: 1 } });
  });

  it('takes undefined for a default', () => {
    expect(lstm({ units: 2, activation: undefined, name: undefined })).toEqual(lstm({ units: 2 }));
  });

  it('has a spec that knows its kind', () => {
    for (const [kind, spec] of Object.entries(layerSpecs)) expect(spec.kind).toBe(kind);
  });
});

describe('refused options', () => {
  it.each([undefined, 0, -1, 1.5, NaN, '16', null, 2 ** 31, [3], true])('units: %s', (units) => {
    expect(() => lstm(loose({ units }))).toThrow(/^lstm\(\{ units \}\): expected a positive integer below 2\^31, got /);
  });
  it.each([-0.1, 1, 1.5, NaN, '0.5', null])('rate: %s', (rate) => {
    expect(() => dropout(loose({ rate }))).toThrow(/^dropout\(\{ rate \}\): expected a number from 0 to below 1, got /);
    expect(() => gru(loose({ units: 1, recurrentDropout: rate }))).toThrow(/^gru\(\{ recurrentDropout \}\): expected a number from 0 to below 1, got /);
  });
  it.each([0, 'true', null])('returnSequences: %s', (returnSequences) => {
    expect(() => gru(loose({ units: 1, returnSequences }))).toThrow(/^gru\(\{ returnSequences \}\): expected true or false, got /);
  });
  it.each(['', 'a/b', 'a\nb', 'x'.repeat(101), 3, null])('name: %j', (name) => {
    expect(() => globalMaxPooling1D(loose({ name }))).toThrow(/^globalMaxPooling1D\(\{ name \}\): expected a name of 1 to 100 characters/);
  });
});

describe('messages', () => {
  const message = (make: () => unknown) => expect(make);

  it('say what is required', () => {
    message(() => lstm(loose(undefined))).toThrowErrorMatchingInlineSnapshot(`[SekvensError: lstm({ units }): expected a positive integer below 2^31, got nothing. It is required.]`);
    message(() => simpleRNN(loose({}))).toThrowErrorMatchingInlineSnapshot(`[SekvensError: simpleRNN({ units }): expected a positive integer below 2^31, got nothing. It is required.]`);
    message(() => embedding(loose({ inputDim: 3 }))).toThrowErrorMatchingInlineSnapshot(`[SekvensError: embedding({ outputDim }): expected a positive integer below 2^31, got nothing. It is required.]`);
  });
  it('name the option that was meant', () => {
    message(() => lstm(loose({ unit: 3 }))).toThrowErrorMatchingInlineSnapshot(`[SekvensError: lstm(options): expected options among units, activation, useBias, kernelInitializer, recurrentInitializer, biasInitializer, returnSequences, goBackwards, zeroOutputForMask, dropout, recurrentDropout, trainable, recurrentActivation, unitForgetBias, name, got "unit". Did you mean units?]`);
    message(() => dense(loose({ units: 3, use_bias: true }))).toThrowErrorMatchingInlineSnapshot(`[SekvensError: dense(options): expected options among units, activation, useBias, kernelInitializer, biasInitializer, trainable, name, got "use_bias". Did you mean useBias?]`);
    message(() => dropout(loose({ rate: 0.5, colour: 'blue' }))).toThrowErrorMatchingInlineSnapshot(`[SekvensError: dropout(options): expected options among rate, name, got "colour".]`);
    message(() => dropout(loose(0.5))).toThrowErrorMatchingInlineSnapshot(`[SekvensError: dropout(options): expected an object of options, got 0.5.]`);
  });
  it('name the value that was meant', () => {
    message(() => dense(loose({ units: 3, activation: 'softMax' }))).toThrowErrorMatchingInlineSnapshot(`[SekvensError: dense({ activation }): expected one of tanh, sigmoid, relu, linear, hardSigmoid, softmax, got "softMax". Did you mean 'softmax'?]`);
    message(() => lstm(loose({ units: 3, activation: 'softmax' }))).toThrowErrorMatchingInlineSnapshot(`[SekvensError: lstm({ activation }): expected one of tanh, sigmoid, relu, linear, hardSigmoid, got "softmax". For classes put dense({ units, activation: 'softmax' }) behind the layer.]`);
    message(() => lstm(loose({ units: 3, recurrentActivation: 7 }))).toThrowErrorMatchingInlineSnapshot(`[SekvensError: lstm({ recurrentActivation }): expected one of tanh, sigmoid, relu, linear, hardSigmoid, got 7.]`);
  });
  it('say where options of Keras and TensorFlow.js went', () => {
    message(() => lstm(loose({ units: 3, inputShape: [null, 5] }))).toThrowErrorMatchingInlineSnapshot(`[SekvensError: lstm({ inputShape }): expected no such option here, got [null, 5]. Give it to network(layers, { inputShape }) instead.]`);
    message(() => embedding(loose({ inputDim: 3, outputDim: 2, inputLength: 7 }))).toThrowErrorMatchingInlineSnapshot(`[SekvensError: embedding({ inputLength }): expected no such option here, got 7. Leave it out: rows may have any length.]`);
    message(() => lstm(loose({ units: 3, stateful: true }))).toThrowErrorMatchingInlineSnapshot(`[SekvensError: lstm({ stateful }): expected no such option here, got true. Leave it out: every row begins with zeros.]`);
    message(() => dense(loose({ units: 3, kernelRegularizer: 'l2' }))).toThrowErrorMatchingInlineSnapshot(`[SekvensError: dense({ kernelRegularizer }): expected no such option here, got "l2". Leave it out: layers have no regularizers and constraints; dropout and weight decay are the means against overfitting here.]`);
    message(() => dense(loose({ units: 3, biasConstraint: 'unitNorm' }))).toThrowErrorMatchingInlineSnapshot(`[SekvensError: dense({ biasConstraint }): expected no such option here, got "unitNorm". Leave it out: layers have no regularizers and constraints; dropout and weight decay are the means against overfitting here.]`);
  });
});
