import { figure, markdownTable, measuredOn, paragraphs } from './format.js';
import type { Measured } from './format.js';

/** An entry of results/accuracy.json. */
export interface Accuracy extends Measured {
  readonly task: string;
  readonly contender: string;
  readonly description: string;
  readonly rows: { readonly train: number; readonly test: number };
  readonly runs: readonly {
    readonly seed: number;
    readonly accuracy: number;
    readonly macroF1: number;
    readonly focusF1?: number;
    readonly trainingSeconds?: number;
    readonly seconds: number;
    readonly bytes: number;
  }[];
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** The mean, and behind it each run's where there are several. */
function each(values: readonly number[], write: (value: number) => string): string {
  return values.length === 1 ? write(values[0]) : `**${write(mean(values))}** (${values.map(write).join(', ')})`;
}

/** Accuracy, F1, time and size of every contender of a task, best first. */
export function accuracyTable(results: Readonly<Record<string, Accuracy>>, task: string): string | undefined {
  const accuracyOf = ({ runs }: Accuracy): number => mean(runs.map(({ accuracy }) => accuracy));
  const entries = Object.values(results).filter((entry) => entry.task === task && entry.runs.length > 0).sort((a, b) => accuracyOf(b) - accuracyOf(a));
  if (entries.length === 0) return undefined;
  const hasFocus = entries.some(({ runs }) => runs.some(({ focusF1 }) => focusF1 !== undefined));
  const percent = (share: number): string => (100 * share).toFixed(2);
  const ratio = (share: number): string => share.toFixed(3);
  const [{ rows }] = entries;
  return paragraphs(
    markdownTable(
      ['contender', 'accuracy in per cent, mean (each seed)', ...(hasFocus ? ['F1 of spam'] : ['macro F1']), 'training in seconds', 'all in seconds', 'model in MB'],
      entries.map(({ contender, runs }) => {
        const times = runs.map(({ trainingSeconds }) => trainingSeconds).filter((seconds) => seconds !== undefined);
        return [
          contender,
          each(runs.map(({ accuracy }) => accuracy), percent),
          each(runs.map(({ macroF1, focusF1 }) => (hasFocus ? focusF1! : macroF1)), ratio),
          times.length === 0 ? '–' : figure(mean(times)),
          figure(mean(runs.map(({ seconds }) => seconds))),
          figure(mean(runs.map(({ bytes }) => bytes / 1e6))),
        ];
      }),
    ),
    `Rows: ${rows.train.toLocaleString('en-US')} to train on, ${rows.test.toLocaleString('en-US')} to test on. ${entries.map(({ contender, description }) => `${contender}: ${description}.`).join(' ')}`,
    measuredOn(entries),
  );
}
