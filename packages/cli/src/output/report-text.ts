import type { ClassificationReport, MultiLabelReport } from '@sekvens/engine';
import { evaluationText } from './evaluation-text.js';
import { multiLabelText } from './multi-label-text.js';
import type { Colors } from './output.js';

/** What was measured, of either task. */
export function reportText(report: ClassificationReport | MultiLabelReport, colors: Colors, width: number): string {
  return 'confusion' in report ? evaluationText(report, colors, width) : multiLabelText(report, colors);
}
