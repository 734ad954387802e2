import { batchSequences } from '@sekvens/core';
import { dense, embedding, lstm, network } from '@sekvens/layers';
import type { Network } from '@sekvens/layers';
import { describe, expect, it } from 'vitest';
import { errorOf } from '../../test/helpers/error-of.js';
import { learnableRows } from '../../test/helpers/examples.js';
import type { LossName } from '../training-config.js';
import { resolveClassWeights } from './class-weights.js';
import type { ClassWeights } from './class-weights.js';
import { toBatches } from './model-data.js';
import type { ModelBatch, ModelData } from './model-data.js';
import { sequential } from './sequential.js';

const net = (units: number, activation: 'softmax' | 'sigmoid' = 'softmax', returnSequences = false) =>
  network([embedding({ inputDim: 9, outputDim: 2, maskZero: true }), lstm({ units: 2, returnSequences }), dense({ units, activation })]);
const x = [[1], [2], [3], [4]];
const where = 'fit({ classWeights })';

function weigh(option: ClassWeights | undefined, data: ModelData, chain: Network = net(3), loss: LossName = 'sparseCategoricalCrossentropy'): number[] | undefined {
  const batches = toBatches(chain, loss, data, { batchSize: 4, shuffleSeed: undefined }, 'fit');
  const weightsOf = resolveClassWeights(option, chain, loss, batches, where);
  const [batch] = batches.epoch(0) as Iterable<ModelBatch>;
  const weights = weightsOf(batch);
  return weights && Array.from(weights);
}

