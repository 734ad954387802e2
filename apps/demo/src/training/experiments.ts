import { defaultSettings } from './training-settings.js';
import type { TrainingSettings } from './training-settings.js';

/** A training to begin with one button. */
export interface Experiment {
  readonly name: string;
  /** What to look for. */
  readonly lesson: string;
  readonly settings: TrainingSettings;
}

/** Alike in all but what each is about: batches of rows of very different lengths, and a state that is small. */
const small: TrainingSettings = { ...defaultSettings, units: 16, batchSize: 128, learningRate: 0.005, epochs: 6 };

export const experiments: readonly Experiment[] = [
  { name: 'No recurrence', lesson: 'The mean of the words. To it, both headlines of a pair above are the same.', settings: { ...small, cell: 'none' } },
  { name: 'SimpleRNN without a mask', lesson: 'It reads the padding behind each text, and forgets the text.', settings: { ...small, cell: 'simpleRNN', mask: false } },
  { name: 'SimpleRNN with a mask', lesson: 'The same, padding left out. Still, a plain state forgets.', settings: { ...small, cell: 'simpleRNN' } },
  { name: 'LSTM without a mask', lesson: 'Gates hold on to what they know, through padding, too.', settings: { ...small, cell: 'lstm', mask: false } },
  { name: 'LSTM, no mask, bucketed', lesson: 'Texts of similar length share a batch: hardly any padding is left.', settings: { ...small, cell: 'lstm', mask: false, bucketing: true } },
  { name: 'LSTM with a mask', lesson: 'No padding is computed at all.', settings: { ...small, cell: 'lstm' } },
  { name: 'GRU with a mask', lesson: 'One gate less, and no second state.', settings: { ...small, cell: 'gru' } },
  { name: 'Stacked BiLSTM', lesson: 'Two layers, each in both directions: slow, and worth it?', settings: { ...small, cell: 'lstm', bidirectional: true, layers: 2, units: 48, batchSize: 32, learningRate: 0.003, epochs: 6 } },
];
