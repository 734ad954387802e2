import { SekvensError } from '@sekvens/core';
import { Dataset, LabelIndex } from '@sekvens/data/node';
import type { Column } from '@sekvens/data/node';
import { lessonModels, LabelSet, sortLabels } from '@sekvens/engine';
import { readOptions } from '../options/data-options.js';
import { count, counted, listed, percent } from '../output/numbers.js';
import type { Output } from '../output/output.js';
import { openData } from '../source/open-data.js';
import { openFiles } from '../source/open-files.js';
import { placeOf, withLabel } from '../source/sourced-example.js';
import type { LabelledExample, SourcedExample } from '../source/sourced-example.js';
import type { TestOptions } from './check-test-options.js';
import type { TrainOptions } from './train-options.js';

/** Characters from which a text slows training down enough to be mentioned. */
const longText = 20_000;

/** What says which rows are read. */
export type TrainingDataOptions = TestOptions & Pick<TrainOptions, 'model' | 'seed' | 'maxLength' | 'adaptRows' | 'adaptText'>;

export interface TrainingData {
  /** How the data are called in what people read. */
  readonly name: string;
  readonly train: readonly LabelledExample[];
  readonly test: readonly LabelledExample[] | undefined;
  /** The classes, in the order of the outputs. */
  readonly labels: readonly string[];
  /** The texts the vocabulary is learned from. */
  readonly adaptTexts: readonly string[];
  /** The columns of the text, where they are known. */
  readonly text: readonly Column[] | undefined;
}

/** Reads everything once into memory, so that whatever is wrong with it comes up before training, and checks it. */
export async function readTrainingData(paths: readonly string[], options: TrainingDataOptions, output: Output, signal: AbortSignal): Promise<TrainingData> {
  const { test: testFile, testSplit, seed, limit, model, adaptRows, adaptText } = options;
  const context = {
    signal,
    output,
    datasetText: lessonModels[model].reads === 'title' ? (['title'] as const) : (['title', 'description'] as const),
    ...(testFile !== undefined && { alsoRead: [testFile] }),
  };
  const opened = await openData(paths, options, context);
  const rows = (await opened.train.toArray()).map(withLabel);
  const testSource = opened.test ?? (testFile === undefined ? undefined : limited(openFiles([testFile], readOptions(options, signal)), limit));
  let train: readonly LabelledExample[] = rows;
  let test = testSource && (await testSource.toArray()).map(withLabel);
  if (testSplit !== undefined) ({ train, test } = await splitOff(rows, testSplit, seed));

  const found = new LabelSet(sortLabels(rows.map(({ label }) => label)), opened.name).labels;
  const labels = opened.labels ?? found;
  if (test) checkLabels(train, test, testSplit !== undefined);
  output.fact('data', `${opened.name}: ${counted(train.length, 'row')} to train on${test ? `, ${count(test.length)} to test on${testSplit === undefined ? '' : ' (split off at random, each label in proportion)'}` : ''}`);
  output.fact('labels', `${count(labels.length)}: ${labelShares(train, labels)}`);
  warnOf(train, options.maxLength !== undefined, output);

  const adapted = adaptText === undefined ? train : await readAgain(paths, options, context, new Set(train), rows);
  return { name: opened.name, train, test, labels, adaptTexts: textsOf(adapted, adaptRows), text: opened.text };
}

async function splitOff(rows: readonly LabelledExample[], fraction: number, seed: number): Promise<{ train: LabelledExample[]; test: LabelledExample[] }> {
  const [test, train] = Dataset.from(rows).split({ fraction, seed, stratifyBy: 'label' });
  const parts = { test: await test.toArray(), train: await train.toArray() };
  const empty = (['train', 'test'] as const).find((part) => parts[part].length === 0);
  if (empty === undefined) return parts;
  throw new SekvensError({
    code: 'invalid-data', where: '--test-split', expected: `rows to ${empty} on`, got: `none: ${fraction} of ${counted(rows.length, 'row')}`, hint: 'Give more rows or another share.',
  });
}

/** Refuses labels that only the test set has: a model cannot have learned them. */
function checkLabels(train: readonly LabelledExample[], test: readonly LabelledExample[], isSplit: boolean): void {
  const known = new LabelIndex(sortLabels(train.map(({ label }) => label)));
  for (const example of test) {
    if (known.has(example.label)) continue;
    if (!isSplit) known.idOfExample(example, example.source);
    throw new SekvensError({
      code: 'invalid-data', where: placeOf(example), expected: 'enough rows of every label for --test-split', got: `so few of ${JSON.stringify(example.label)} that all went to the test set`,
      hint: 'Remove the label, or give a test set of your own with --test.',
    });
  }
}

/** The same rows with the columns of `--adapt-text`, those of the test set left out. */
async function readAgain(
  paths: readonly string[],
  options: TrainingDataOptions,
  context: Parameters<typeof openData>[2],
  train: ReadonlySet<SourcedExample>,
  rows: readonly SourcedExample[],
): Promise<SourcedExample[]> {
  const { train: again } = await openData(paths, { ...options, text: options.adaptText! }, context);
  return again.filter((_, i) => train.has(rows[i])).toArray();
}

function textsOf(examples: readonly SourcedExample[], most = examples.length): string[] {
  return examples.slice(0, most).map(({ text }) => text);
}

function limited<T>(examples: Dataset<T>, limit: number | undefined): Dataset<T> {
  return limit === undefined ? examples : examples.take(limit);
}

function warnOf(train: readonly LabelledExample[], cuts: boolean, output: Output): void {
  const empty = train.filter(({ text }) => text.trim() === '');
  if (empty.length > 0) {
    output.warn(`${counted(empty.length, 'text')} of ${count(train.length)} ${empty.length === 1 ? 'is' : 'are'} empty (${listed(empty.map(placeOf), 3)}); trained on as rows without tokens.`);
  }
  const longest = train.reduce((most, example) => (example.text.length > most.text.length ? example : most));
  if (longest.text.length > longText && !cuts) {
    output.warn(`the longest text has ${count(longest.text.length)} characters (${placeOf(longest)}); training is as slow as the longest texts are long, --max-length cuts them.`);
  }
  const several = train.filter(({ labels }) => labels !== undefined && labels.length > 1);
  if (several.length > 0) output.warn(`${counted(several.length, 'row')} with more than one label (${listed(several.map(placeOf), 3)}); the first label counts.`);
}

function labelShares(rows: readonly LabelledExample[], labels: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const { label } of rows) counts.set(label, (counts.get(label) ?? 0) + 1);
  return listed(labels.map((label) => `${label} ${percent((counts.get(label) ?? 0) / rows.length, 1)}`), 8);
}
