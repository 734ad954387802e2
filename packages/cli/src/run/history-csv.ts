import type { EpochRecord } from './epoch-record.js';

const columns = ['epoch', 'loss', 'accuracy', 'testLoss', 'testAccuracy', 'rows', 'tokens', 'seconds'] as const;

/** An epoch a line; what was not measured is left empty. */
export function historyCsv(epochs: readonly EpochRecord[]): string {
  const lines = epochs.map((epoch) => columns.map((column) => epoch[column] ?? '').join(','));
  return `${[columns.join(','), ...lines].join('\n')}\n`;
}
