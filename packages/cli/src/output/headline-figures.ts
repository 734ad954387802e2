import type { TextEvaluation } from '@sekvens/engine';
import { percent } from './numbers.js';

/** The figures one looks at first, by name. Those that are undefined are left out. */
export function headlineFigures(evaluation: TextEvaluation): (readonly [name: string, value: string])[] {
  const { accuracy, macro, micro, weighted, loss, rocAuc, calibration } = evaluation;
  const ratio = (value: number): string => value.toFixed(3);
  return [
    [evaluation.task === 'multiClass' ? 'accuracy' : 'accuracy of whole rows', percent(accuracy)],
    ...(evaluation.task === 'multiLabel' ? [['Hamming loss', percent(evaluation.hammingLoss)] as const, ['micro F1', ratio(micro.f1)] as const] : []),
    ['macro F1', ratio(macro.f1)],
    ['weighted F1', ratio(weighted.f1)],
    ...(evaluation.task === 'multiClass' ? evaluation.topK.slice(0, 1).map(({ k, accuracy: top }) => [`top-${k} accuracy`, percent(top)] as const) : []),
    ...(rocAuc.macro === null ? [] : [['ROC-AUC', ratio(rocAuc.macro)] as const]),
    ['calibration error', percent(calibration.error)],
    ['loss', loss.toFixed(4)],
  ];
}
