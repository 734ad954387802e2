import { expect, it } from 'vitest';
import { countParameters, dense, embedding, network, simpleRNN } from '../index.js';
import type { SummaryOptions } from './summary.js';
import { summary } from './summary.js';

const lesson = network([embedding({ inputDim: 20_000, outputDim: 64, maskZero: true }), simpleRNN({ units: 16 }), dense({ units: 4, activation: 'softmax' })]);

it('prints the first model of the lesson', () => {
  expect(`\n${summary(lesson)}`).toMatchInlineSnapshot(`
    "
    Model: "sequential"
    ┏━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━┓
    ┃ Layer (type)                    ┃ Output Shape           ┃       Param # ┃
    ┡━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━┩
    │ embedding (Embedding)           │ (None, None, 64)       │     1,280,000 │
    ├─────────────────────────────────┼────────────────────────┼───────────────┤
    │ simple_rnn (SimpleRNN)          │ (None, 16)             │         1,296 │
    ├─────────────────────────────────┼────────────────────────┼───────────────┤
    │ dense (Dense)                   │ (None, 4)              │            68 │
    └─────────────────────────────────┴────────────────────────┴───────────────┘
     Total params: 1,281,364 (4.89 MB)
     Trainable params: 1,281,364 (4.89 MB)
     Non-trainable params: 0 (0.00 B)"
  `);
  expect(countParameters(lesson)).toBe(1_281_364);
});

it('rounds sizes as Python does, halves to even', () => {
  const size = (units: number) => /Total params: (.*)$/m.exec(summary(network([dense({ units, useBias: false })], { inputShape: [1] })))![1];
  expect([288, 352, 255, 256, 1, 2 ** 18].map(size)).toEqual(['288 (1.12 KB)', '352 (1.38 KB)', '255 (1020.00 B)', '256 (1.00 KB)', '1 (4.00 B)', '262,144 (1.00 MB)']);
});

it('refuses lines that hold no table', () => {
  const make = (options: unknown) => () => summary(lesson, options as SummaryOptions);
  expect(make({ lineLength: 10 })).toThrowErrorMatchingInlineSnapshot(`[SekvensError: summary(network, { lineLength }): expected an integer from 20 to 1000, got 10.]`);
  expect(make({ lineLength: 20, positions: [0.1, 0.2, 1] })).toThrowErrorMatchingInlineSnapshot(`[SekvensError: summary(network, { lineLength }): expected columns of at least 4 characters, got [2, 2, 16]. Make the line longer or move the positions apart.]`);
  expect(make({ positions: [0.5, 0.4, 1] })).toThrowErrorMatchingInlineSnapshot(`[SekvensError: summary(network, { positions }): expected three ascending shares above 0 and up to 1, got [0.5, 0.4, 1].]`);
  expect(make({ positions: [30, 60, 80] })).toThrowErrorMatchingInlineSnapshot(`[SekvensError: summary(network, { positions }): expected three ascending shares above 0 and up to 1, got [30, 60, 80].]`);
  expect(make({ width: 80 })).toThrowErrorMatchingInlineSnapshot(`[SekvensError: summary(network, options): expected options among lineLength, positions, got "width".]`);
});
