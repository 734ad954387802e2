import { multiLabelReport } from '@sekvens/engine';
import picocolors from 'picocolors';
import { expect, it } from 'vitest';
import { multiLabelText } from './multi-label-text.js';
import { reportText } from './report-text.js';

it('has F1, rows whose labels are all right, and a row a label', () => {
  const colors = picocolors.createColors(false);
  const report = multiLabelReport(['food', 'music'], [0.9, 0.1, 0.2, 0.8, 0.6, 0.4], [1, 0, 1, 1, 1, 0], [0.5, 0.3]);
  const text = multiLabelText(report, colors);
  expect(reportText(report, colors, 80)).toBe(text);
  expect(text).toMatchInlineSnapshot(`
    "micro F1 0.750  macro F1 0.733  all labels right 33.33 %  Hamming loss 0.3333  loss 0.5108  3 rows

    label  threshold  precision  recall     F1  rows  predicted
    food       0.500      1.000   0.667  0.800     3          2
    music      0.300      0.500   1.000  0.667     1          2"
  `);
});
