import { defaultSettings } from './training-settings.js';
import type { TrainingSettings } from './training-settings.js';

/** A training to begin with one button. */
export interface Experiment {
  readonly name: string;
  /** What to look for. */
  readonly lesson: string;
  readonly settings: TrainingSettings;
}

const small: TrainingSettings = { ...defaultSettings, units: 16, epochs: 5 };

export const experiments: readonly Experiment[] = [
  { name: 'No recurrence', lesson: 'The mean of the words: their order cannot matter.', settings: { ...small, cell: 'none' } },
  { name: 'SimpleRNN without a mask', lesson: 'It reads padding after the last word, and forgets.', settings: { ...small, cell: 'simpleRNN', mask: false } },
  { name: 'SimpleRNN with a mask', lesson: 'The same network, padding left out.', settings: { ...small, cell: 'simpleRNN' } },
  { name: 'No mask, but bucketed', lesson: 'Rows of similar length together: little padding is left.', settings: { ...small, cell: 'simpleRNN', mask: false, bucketing: true } },
  { name: 'LSTM', lesson: 'Gates that keep what matters.', settings: { ...small, cell: 'lstm' } },
  { name: 'Stacked BiLSTM', lesson: 'Two layers, both directions, sixty units each: slower; better?', settings: { ...small, bidirectional: true, layers: 2, units: 60, epochs: 3 } },
];
