/** What is kept of a training of a trial: a line of trials.jsonl. */
export interface TrialRecord {
  /** From 1. */
  readonly trial: number;
  /** Share of the whole training, of which 1 is the last and the one that counts. */
  readonly share: number;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly outcome: 'trained' | 'too large' | 'impossible' | 'diverged';
  /** Why it was not trained to the end. */
  readonly reason?: string;
  readonly steps?: number;
  readonly accuracy?: number;
  readonly macroF1?: number;
  readonly loss?: number;
  readonly parameters?: number;
  /** Of the saved model. */
  readonly bytes?: number;
  readonly seconds?: number;
}

export const metrics = ['accuracy', 'macroF1'] as const;

export type Metric = (typeof metrics)[number];

/** The better one first: of those that went further, by the metric, then by the loss; the earlier one of equals. */
export function compareTrials(metric: Metric): (a: TrialRecord, b: TrialRecord) => number {
  const of = ({ [metric]: value = -1 }: TrialRecord): number => value;
  return (a, b) => b.share - a.share || of(b) - of(a) || (a.loss ?? Infinity) - (b.loss ?? Infinity) || a.trial - b.trial;
}

/** Each trial once, as far as it went, the best first; those that were not trained come last. */
export function ranking(records: readonly TrialRecord[], metric: Metric): TrialRecord[] {
  const furthest = new Map<number, TrialRecord>();
  for (const record of records) {
    const before = furthest.get(record.trial);
    if (before === undefined || record.share > before.share) furthest.set(record.trial, record);
  }
  const isTrained = ({ outcome }: TrialRecord): number => (outcome === 'trained' ? 0 : 1);
  return [...furthest.values()].sort((a, b) => isTrained(a) - isTrained(b) || compareTrials(metric)(a, b));
}
