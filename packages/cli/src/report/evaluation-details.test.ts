import { rocAuc } from '@sekvens/engine';
import { expect, it } from 'vitest';
import { predictions } from '../../test/report/evaluations.js';
import { evaluationDetails } from './evaluation-details.js';

it('has lengths, and curves from end to end under which the area is the exact one', () => {
  const predicted = predictions({ labels: ['a', 'b', 'c'], rows: 3000 });
  const { lengths, roc, precisionRecall } = evaluationDetails(predicted);
  expect(lengths).toHaveLength(3000);
  expect(roc.map(({ label }) => label)).toEqual(['a', 'b', 'c']);
  roc.forEach(({ points }, c) => {
    expect([points[0], points.at(-1)]).toEqual([[0, 0], [1, 1]]);
    expect(points.length).toBeLessThan(500);
    const area = points.slice(1).reduce((sum, [x, y], i) => sum + ((x - points[i][0]) * (y + points[i][1])) / 2, 0);
    const scores = Array.from({ length: 3000 }, (_, r) => predicted.probabilities[3 * r + c]);
    expect(area).toBeCloseTo(rocAuc(scores, scores.map((_, r) => predicted.truth[r] === c))!, 2);
  });
  expect(precisionRecall.every(({ points }) => points[0][0] === 0 && points.at(-1)![0] === 1)).toBe(true);
});

it('has curves of the eight labels with most rows, in their order, and none where they are undefined', () => {
  const many = Array.from({ length: 12 }, (_, i) => `l${i}`);
  const predicted = predictions({ labels: many, rows: 120 });
  // l4 to l7 have 8 rows, l0 to l3 have 7
  const truth = Array.from({ length: 120 }, (_, r) => (r < 60 ? 11 : r % 8));
  expect(evaluationDetails({ ...predicted, truth }).roc.map(({ label }) => label)).toEqual(['l0', 'l1', 'l2', 'l4', 'l5', 'l6', 'l7', 'l11']);
  expect(evaluationDetails({ ...predicted, truth: truth.map(() => 0) })).toMatchObject({ roc: [], precisionRecall: [{ label: 'l0' }] });
});
