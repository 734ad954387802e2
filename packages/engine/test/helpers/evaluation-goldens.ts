/** Figures as scikit-learn computes them; see fixtures/evaluation. */
import { readFileSync } from 'node:fs';

type Row<T extends string> = Readonly<Record<T, readonly number[]>>;
type Mean = Readonly<Record<'macro' | 'weighted', number | null>>;
type Curve = readonly [readonly number[], readonly number[], readonly (number | 'inf')[]];

export interface GoldenRanking {
  readonly rocAuc: number | null;
  readonly averagePrecision: number | null;
  /** False and true positive rates, thresholds. */
  readonly roc: Curve | null;
  /** Precision, recall, thresholds. */
  readonly precisionRecall: Curve | null;
}

export interface GoldenCalibration extends Row<'rows' | 'share' | 'probability'> {
  readonly error: number;
  readonly maximumError: number;
}

interface Expected {
  readonly accuracy: number;
  readonly accuracyInterval: { readonly low: number; readonly high: number };
  readonly loss: number;
  readonly classes: Row<'precision' | 'recall' | 'f1' | 'support'>;
  readonly macro: object;
  readonly micro: object;
  readonly weighted: object;
  readonly rocAuc: Mean;
  readonly averagePrecision: Mean;
  readonly rankings: readonly GoldenRanking[];
  readonly calibration: GoldenCalibration;
}

export interface SingleGolden {
  readonly name: string;
  readonly labels: readonly string[];
  readonly probabilities: readonly number[];
  readonly truth: readonly number[];
  readonly expected: Expected & {
    readonly confusion: readonly (readonly number[])[];
    readonly topK: readonly (readonly [k: number, accuracy: number])[] | null;
    readonly brier: number;
    readonly matthewsCorrelation: number;
    readonly cohensKappa: number | null;
  };
}

export interface MultiGolden {
  readonly name: string;
  readonly labels: readonly string[];
  readonly probabilities: readonly number[];
  readonly targets: readonly number[];
  readonly thresholds: readonly number[];
  readonly expected: Expected & { readonly hammingLoss: number; readonly predicted: readonly number[]; readonly samples: object };
}

const all = JSON.parse(readFileSync(new URL('../../fixtures/evaluation/evaluation.json', import.meta.url), 'utf8')) as { single: SingleGolden[]; multi: MultiGolden[] };

export const { single: singleGoldens, multi: multiGoldens } = all;

/** The scores of one label, which rows have it, and what is expected of them; for every label of every golden. */
export const rankedColumns = [...singleGoldens, ...multiGoldens].flatMap((golden) =>
  golden.labels.map((label, c) => {
    const width = golden.labels.length;
    const rows = golden.probabilities.length / width;
    return {
      name: `${golden.name}, ${label}`,
      scores: Array.from({ length: rows }, (_, r) => golden.probabilities[r * width + c]),
      positives: Array.from({ length: rows }, (_, r) => ('truth' in golden ? Number(golden.truth[r] === c) : golden.targets[r * width + c])),
      expected: golden.expected.rankings[c],
    };
  }),
);

/** JSON has no infinity. */
export function fromJson(values: readonly (number | 'inf')[]): number[] {
  return values.map((value) => (value === 'inf' ? Infinity : value));
}
