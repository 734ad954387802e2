import type { EpochLog, TextEvaluation } from '@sekvens/engine';

/** An epoch as records and JSON output have it: counted from 1, validation called what it is done with here, the test set. */
export interface EpochRecord {
  readonly epoch: number;
  readonly loss: number;
  readonly accuracy: number | undefined;
  readonly testLoss: number | undefined;
  readonly testAccuracy: number | undefined;
  readonly rows: number;
  readonly tokens: number;
  readonly seconds: number;
}

export function epochRecord({ epoch, loss, accuracy, validationLoss, validationAccuracy, rows, tokens, seconds }: EpochLog): EpochRecord {
  return { epoch: epoch + 1, loss, accuracy, testLoss: validationLoss, testAccuracy: validationAccuracy, rows, tokens, seconds };
}

/** All epochs; a last one that was not tested by itself has the figures of the final test, which came right after it. */
export function epochRecords(epochs: readonly EpochLog[], test: Pick<TextEvaluation, 'loss' | 'accuracy'> | undefined): EpochRecord[] {
  const records = epochs.map(epochRecord);
  const last = records.length - 1;
  return records.map((record, i) => (i === last && test && record.testLoss === undefined ? { ...record, testLoss: test.loss, testAccuracy: test.accuracy } : record));
}
