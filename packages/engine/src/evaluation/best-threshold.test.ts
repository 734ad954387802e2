import { expect, it } from 'vitest';
import { rankedColumns } from '../../test/helpers/evaluation-goldens.js';
import { expectClose } from '../../test/helpers/expect-close.js';
import { bestThreshold } from './best-threshold.js';
import { multiLabelReport } from './multi-label-report.js';

it.each(rankedColumns)('has the highest F1 of all scores, as the report finds it: $name', ({ scores, positives, expected }) => {
  const best = bestThreshold(scores, positives);
  if (expected.best === null) return expect(best).toBeNull();
  expectClose(best!.f1, expected.best);
  expectClose(multiLabelReport(['a'], scores, positives, best!.threshold).classes[0].f1, expected.best);
});

it('is the highest of equally good ones', () => {
  expect(bestThreshold([0.9, 0.5, 0.4, 0.1], [1, 0, 1, 0])).toEqual({ threshold: 0.4, f1: 0.8 });
  expect(bestThreshold([0.9, 0.5, 0.4, 0.3], [1, 0, 0, 1])!.threshold).toBe(0.9);
});