describe('resolveClassWeights', () => {
  it('gives rows the weight of their class', () => {
    expect(weigh([0.5, 1, 3], { x, y: [2, 0, 1, 2] })).toEqual([3, 0.5, 1, 3]);
    expect(weigh(Float64Array.of(0.5, 1, 3), { x, y: [2, 0, 1, 2] })).toEqual([3, 0.5, 1, 3]);
    expect(weigh({ 2: 4 }, { x, y: [2, 0, 1, 2] })).toEqual([4, 1, 1, 4]);
    expect(weigh([0.5, 1, 3], { x, y: [[0, 0.2, 0.8], [1, 0, 0], [0.5, 0.5, 0], [0, 0, 1]] }, net(3), 'categoricalCrossentropy')).toEqual([3, 0.5, 0.5, 3]);
    expect(weigh([0.5, 3], { x, y: [1, 0, 0.5, 0.75] }, net(1, 'sigmoid'), 'binaryCrossentropy')).toEqual([3, 0.5, 0.5, 3]);
  });

  it('multiplies it into the weights of rows', () => {
    expect(weigh([0.5, 1, 3], { x, y: [2, 0, 1, 2], sampleWeights: [1, 2, 3, 0] })).toEqual([3, 1, 3, 0]);
    expect(weigh(undefined, { x, y: [2, 0, 1, 2], sampleWeights: [1, 2, 3, 0] })).toEqual([1, 2, 3, 0]);
    expect(weigh(undefined, { x, y: [2, 0, 1, 2] })).toBe(undefined);
  });

  it('balances classes of rows in memory', () => {
    expect(weigh('balanced', { x, y: [2, 2, 0, 2] })).toEqual([4 / 6, 4 / 6, 2, 4 / 6].map(Math.fround));
    expect(weigh('balanced', { x, y: [1, 0, 0, 0] }, net(1, 'sigmoid'), 'binaryCrossentropy')).toEqual([2, 4 / 6, 4 / 6, 4 / 6].map(Math.fround));
  });

  const { x: ids, y } = learnableRows(8, { vocabulary: 9 });
  const refused: [string, () => unknown, string][] = [
    ['too few weights', () => weigh([1, 2], { x, y: [2, 0, 1, 2] }), `${where}: expected 3 numbers, one a class, got [1, 2].`],
    ['a class that is none', () => weigh({ 3: 1 }, { x, y: [2, 0, 1, 2] }), `${where}: expected classes from 0 to 2, got "3".`],
    ['a class in words', () => weigh({ sports: 1 } as never, { x, y: [2, 0, 1, 2] }), `${where}: expected classes from 0 to 2, got "sports".`],
    ['a class with other digits', () => weigh({ '01': 1 } as never, { x, y: [2, 0, 1, 2] }), `${where}: expected classes from 0 to 2, got "01".`],
    ['a negative weight', () => weigh([1, -2, 1], { x, y: [2, 0, 1, 2] }), `${where}[1]: expected a finite number of at least 0, got -2.`],
    ['a weight in words', () => weigh({ 0: '1' } as never, { x, y: [2, 0, 1, 2] }), `${where}[0]: expected a finite number of at least 0, got "1".`],
    ['another word', () => weigh('balance' as never, { x, y: [2, 0, 1, 2] }), `${where}: expected 'balanced', 3 numbers, or numbers by class index, got "balance".`],
    ['null', () => weigh(null as never, { x, y: [2, 0, 1, 2] }), `${where}: expected 'balanced', 3 numbers, or numbers by class index, got null.`],
    ['balancing batches made elsewhere', () => weigh('balanced', batchSequences(ids, y, { batchSize: 4 })), `${where}: expected weights by class for batches made elsewhere, got "balanced". Give a number for each class, or rows in memory, { x, y }.`],
    ['numbers that are no classes', () => weigh([1, 1], { x, y: [1, 0, 1, 2] }, net(1, 'sigmoid'), 'meanSquaredError'), `${where}: expected nothing with meanSquaredError, which has no classes, got [1, 1].`],
    ['several outputs of yes or no', () => weigh([1, 1], { x, y: [1, 0, 1, 1, 0, 0, 1, 0] }, net(2, 'sigmoid'), 'binaryCrossentropy'), `${where}: expected nothing with binaryCrossentropy of 2 outputs, where a row has no one class, got [1, 1].`],
    ['an output at every time step', () => weigh([1, 1, 1], { x, y: [2, 0, 1, 2] }, net(3, 'softmax', true)), `${where}: expected nothing for an output at every time step, got [1, 1, 1]. Weigh rows with sampleWeights.`],
  ];
  for (const [what, attempt, message] of refused) {
    it(`refuses ${what}`, async () => {
      expect(await errorOf(attempt)).toBe(`invalid-option: ${message}`);
    });
  }
});

it('fit weighs the rows of training by class, of batches made elsewhere, too, and not those of validation', async () => {
  const { x: ids, y } = learnableRows(12, { vocabulary: 9 });
  const losses = async (data: ModelData, classWeights?: ClassWeights) => {
    const model = sequential([embedding({ inputDim: 9, outputDim: 2, maskZero: true }), dense({ units: 2 }), lstm({ units: 2 }), dense({ units: 3, activation: 'softmax' })]);
    model.compile({ loss: 'sparseCategoricalCrossentropy' });
    const { epochs: [log] } = await model.fit(data, { batchSize: 12, classWeights, validationData: { x: ids, y } });
    return [log.loss, log.validationLoss!];
  };
  const weights = [0, 2, 5];
  const [plain] = await losses({ x: ids, y });
  const expected = await losses({ x: ids, y, sampleWeights: Array.from(y, (label) => weights[label]) });
  expect(expected[0]).not.toBeCloseTo(plain, 3);
  expect(await losses({ x: ids, y }, weights)).toEqual(expected);
  expect(await losses({ x: ids, y }, { 0: 0, 1: 2, 2: 5 })).toEqual(expected);
  const batches = (sampleWeights?: Float32Array) => batchSequences(ids, y, { batchSize: 12, shuffle: false, ...(sampleWeights && { sampleWeights }) });
  expect(await losses(batches(), weights)).toEqual(await losses(batches(Float32Array.from(y, (label) => weights[label]))));
});
