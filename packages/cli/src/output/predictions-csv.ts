import type { PredictedTexts } from '@sekvens/engine';
import Papa from 'papaparse';

/**
 * A line a row: its number from 1, the true and the predicted label, whether they agree, the number of tokens, the probability of every label,
 * and the text. Of a multi-label task the labels of a row have `|` between them, those whose probability reaches their threshold are predicted.
 */
export function predictionsCsv({ task, labels, texts, ids, probabilities, truth, thresholds = labels.map(() => 0.5) }: PredictedTexts): string {
  const width = labels.length;
  const lines = texts.map((text, r) => {
    const own = Array.from(labels, (_, c) => probabilities[r * width + c]);
    const named = (has: (c: number) => boolean): string => labels.filter((_, c) => has(c)).join('|');
    const [isTrue, isPredicted] =
      task === 'multiClass' ? [labels[truth[r]], labels[own.indexOf(Math.max(...own))]] : [named((c) => truth[r * width + c] === 1), named((c) => own[c] >= thresholds[c])];
    return [r + 1, isTrue, isPredicted, isTrue === isPredicted, ids.offsets[r + 1] - ids.offsets[r], ...own, text];
  });
  return `${Papa.unparse([['row', 'true', 'predicted', 'correct', 'tokens', ...labels.map((label) => `p(${label})`), 'text'], ...lines], { newline: '\n' })}\n`;
}
