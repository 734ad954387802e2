import { describe, expect, it } from 'vitest';
import { network } from '../network/network.js';
import type { BidirectionalOptions } from './bidirectional.js';
import { bidirectional } from './bidirectional.js';
import { gru } from './gru.js';
import { lstm } from './lstm.js';

describe('bidirectional', () => {
  it('turns the backward layer round', () => {
    const { config } = bidirectional({ layer: lstm({ units: 3, activation: 'relu', name: 'reader' }) });
    expect(config.mergeMode).toBe('concat');
    expect(config.layer).toEqual(lstm({ units: 3, activation: 'relu', name: 'reader' }));
    expect(config.backwardLayer).toEqual(lstm({ units: 3, activation: 'relu', goBackwards: true, name: 'backward_reader' }));
    expect(bidirectional({ layer: lstm({ units: 3, goBackwards: true }) }).config.backwardLayer).toEqual(lstm({ units: 3 }));
  });

  it('puts out zeros at masked steps of sequences in both directions', () => {
    const { config } = bidirectional({ layer: gru({ units: 3, returnSequences: true }) });
    expect([config.layer, config.backwardLayer].map((layer) => layer.config.zeroOutputForMask)).toEqual([true, true]);
    const last = bidirectional({ layer: gru({ units: 3 }) }).config;
    expect([last.layer, last.backwardLayer].map((layer) => layer.config.zeroOutputForMask)).toEqual([false, false]);
  });

  it('has the shape its merge mode gives', () => {
    const outputs = (options: BidirectionalOptions) => network([bidirectional(options)], { inputShape: [9, 5] }).outputShape;
    expect(outputs({ layer: gru({ units: 3 }) })).toEqual([null, 6]);
    expect(outputs({ layer: gru({ units: 3, returnSequences: true }) })).toEqual([null, 9, 6]);
    for (const mergeMode of ['sum', 'mul', 'ave'] as const) expect(outputs({ layer: gru({ units: 3 }), mergeMode })).toEqual([null, 3]);
    expect(outputs({ layer: gru({ units: 3 }), backwardLayer: lstm({ units: 4, goBackwards: true }) })).toEqual([null, 7]);
  });

  it('names its weights by direction', () => {
    const paths = network([bidirectional({ layer: gru({ units: 3 }), backwardLayer: lstm({ units: 3, goBackwards: true, useBias: false }) })], { inputShape: [null, 5] }).weights;
    expect(paths.map(({ path, shape }) => `${path} ${shape.join('x')}`)).toMatchInlineSnapshot(`
      [
        "bidirectional/forward/kernel 5x9",
        "bidirectional/forward/recurrentKernel 3x9",
        "bidirectional/forward/bias 2x9",
        "bidirectional/backward/kernel 5x12",
        "bidirectional/backward/recurrentKernel 3x12",
      ]
    `);
  });

  it('refuses layers that do not go together', () => {
    const make = (options: unknown) => () => bidirectional(options as BidirectionalOptions);
    expect(make({})).toThrowErrorMatchingInlineSnapshot(`[SekvensError: bidirectional({ layer }): expected a recurrent layer: simpleRNN, lstm or gru, got nothing. It is required.]`);
    expect(make({ layer: lstm })).toThrowErrorMatchingInlineSnapshot(`[SekvensError: bidirectional({ layer }): expected a recurrent layer, got a function. Call it: lstm({ units: 16 }).]`);
    expect(make({ layer: { kind: 'dense', config: { units: 3 } } })).toThrowErrorMatchingInlineSnapshot(`[SekvensError: bidirectional({ layer }): expected a recurrent layer: simpleRNN, lstm or gru, got "dense".]`);
    expect(make({ layer: { kind: 'lsmt', config: { units: 3 } } })).toThrowErrorMatchingInlineSnapshot(`[SekvensError: bidirectional({ layer }): expected a recurrent layer: simpleRNN, lstm or gru, got "lsmt". Did you mean lstm?]`);
    expect(make({ layer: { kind: 'lstm', config: { units: 0 } } })).toThrowErrorMatchingInlineSnapshot(`[SekvensError: lstm({ units }): expected a positive integer below 2^31, got 0.]`);
    expect(make({ layer: lstm({ units: 3 }), mergeMode: 'add' })).toThrowErrorMatchingInlineSnapshot(`[SekvensError: bidirectional({ mergeMode }): expected one of concat, sum, mul, ave, got "add".]`);
    expect(make({ layer: lstm({ units: 3 }), backwardLayer: lstm({ units: 3 }) })).toThrowErrorMatchingInlineSnapshot(`[SekvensError: bidirectional({ backwardLayer }): expected goBackwards: true, the other direction than layer, got {"goBackwards":false}.]`);
    expect(make({ layer: lstm({ units: 3 }), backwardLayer: lstm({ units: 3, goBackwards: true, returnSequences: true }) })).toThrowErrorMatchingInlineSnapshot(`[SekvensError: bidirectional({ backwardLayer }): expected returnSequences: false, as in layer, got {"returnSequences":true}.]`);
    expect(make({ layer: lstm({ units: 3 }), backwardLayer: lstm({ units: 4, goBackwards: true }), mergeMode: 'sum' })).toThrowErrorMatchingInlineSnapshot(`[SekvensError: bidirectional({ backwardLayer }): expected 3 units, as in layer, for mergeMode 'sum', got {"units":4}.]`);
    expect(make({ layer: lstm({ units: 3, goBackwards: true, returnSequences: true }) })).toThrowErrorMatchingInlineSnapshot(`[SekvensError: bidirectional({ layer }): expected a layer that reads forwards, got {"goBackwards":true,"returnSequences":true}. Its sequence would come out in reversed order; leave goBackwards out.]`);
    expect(make({ layer: lstm({ units: 3, zeroOutputForMask: true }) })).toThrowErrorMatchingInlineSnapshot(`[SekvensError: bidirectional({ layer }): expected no zeroOutputForMask without returnSequences, got {"zeroOutputForMask":true,"returnSequences":false}. In a bidirectional layer it goes with returnSequences; leave it out.]`);
  });
});
