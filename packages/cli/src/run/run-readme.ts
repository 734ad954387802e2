import type { ClassificationReport } from '@sekvens/engine';
import { count, percent } from '../output/numbers.js';

export interface RunFacts {
  readonly model: string;
  readonly parameters: number;
  readonly vocabularySize: number;
  readonly data: string;
  readonly rows: number;
  readonly test: ClassificationReport | undefined;
}

/** What is in the folder, what was measured, and how to use it: facts of the run alone. */
export function runReadme({ model, parameters, vocabularySize, data, rows, test }: RunFacts): string {
  const cell = (text: string): string => text.replace(/[|\r\n]/g, ' ');
  const lines = [
    `# ${cell(model)}, trained by sekvens`,
    '',
    `${count(parameters)} parameters, vocabulary of ${count(vocabularySize)} entries. Trained on ${count(rows)} rows of ${cell(data)}.`,
    '',
    ...(test ? measured(test, cell) : ['It has not been tested on texts it was not trained on.', '']),
    '- `model/`: the model; `sekvens predict model "a text"`, run in this folder, uses it',
    '- `config.yaml`: the configuration; `sekvens train --config config.yaml` repeats the run, where its data are',
    '- `arguments.json`: every option, the seed and the versions',
    '- `history.csv`: loss and accuracy of each epoch',
    '- `metrics.json`: what was measured, with the confusion matrix',
    '',
  ];
  return lines.join('\n');
}

function measured({ accuracy, rows, classes }: ClassificationReport, cell: (text: string) => string): string[] {
  return [
    `Accuracy ${percent(accuracy)} on ${count(rows)} test rows.`,
    '',
    '| class | precision | recall | F1 | rows |',
    '|---|---:|---:|---:|---:|',
    ...classes.map(({ label, precision, recall, f1, support }) => `| ${cell(label)} | ${precision.toFixed(3)} | ${recall.toFixed(3)} | ${f1.toFixed(3)} | ${count(support)} |`),
    '',
  ];
}
