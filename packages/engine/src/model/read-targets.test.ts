import { raggedFrom } from '@sekvens/core';
import { dense, embedding, lstm, masking, network } from '@sekvens/layers';
import { describe, expect, it } from 'vitest';
import { errorOf } from '../../test/helpers/error-of.js';
import type { LossName } from '../training-config.js';
import { readInput } from './model-input.js';
import type { ModelInput } from './model-input.js';
import { assertBatchTargets, readTargets } from './read-targets.js';

const rowsOf = (units: number) => network([embedding({ inputDim: 5, outputDim: 2 }), lstm({ units: 2 }), dense({ units })]);
const stepsOf = (units: number, maskZero = true) => network([embedding({ inputDim: 5, outputDim: 2, maskZero }), lstm({ units: 2, returnSequences: true }), dense({ units })]);
const read = (net: ReturnType<typeof network>, loss: LossName, x: ModelInput, y: unknown) => readTargets(net, loss, y, readInput(net, x, 'fit'), 'fit');

describe('readTargets', () => {
  it('takes one class a row, flat, typed or nested', () => {
    for (const y of [[0, 1, 2], Int32Array.of(0, 1, 2), new Float64Array([0, 1, 2]), [[0], [1], [2]]]) {
      const targets = read(rowsOf(3), 'sparseCategoricalCrossentropy', [[1], [2], [3, 4]], y);
      expect(targets.select([2, 0], 7)).toEqual(Int32Array.of(2, 0));
    }
  });

  it('takes as many numbers a row as there are outputs, flat or nested', () => {
    for (const y of [[1, 0, 0.25, 0.75], Float32Array.of(1, 0, 0.25, 0.75), [[1, 0], Float32Array.of(0.25, 0.75)]]) {
      for (const loss of ['categoricalCrossentropy', 'binaryCrossentropy', 'meanSquaredError'] as const) {
        expect(read(rowsOf(2), loss, [[1], [2]], y).select([1, 0], 7)).toEqual(Float32Array.of(0.25, 0.75, 1, 0));
      }
    }
  });

  it('takes the labels of rows, as zeros and ones for the rows that are asked for', async () => {
    const labels = { ids: raggedFrom([[0, 2], [], [1]]), width: 3 };
    for (const loss of ['categoricalCrossentropy', 'binaryCrossentropy', 'meanSquaredError'] as const) {
      expect(read(rowsOf(3), loss, [[1], [2], [3]], labels).select([2, 0, 1], 7)).toEqual(Float32Array.of(0, 1, 0, 1, 0, 1, 0, 0, 0));
    }
    const refusal = (net: ReturnType<typeof network>, loss: LossName, y: unknown) => errorOf(() => read(net, loss, [[1], [2], [3]], y));
    expect(await refusal(rowsOf(3), 'sparseCategoricalCrossentropy', labels)).toBe('invalid-data: fit, y: expected targets for the loss sparseCategoricalCrossentropy, got the labels of rows.');
    expect(await refusal(stepsOf(3), 'binaryCrossentropy', labels)).toBe('invalid-data: fit, y: expected targets for an output at every time step, got the labels of rows.');
    expect(await refusal(rowsOf(4), 'binaryCrossentropy', labels)).toBe('invalid-data: fit, y.width: expected 4, the outputs of the network, got 3.');
    expect(await refusal(rowsOf(3), 'binaryCrossentropy', { ...labels, ids: raggedFrom([[0], [1]]) })).toBe('invalid-data: fit, y.ids: expected labels of 3 rows, got 2.');
  });

  it('takes one class a time step and fills rows up to the padded length', () => {
    const x = [[1, 2], [], [3, 4, 1]];
    for (const y of [[1, 0, 1, 1, 0], [[1, 0], [], [1, 1, 0]]]) {
      const targets = read(stepsOf(2), 'sparseCategoricalCrossentropy', x, y);
      expect(targets.select([0, 2], 3)).toEqual(Int32Array.of(1, 0, 0, 1, 1, 0));
      expect(targets.select([1, 0], 2)).toEqual(Int32Array.of(0, 0, 1, 0));
    }
  });

  it('takes outputs a time step', () => {
    const targets = read(stepsOf(2), 'meanSquaredError', [[1, 2], [3]], [[1, 2, 3, 4], [5, 6]]);
    expect(targets.select([1, 0], 2)).toEqual(Float32Array.of(5, 6, 0, 0, 1, 2, 3, 4));
  });

  it('without a mask takes time steps of rows of one length', async () => {
    expect(read(stepsOf(2, false), 'sparseCategoricalCrossentropy', [[1, 2], [3, 4]], [1, 0, 0, 1]).select([1], 2)).toEqual(Int32Array.of(0, 1));
    expect(await errorOf(() => read(stepsOf(2, false), 'sparseCategoricalCrossentropy', [[1, 2], [3]], [1, 0, 0]))).toMatchInlineSnapshot(
      `"invalid-data: fit, x[1]: expected 2 time steps as in the first row, for an output at every time step without a mask, got 1. Mask the padding with embedding({ maskZero: true }) or masking(), or pad the rows and their targets to one length."`,
    );
  });

  it('a masking layer that leaves zeros present does not hide padding', async () => {
    const net = network([masking({ maskValue: -1 }), lstm({ units: 2, returnSequences: true }), dense({ units: 2 })], { inputShape: [null, 1] });
    expect(await errorOf(() => read(net, 'meanSquaredError', [[[1], [2]], [[3]]], new Float32Array(6)))).toMatch(/^invalid-data: fit, x\[1\]: expected 2 time steps as in the first row/);
  });

  const two = [[1], [2]];
  const refused: [string, LossName, unknown, string][] = [
    ['nothing', 'meanSquaredError', undefined, 'fit, y: expected an array with 3 numbers a row, got undefined.'],
    ['a string', 'sparseCategoricalCrossentropy', '12', 'fit, y: expected an array with one class index a row, got "12".'],
    ['too few classes', 'sparseCategoricalCrossentropy', [1], 'fit, y: expected 2 numbers for 2 rows, one class index a row, got 1.'],
    ['classes given one-hot', 'sparseCategoricalCrossentropy', [1, 0, 0, 0, 1, 0], 'fit, y: expected 2 numbers for 2 rows, one class index a row, got 6.'],
    ['rows of one-hot classes', 'sparseCategoricalCrossentropy', [[1, 0, 0], [0, 1, 0]], 'fit, y[0]: expected 1 numbers, one class index a row, got 3.'],
    ['too few rows', 'categoricalCrossentropy', [[1, 0, 0]], 'fit, y: expected 2 rows of targets, as x has, got 1.'],
    ['rows of unequal length', 'categoricalCrossentropy', [[1, 0, 0, 0], [1, 0]], 'fit, y[0]: expected 3 numbers, 3 numbers a row, got 4.'],
    ['rows that are none', 'categoricalCrossentropy', [[1, 0, 0], 5], 'fit, y[1]: expected 3 numbers, 3 numbers a row, got 5.'],
    ['no targets', 'meanSquaredError', [], 'fit, y: expected 6 numbers for 2 rows, 3 numbers a row, got 0.'],
    ['a class that does not exist', 'sparseCategoricalCrossentropy', [0, 3], 'fit, y[1]: expected a class from 0 to 2, got 3. The last layer has 3 units; give it as many as there are classes.'],
    ['a negative class', 'sparseCategoricalCrossentropy', [-1, 0], 'fit, y[0]: expected a class from 0 to 2, got -1.'],
    ['a class between two', 'sparseCategoricalCrossentropy', [0.5, 0], 'fit, y[0]: expected a class from 0 to 2, got 0.5.'],
    ['a label', 'sparseCategoricalCrossentropy', ['World', 'Sports'], 'fit, y[0]: expected a class from 0 to 2, got "World". Give the position of the label among all labels.'],
    ['a nested wrong class', 'sparseCategoricalCrossentropy', [[0], [9]], 'fit, y[1][0]: expected a class from 0 to 2, got 9. The last layer has 3 units; give it as many as there are classes.'],
    ['a negative share', 'categoricalCrossentropy', [1, 0, 0, 1, -1, 1], 'fit, y[4]: expected a finite number of at least 0, got -1.'],
    ['a probability above 1', 'binaryCrossentropy', [1, 0, 0, 1, 1.5, 1], 'fit, y[4]: expected a number from 0 to 1, got 1.5.'],
    ['infinity', 'meanSquaredError', [1, 0, 0, 1, -Infinity, 1], 'fit, y[4]: expected a finite number, got -Infinity.'],
    ['NaN', 'meanSquaredError', [1, 0, 0, 1, 1, NaN], 'fit, y[5]: expected a finite number, got NaN.'],
  ];
  for (const [what, loss, y, message] of refused) {
    it(`refuses ${what}`, async () => {
      expect(await errorOf(() => read(rowsOf(3), loss, two, y))).toBe(`invalid-data: ${message}`);
    });
  }

  it('refuses targets of other time steps than the row has', async () => {
    expect(await errorOf(() => read(stepsOf(2), 'sparseCategoricalCrossentropy', [[1, 2], [3]], [[1], [0, 1]]))).toBe('invalid-data: fit, y[0]: expected 2 numbers, one class index a time step, got 1.');
    expect(await errorOf(() => read(stepsOf(2), 'meanSquaredError', [[1, 2], [3]], [1, 2, 3]))).toBe('invalid-data: fit, y: expected 6 numbers for 2 rows, 2 numbers a time step, got 3.');
    expect(await errorOf(() => read(stepsOf(1), 'meanSquaredError', [[1, 2], [3]], [1, 2]))).toBe('invalid-data: fit, y: expected 3 numbers for 2 rows, one number a time step, got 2.');
  });
});

describe('assertBatchTargets', () => {
  it('takes what can be meant', () => {
    assertBatchTargets(rowsOf(3), 'sparseCategoricalCrossentropy', Int32Array.of(0, 2), 'batch');
    assertBatchTargets(rowsOf(3), 'sparseCategoricalCrossentropy', Float32Array.of(0, 2), 'batch');
    assertBatchTargets(rowsOf(3), 'meanSquaredError', Int32Array.of(-1, 2, 3), 'batch');
  });

  it('refuses what cannot', async () => {
    const refusal = (loss: LossName, targets: unknown) => errorOf(() => assertBatchTargets(rowsOf(3), loss, targets, 'batch'));
    expect(await refusal('sparseCategoricalCrossentropy', [0, 1])).toBe('invalid-data: batch: expected an Int32Array or Float32Array, got [0, 1].');
    expect(await refusal('sparseCategoricalCrossentropy', Float32Array.of(0.5))).toBe('invalid-data: batch[0]: expected a class from 0 to 2, got 0.5.');
    expect(await refusal('meanSquaredError', Float32Array.of(0, NaN))).toBe('invalid-data: batch[1]: expected a finite number, got NaN.');
  });
});
