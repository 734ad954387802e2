/** Made-up evaluations for reports: plain, hostile, and of odd shapes. */
import { raggedFrom, Random } from '@sekvens/core';
import { evaluatePredictions } from '@sekvens/engine';
import type { PredictedTexts } from '@sekvens/engine';
import { evaluationDetails } from '../../src/report/evaluation-details.js';
import type { ReportInput } from '../../src/report/report-input.js';

/** Predictions by chance that lean towards what is true; texts have up to 30 tokens. */
export function predictions({ labels, rows = 200, task = 'multiClass', text = (r: number) => `text ${r}` }: {
  labels: readonly string[]; rows?: number; task?: PredictedTexts['task']; text?: (row: number) => string;
}): PredictedTexts {
  const random = new Random(5);
  const width = labels.length;
  const truth = Array.from({ length: task === 'multiClass' ? rows : rows * width }, () => random.integer(task === 'multiClass' ? width : 2));
  const probabilities = new Float32Array(rows * width);
  for (let r = 0; r < rows; r++) {
    const own = labels.map((_, c) => random.next() + (truth[r] === c ? 0.8 : 0));
    const sum = own.reduce((total, one) => total + one, 0);
    for (let c = 0; c < width; c++) {
      probabilities[r * width + c] = task === 'multiClass' ? own[c] / sum : 0.7 * random.next() + 0.3 * truth[r * width + c];
    }
  }
  return {
    task, labels, truth, probabilities, texts: Array.from({ length: rows }, (_, r) => text(r)),
    ids: raggedFrom(Array.from({ length: rows }, () => Array.from({ length: random.integer(31) }, () => 1 + random.integer(9)))),
  };
}

function reportOf(predicted: PredictedTexts, others: Partial<ReportInput> = {}): ReportInput {
  const groups = predicted.texts.map((_, r) => predicted.labels[r % Math.min(3, predicted.labels.length)]);
  return {
    title: 'gru, trained on news.csv', summary: '1,000 rows to train on.', facts: [['model', 'gru'], ['seed', '0']],
    evaluation: evaluatePredictions(predicted, { groups }), details: evaluationDetails(predicted), epochs, losses, ...others,
  };
}

export const epochs: NonNullable<ReportInput['epochs']> = [
  { epoch: 1, loss: 1.25, accuracy: 0.5, testLoss: 1, testAccuracy: 0.625, rows: 1000, tokens: 9000, seconds: 1.5 },
  { epoch: 2, loss: 0.75, accuracy: 0.75, testLoss: 0.875, testAccuracy: 0.75, rows: 1000, tokens: 9000, seconds: 1.25 },
];
const losses = Array.from({ length: 20 }, (_, i) => ({ step: 5 * (i + 1), loss: 1.5 - i / 25 }));

/** What people may call a class, or write. */
export const hostile = [
  '<script>document.title = "taken"</script>',
  '"><img src=x onerror="document.title = \'taken\'">',
  '</title></style></svg><h1 id="taken">',
  '&lt;b&gt; &amp; \'single\' `back` ${x}',
  '\u202Eright to left\u2067 isolated, never closed',
  `long${'er'.repeat(400)}`,
  'control \u0000\u0007\u001b[31m\u0085\ud800 characters\uFFFE',
  'two\nlines\tand\r\ntabs',
  '',
  '文字化け 👩‍👩‍👧‍👦 é',
];

/** Inputs of every shape a report may have. */
export const inputs: Readonly<Record<string, ReportInput>> = {
  'four classes': reportOf(predictions({ labels: ['World', 'Sports', 'Business', 'Sci/Tech'] })),
  'hostile labels and texts': reportOf(predictions({ labels: hostile, text: (r) => hostile[r % hostile.length] }), {
    title: hostile.join(' '), summary: hostile.join(' '), facts: hostile.map((text) => [text, text]),
  }),
  'two classes, two rows': reportOf(predictions({ labels: ['no', 'yes'], rows: 2 })),
  'a hundred classes': reportOf(predictions({ labels: Array.from({ length: 100 }, (_, i) => `class number ${i}`), rows: 400 })),
  'twenty classes': reportOf(predictions({ labels: Array.from({ length: 20 }, (_, i) => `class ${i}`), rows: 400 })),
  'many labels a row': reportOf(predictions({ labels: ['red', 'green', 'blue', 'square'], task: 'multiLabel' })),
  'nothing wrong': reportOf({ ...predictions({ labels: ['a', 'b'], rows: 4 }), probabilities: Float32Array.of(1, 0, 0, 1, 1, 0, 0, 1), truth: [0, 1, 0, 1] }),
  'one class in the test, empty texts': reportOf({ ...predictions({ labels: ['a', 'b'], rows: 3, text: () => '' }), truth: [0, 0, 0], ids: raggedFrom([[], [], []]) }),
  'one epoch, not tested': { title: 'lstm', summary: 'Not tested.', facts: [], epochs: [{ ...epochs[0], testLoss: undefined, testAccuracy: undefined }] },
  'one epoch': { title: 'lstm', summary: 'Not tested.', facts: [], epochs: [epochs[0]], losses },
  'an evaluation alone': reportOf(predictions({ labels: ['a', 'b', 'c'] }), { epochs: [], losses: [], facts: [] }),
};
