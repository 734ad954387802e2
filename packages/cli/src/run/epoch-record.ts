import type { ClassificationReport, EpochLog } from '@sekvens/engine';

/** What the model is measured on after every epoch. */
export type Measured = 'test' | 'validation';

/** An epoch as records and JSON output have it: counted from 1, and the set called by what it is. */
export interface EpochRecord {
  readonly epoch: number;
  readonly loss: number;
  readonly accuracy: number | undefined;
  readonly testLoss: number | undefined;
  readonly testAccuracy: number | undefined;
  readonly validationLoss?: number | undefined;
  readonly validationAccuracy?: number | undefined;
  readonly rows: number;
  readonly tokens: number;
  readonly seconds: number;
}

export function epochRecord({ epoch, loss, accuracy, validationLoss, validationAccuracy, rows, tokens, seconds }: EpochLog, on: Measured = 'test'): EpochRecord {
  const measured = on === 'test' ? { testLoss: validationLoss, testAccuracy: validationAccuracy } : { testLoss: undefined, testAccuracy: undefined, validationLoss, validationAccuracy };
  return { epoch: epoch + 1, loss, accuracy, ...measured, rows, tokens, seconds };
}

/** All epochs; one that was not tested by itself and whose weights the model has, `kept` or the last one, has the figures of the final test. */
export function epochRecords(epochs: readonly EpochLog[], test: ClassificationReport | undefined, on: Measured = 'test', kept = epochs.length - 1): EpochRecord[] {
  const records = epochs.map((log) => epochRecord(log, on));
  return records.map((record, i) => (i === kept && test && record.testLoss === undefined ? { ...record, testLoss: test.loss, testAccuracy: test.accuracy } : record));
}
