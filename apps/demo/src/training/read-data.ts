import { SekvensError } from '@sekvens/core';
import { Dataset, readExamples } from '@sekvens/data';
import type { Example } from '@sekvens/data';
import { sortLabels } from '@sekvens/engine';
import type { DataChoice, TableChoice } from './data-choice.js';

/** Rows of a label, split: a fifth is held out. */
const heldOut = 0.2;

export interface LabelledText extends Example {
  readonly label: string;
}

export interface TrainingData {
  readonly train: readonly LabelledText[];
  readonly test: readonly LabelledText[];
  readonly labels: readonly string[];
}

/**
 * Reads what was chosen. The sample has test rows of its own; of other rows a fifth of each label is held out, the same ones every time.
 * @throws what `readExamples` throws, and code 'invalid-data' for rows of fewer than two labels
 */
export async function readData(choice: DataChoice, signal: AbortSignal): Promise<TrainingData> {
  if (choice.kind === 'sample') {
    const { sampleNews } = await import('@sekvens/data/sample');
    const { train, test, labels } = sampleNews(choice.reads === 'title' ? { text: 'title' } : {});
    return { train: (await train.toArray()) as LabelledText[], test: (await test.toArray()) as LabelledText[], labels: labels.labels };
  }
  const rows = (await tableExamples(choice, signal).toArray()) as LabelledText[];
  const labels = sortLabels([...new Set(rows.map(({ label }) => label))]);
  if (labels.length < 2) {
    throw new SekvensError({ code: 'invalid-data', where: choice.name, expected: 'rows of at least two labels', got: `${rows.length} of ${labels.length}`, hint: 'Is this the column of the label?' });
  }
  if (labels.length > mostLabels) {
    throw new SekvensError({ code: 'invalid-data', where: choice.name, expected: `at most ${mostLabels} labels`, got: `${labels.length} different ones in ${rows.length} rows`, hint: 'Is this the column of the label?' });
  }
  const { rest, part } = await split(rows);
  if (part.length === 0) {
    throw new SekvensError({ code: 'invalid-data', where: choice.name, expected: 'enough rows to hold some out for testing', got: `${rows.length}`, hint: 'A label needs five rows for one of them to be held out.' });
  }
  return { train: rest, test: part, labels };
}

/** What a confusion matrix on a page can still show. */
const mostLabels = 100;

function tableExamples({ content, name, format, text, label, header, delimiter, quote }: TableChoice, signal: AbortSignal): Dataset<Example> {
  const table = format === 'jsonl' ? {} : { header, quote, delimiter };
  return readExamples(typeof content === 'string' ? { content, name } : content, { format, text, label, signal, ...table });
}

async function split(rows: readonly LabelledText[]): Promise<{ rest: LabelledText[]; part: LabelledText[] }> {
  const [part, rest] = Dataset.from(rows).split({ fraction: heldOut, seed: 1, stratifyBy: 'label' });
  return { rest: await rest.toArray(), part: await part.toArray() };
}
