import { expect, it } from 'vitest';
import { fromJson, rankedColumns } from '../../test/helpers/evaluation-goldens.js';
import { expectClose } from '../../test/helpers/expect-close.js';
import { rocAuc } from './roc-auc.js';
import { rocCurve } from './roc-curve.js';

it.each(rankedColumns)('has the points of scikit-learn: $name', ({ scores, positives, expected: { roc } }) => {
  const points = rocCurve(scores, positives);
  if (roc === null) return expect(points).toBeNull();
  expectClose(points!.map((point) => point.falsePositiveRate), roc[0]);
  expectClose(points!.map((point) => point.truePositiveRate), roc[1]);
  expect(points!.map((point) => point.threshold)).toEqual(fromJson(roc[2]));
  // trapezoids
  const area = points!.slice(1).reduce((sum, b, i) => sum + (b.falsePositiveRate - points![i].falsePositiveRate) * (b.truePositiveRate + points![i].truePositiveRate) / 2, 0);
  expectClose(area, rocAuc(scores, positives));
});
