import type { ClassificationReport } from '@sekvens/engine';

export interface Row {
  readonly text: string;
  readonly label: string;
}

/** The rows of one seed. */
export interface Split {
  readonly train: readonly Row[];
  readonly test: readonly Row[];
}

/** A split as files, for contenders that are programs: JSON lines of text and label. */
export interface SplitFiles {
  readonly folder: string;
  readonly train: string;
  readonly test: string;
}

export interface Outcome {
  readonly accuracy: number;
  readonly macroF1: number;
  /** F1 of each label. */
  readonly f1: Readonly<Record<string, number>>;
  /** Seconds of training alone, as the contender tells them. */
  readonly trainingSeconds?: number | undefined;
  /** Seconds from rows, or files of them, to a trained model: reading (programs), vocabulary and training; of programs also the test. */
  readonly seconds: number;
  /** Bytes of the model as it is saved, or as it is in memory where nothing is saved. */
  readonly bytes: number;
}

export interface Contender {
  /** What it is, and with which settings. */
  readonly description: string;
  readonly versions: readonly string[];
  run(split: Split, files: SplitFiles, seed: number): Promise<Outcome>;
}

/** The figures of a report. */
export function figuresOf({ accuracy, macro, classes }: Pick<ClassificationReport, 'accuracy' | 'macro' | 'classes'>): Pick<Outcome, 'accuracy' | 'macroF1' | 'f1'> {
  return { accuracy, macroF1: macro.f1, f1: Object.fromEntries(classes.map(({ label, f1 }) => [label, f1])) };
}
