import { describe, expect, it } from 'vitest';
import { network } from '../network/network.js';
import { gru } from './gru.js';
import { lstm } from './lstm.js';
import { simpleRNN } from './simple-rnn.js';

const shared = {
  units: 3,
  activation: 'tanh',
  useBias: true,
  kernelInitializer: { kind: 'glorotUniform' },
  recurrentInitializer: { kind: 'orthogonal', gain: 1 },
  biasInitializer: { kind: 'zeros' },
  returnSequences: false,
  goBackwards: false,
  zeroOutputForMask: false,
  dropout: 0,
  recurrentDropout: 0,
  trainable: true,
};

it("fills in Keras' defaults", () => {
  expect(simpleRNN({ units: 3 })).toEqual({ kind: 'simpleRNN', name: undefined, config: shared });
  expect(lstm({ units: 3 })).toEqual({ kind: 'lstm', name: undefined, config: { ...shared, recurrentActivation: 'sigmoid', unitForgetBias: true } });
  expect(gru({ units: 3 })).toEqual({ kind: 'gru', name: undefined, config: { ...shared, recurrentActivation: 'sigmoid', resetAfter: true } });
});

describe('weights', () => {
  const weights = (layer: Parameters<typeof network>[0][number]) => network([layer], { inputShape: [null, 5] }).weights.map(({ path, shape, ones }) => [path, shape, ones]);

  it('of a SimpleRNN', () => {
    expect(weights(simpleRNN({ units: 3 }))).toEqual([
      ['simple_rnn/kernel', [5, 3], undefined],
      ['simple_rnn/recurrentKernel', [3, 3], undefined],
      ['simple_rnn/bias', [3], undefined],
    ]);
  });
  it('of an LSTM, with ones for the forget gate', () => {
    expect(weights(lstm({ units: 3 }))).toEqual([
      ['lstm/kernel', [5, 12], undefined],
      ['lstm/recurrentKernel', [3, 12], undefined],
      ['lstm/bias', [12], [3, 6]],
    ]);
    expect(weights(lstm({ units: 3, unitForgetBias: false }))[2]).toEqual(['lstm/bias', [12], undefined]);
  });
  it('of a GRU, with two biases where the reset gate comes after', () => {
    expect(weights(gru({ units: 3 }))).toEqual([
      ['gru/kernel', [5, 9], undefined],
      ['gru/recurrentKernel', [3, 9], undefined],
      ['gru/bias', [2, 9], undefined],
    ]);
    expect(weights(gru({ units: 3, resetAfter: false }))[2]).toEqual(['gru/bias', [9], undefined]);
  });
  it('without a bias', () => {
    expect(weights(lstm({ units: 3, useBias: false }))).toHaveLength(2);
  });
  it('that training leaves alone', () => {
    expect(network([gru({ units: 3, trainable: false })], { inputShape: [null, 5] }).weights.map((weight) => weight.trainable)).toEqual([false, false, false]);
  });
});
