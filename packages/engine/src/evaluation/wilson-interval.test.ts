import { expect, it } from 'vitest';
import { multiGoldens, singleGoldens } from '../../test/helpers/evaluation-goldens.js';
import { expectClose } from '../../test/helpers/expect-close.js';
import { wilsonInterval } from './wilson-interval.js';

it.each([...singleGoldens, ...multiGoldens])("is within 1e-12 of SciPy's: $name", ({ expected, ...golden }) => {
  const rows = golden.probabilities.length / golden.labels.length;
  expectClose(wilsonInterval(Math.round(expected.accuracy * rows), rows), expected.accuracyInterval);
});

it('stays within 0 and 1, is a mirror image of that of the mistakes, and is everything where there are no rows', () => {
  for (const [hits, rows] of [[0, 1], [0, 1e6], [3, 7], [50, 100], [1e6, 1e6]]) {
    const { low, high } = wilsonInterval(hits, rows);
    const mirrored = wilsonInterval(rows - hits, rows);
    expect(low).toBeGreaterThanOrEqual(0);
    expect(high).toBeLessThanOrEqual(1);
    expect(low <= hits / rows && hits / rows <= high).toBe(true);
    expectClose([1 - high, 1 - low], [mirrored.low, mirrored.high]);
  }
  expect(wilsonInterval(0, 0)).toEqual({ low: 0, high: 1 });
});
