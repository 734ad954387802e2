/** The lesson's models as tables name them, in the order of the tables. */
const lessonNames = {
  'simple-rnn': 'SimpleRNN(16)',
  'masked-rnn': 'masked SimpleRNN(16)',
  lstm: 'LSTM(8)',
  bilstm: '2 × BiLSTM(64)',
  bigru: '2 × BiGRU(64)',
} as const;

interface OfModel {
  readonly model: string;
  readonly batchSize: number;
}

const order = Object.keys(lessonNames);

/** Entries of a results file in the order of the tables: by model, then by batch size. */
export function inOrder<T extends OfModel>(entries: Readonly<Record<string, T>>): T[] {
  return Object.values(entries).sort((a, b) => order.indexOf(a.model) - order.indexOf(b.model) || a.batchSize - b.batchSize);
}

export function nameOf(model: string): string {
  return lessonNames[model as keyof typeof lessonNames] ?? model;
}
