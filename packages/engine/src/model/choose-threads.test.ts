import { bidirectional, dense, embedding, lstm, network, simpleRNN } from '@sekvens/layers';
import { expect, test } from 'vitest';
import { chooseThreads } from './choose-threads.js';

const small = network([embedding({ inputDim: 20_000, outputDim: 64 }), simpleRNN({ units: 16 }), dense({ units: 4 })]);
const large = network([embedding({ inputDim: 100, outputDim: 128 }), bidirectional({ layer: lstm({ units: 64 }) }), dense({ units: 4 })]);

test('a small network has one thread, however large its vocabulary; a large one shares', () => {
  expect(chooseThreads(small, 16, undefined, 'fit')).toBe(1);
  const threads = chooseThreads(large, 16, undefined, 'fit');
  expect(threads).toBeGreaterThanOrEqual(1);
  expect(threads).toBeLessThanOrEqual(8);
});

test('a given number is taken as it is, or refused', () => {
  expect(chooseThreads(small, 16, 3, 'fit({ threads })')).toBe(3);
  expect(() => chooseThreads(small, 16, 0, 'fit({ threads })')).toThrowErrorMatchingInlineSnapshot(
    `[SekvensError: fit({ threads }): expected an integer from 1 to 64, got 0. Leave it out to let sekvens choose.]`,
  );
});
