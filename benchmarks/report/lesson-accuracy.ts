import { markdownTable, measuredOn, paragraphs } from './format.js';
import type { Measured } from './format.js';
import { inOrder, nameOf } from './lesson-names.js';

/** An entry of results/lesson-accuracy.json: test accuracies by seed, 0, 1, 2, …; Keras' may have fewer seeds. */
export interface LessonAccuracy extends Measured {
  readonly model: string;
  readonly batchSize: number;
  readonly sekvens: readonly number[];
  readonly keras: readonly number[];
}

const percent = (share: number) => (100 * share).toFixed(1);
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Mean and standard deviation over seeds, in per cent. */
function meanAndDeviation(values: readonly number[]): string {
  if (values.length === 0) return '–';
  const middle = mean(values);
  const deviation = values.length > 1 ? ` ± ${percent(Math.sqrt(values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1)))}` : '';
  return `${percent(middle)}${deviation} (${values.length})`;
}

/** Test accuracy after one epoch: means over the first three seeds, and over all that were run. */
export function lessonAccuracyTable(results: Readonly<Record<string, LessonAccuracy>>): string {
  const entries = inOrder(results);
  const firstThree = (values: readonly number[]) => (values.length < 3 ? '–' : percent(mean(values.slice(0, 3))));
  return paragraphs(
    markdownTable(
      ['test accuracy in per cent', 'sekvens, seeds 0–2', 'Keras, seeds 0–2', 'sekvens, all seeds', 'Keras, all seeds'],
      entries.map(({ model, sekvens, keras }) => [nameOf(model), firstThree(sekvens), firstThree(keras), meanAndDeviation(sekvens), meanAndDeviation(keras)]),
    ),
    `All seeds: mean ± standard deviation (number of seeds). ${measuredOn(entries)}`,
  );
}
