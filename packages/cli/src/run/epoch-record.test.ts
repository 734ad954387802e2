import { evaluatePredictions } from '@sekvens/engine';
import type { EpochLog } from '@sekvens/engine';
import { expect, it } from 'vitest';
import { epochRecords } from './epoch-record.js';
import { historyCsv } from './history-csv.js';

const first: EpochLog = { epoch: 0, loss: 1.5, accuracy: 0.5, validationLoss: 1.25, validationAccuracy: 0.75, rows: 10, tokens: 100, seconds: 2 };
const second: EpochLog = { epoch: 1, loss: 1, rows: 10, tokens: 100, seconds: 1.5 };
const texts = { texts: ['one', 'two'], ids: { values: Int32Array.of(2, 3), offsets: Int32Array.of(0, 1, 2) } };
const test = evaluatePredictions({ ...texts, task: 'multiClass', labels: ['a', 'b'], probabilities: [0.75, 0.25, 0.25, 0.75], truth: [0, 1] });

it('counts epochs from 1, and leaves empty what was not measured', () => {
  expect(historyCsv(epochRecords([first, second], undefined))).toBe(
    'epoch,loss,accuracy,testLoss,testAccuracy,rows,tokens,seconds\n1,1.5,0.5,1.25,0.75,10,100,2\n2,1,,,,10,100,1.5\n',
  );
});

it('takes the final test for the last epoch, unless that was tested by itself', () => {
  expect(epochRecords([first, second], test).map(({ testAccuracy }) => testAccuracy)).toEqual([0.75, 1]);
  expect(epochRecords([first], test)[0].testAccuracy).toBe(0.75);
  // of labels of which a row has any number, the share that is right
  expect(epochRecords([second], evaluatePredictions({ ...texts, task: 'multiLabel', labels: ['a', 'b'], probabilities: [1, 0, 1, 1], truth: [1, 0, 1, 0] }))[0].testAccuracy).toBe(0.75);
});

it('calls validation data by their name', () => {
  expect(historyCsv(epochRecords([first, second], test, 'validation'))).toBe(
    `epoch,loss,accuracy,testLoss,testAccuracy,validationLoss,validationAccuracy,rows,tokens,seconds\n1,1.5,0.5,,,1.25,0.75,10,100,2\n2,1,,${test.loss},1,,,10,100,1.5\n`,
  );
  expect(epochRecords([first, second], test, 'validation', 0).map(({ testAccuracy }) => testAccuracy)).toEqual([1, undefined]);
});

it('calls validation data by their name', () => {
  expect(historyCsv(epochRecords([first, second], test, 'validation'))).toBe(
    `epoch,loss,accuracy,testLoss,testAccuracy,validationLoss,validationAccuracy,rows,tokens,seconds\n1,1.5,0.5,,,1.25,0.75,10,100,2\n2,1,,${test.loss},1,,,10,100,1.5\n`,
  );
  expect(epochRecords([first, second], test, 'validation', 0).map(({ testAccuracy }) => testAccuracy)).toEqual([1, undefined]);
});
