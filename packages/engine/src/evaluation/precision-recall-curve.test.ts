import { expect, it } from 'vitest';
import { fromJson, rankedColumns } from '../../test/helpers/evaluation-goldens.js';
import { expectClose } from '../../test/helpers/expect-close.js';
import { precisionRecallCurve } from './precision-recall-curve.js';

it.each(rankedColumns)('has the points of scikit-learn: $name', ({ scores, positives, expected: { precisionRecall } }) => {
  const points = precisionRecallCurve(scores, positives);
  if (precisionRecall === null) return expect(points).toBeNull();
  expectClose(points!.map((point) => point.precision), precisionRecall[0]);
  expectClose(points!.map((point) => point.recall), precisionRecall[1]);
  expect(points!.map((point) => point.threshold)).toEqual(fromJson(precisionRecall[2]));
});
