import type { EpochRecord } from './epoch-record.js';

const columns = ['epoch', 'loss', 'accuracy', 'testLoss', 'testAccuracy', 'validationLoss', 'validationAccuracy', 'rows', 'tokens', 'seconds'] as const;

/** An epoch a line; what was not measured is left empty. Columns about validation data are there where there are such data. */
export function historyCsv(epochs: readonly EpochRecord[]): string {
  const isValidated = epochs.some(({ validationLoss }) => validationLoss !== undefined);
  const shown = columns.filter((column) => isValidated || !column.startsWith('validation'));
  const lines = epochs.map((epoch) => shown.map((column) => epoch[column] ?? '').join(','));
  return `${[shown.join(','), ...lines].join('\n')}\n`;
}
