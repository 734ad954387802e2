import type { RaggedIds } from '@sekvens/core';

/** Labelled texts with what a classifier says of them: all that an evaluation needs. */
export interface PredictedTexts {
  /** Whether every row has exactly one label, or any number of them. */
  readonly task: 'multiClass' | 'multiLabel';
  readonly labels: readonly string[];
  readonly texts: readonly string[];
  /** The ids the network read; 1 is the unknown token. */
  readonly ids: RaggedIds;
  /** [rows, labels] */
  readonly probabilities: ArrayLike<number>;
  /** The class index of each row, or for a multi-label task [rows, labels] of 0 and 1. */
  readonly truth: ArrayLike<number>;
  /** Multi-label: from where up a probability counts as predicted, of each label. */
  readonly thresholds?: readonly number[];
}
