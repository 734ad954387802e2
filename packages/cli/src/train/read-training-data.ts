import { SekvensError } from '@sekvens/core';
import { Dataset, LabelIndex } from '@sekvens/data/node';
import type { Column } from '@sekvens/data/node';
import { LabelSet, sortLabels } from '@sekvens/engine';
import type { ClassifierTask } from '@sekvens/engine';
import { lessonModel } from '../config/effective-value.js';
import { readOptions } from '../options/data-options.js';
import { taskOf } from '../options/task-option.js';
import type { TaskOptions } from '../options/task-option.js';
import { count, counted, listed, percent } from '../output/numbers.js';
import type { Output } from '../output/output.js';
import { openData } from '../source/open-data.js';
import { openFiles } from '../source/open-files.js';
import { labelsOf, placeOf, withLabel, withLabels } from '../source/sourced-example.js';
import type { SourcedExample } from '../source/sourced-example.js';
import { labelStrata } from './label-strata.js';
import type { TestOptions } from './check-test-options.js';
import type { TrainOptions } from './train-options.js';

/** Characters from which a text slows training down enough to be mentioned. */
const longText = 20_000;

/** What says which rows are read. */
export type TrainingDataOptions = TestOptions & TaskOptions & Pick<TrainOptions, 'model' | 'seed' | 'maxLength' | 'adaptRows' | 'adaptText' | 'validation' | 'validationSplit'>;

export interface TrainingData {
  /** How the data are called in what people read. */
  readonly name: string;
  /** Every row has its label, or with the task 'multiLabel' its labels. */
  readonly train: readonly SourcedExample[];
  readonly test: readonly SourcedExample[] | undefined;
  /** What the model is measured on after every epoch instead of the test data. */
  readonly validation: readonly SourcedExample[] | undefined;
  readonly task: ClassifierTask;
  /** The classes, in the order of the outputs. */
  readonly labels: readonly string[];
  /** The texts the vocabulary is learned from. */
  readonly adaptTexts: readonly string[];
  /** The columns of the text, where they are known. */
  readonly text: readonly Column[] | undefined;
}

/** Reads everything once into memory, so that whatever is wrong with it comes up before training, and checks it. */
export async function readTrainingData(paths: readonly string[], given: TrainingDataOptions, output: Output, signal: AbortSignal): Promise<TrainingData> {
  const task = taskOf(given);
  const options: TrainingDataOptions = task === 'multiLabel' ? { ...given, multiLabel: true } : given;
  const labelled: (example: SourcedExample) => SourcedExample = task === 'multiLabel' ? withLabels : withLabel;
  const { test: testFile, testSplit, validation: validationFile, validationSplit, seed, limit, model, adaptRows, adaptText } = options;
  const further = [testFile, validationFile].filter((file) => file !== undefined);
  const context = {
    signal,
    output,
    datasetText: lessonModel(model)?.reads === 'title' ? (['title'] as const) : (['title', 'description'] as const),
    ...(further.length > 0 && { alsoRead: further }),
  };
  const opened = await openData(paths, options, context);
  const rows = (await opened.train.toArray()).map(labelled);
  const testSource = opened.test ?? (testFile === undefined ? undefined : limited(openFiles([testFile], readOptions(options, signal)), limit));
  let train: readonly SourcedExample[] = rows;
  let test: readonly SourcedExample[] | undefined = testSource && (await testSource.toArray()).map(labelled);
  if (testSplit !== undefined) [test, train] = await splitOff(rows, testSplit, seed, task, 'test');
  let validation: readonly SourcedExample[] | undefined = validationFile === undefined ? undefined : (await limited(openFiles([validationFile], readOptions(options, signal)), limit).toArray()).map(labelled);
  if (validationSplit !== undefined) [validation, train] = await splitOff(train, validationSplit, seed, task, 'validation');

  const found = new LabelSet(sortLabels(rows.flatMap(taskLabels(task))), opened.name, task).labels;
  if (task === 'multiLabel') assertSeveral(rows, opened.name);
  const labels = opened.labels ?? found;
  if (test) checkLabels(train, test, testSplit !== undefined && 'test', taskLabels(task));
  if (validation) checkLabels(train, validation, validationSplit !== undefined && 'validation', taskLabels(task));
  output.fact('data', `${opened.name}: ${counted(train.length, 'row')} to train on${test ? `, ${count(test.length)} to test on${testSplit === undefined ? '' : ' (split off at random, each label in proportion)'}` : ''}${validation ? `, ${count(validation.length)} to validate on` : ''}`);
  output.fact('labels', `${count(labels.length)}: ${labelShares(train, labels, task)}`);
  warnOf(train, options.maxLength !== undefined, task, output);

  const adapted = adaptText === undefined ? train : await readAgain(paths, options, context, new Set(train), rows);
  return { name: opened.name, train, test, validation, task, labels, adaptTexts: textsOf(adapted, adaptRows), text: opened.text };
}

async function splitOff(rows: readonly SourcedExample[], fraction: number, seed: number, task: ClassifierTask, part: 'test' | 'validation'): Promise<[SourcedExample[], SourcedExample[]]> {
  const [off, rest] = Dataset.from(rows).split({ fraction, seed, stratifyBy: task === 'multiLabel' ? labelStrata(rows, fraction) : 'label' });
  const parts: [SourcedExample[], SourcedExample[]] = [await off.toArray(), await rest.toArray()];
  const empty = parts.findIndex(({ length }) => length === 0);
  if (empty < 0) return parts;
  const verb = empty === 1 ? 'train' : part === 'test' ? 'test' : 'validate';
  throw new SekvensError({
    code: 'invalid-data', where: `--${part}-split`, expected: `rows to ${verb} on`, got: `none: ${fraction} of ${counted(rows.length, 'row')}`, hint: 'Give more rows or another share.',
  });
}

/** Refuses labels that only the test set has: a model cannot have learned them. */
function checkLabels(train: readonly SourcedExample[], test: readonly SourcedExample[], split: 'test' | 'validation' | false, given: (example: SourcedExample) => readonly string[]): void {
  const names = sortLabels(train.flatMap(given));
  const known = new Set(names);
  for (const example of test) {
    const unknown = given(example).find((label) => !known.has(label));
    if (unknown === undefined) continue;
    if (split === false && names.length > 0) new LabelIndex(names).idOf(unknown, placeOf(example));
    throw new SekvensError({
      code: 'invalid-data', where: placeOf(example), expected: `enough rows of every label for --${split || 'test'}-split`, got: `so few of ${JSON.stringify(unknown)} that all went to the ${split || 'test'} set`,
      hint: `Remove the label, or give a ${split || 'test'} set of your own with --${split || 'test'}.`,
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

/** The labels that count: with one label a text the first. */
function taskLabels(task: ClassifierTask): (example: SourcedExample) => readonly string[] {
  return task === 'multiLabel' ? labelsOf : (example) => labelsOf(example).slice(0, 1);
}

/** Refuses rows that all have one label: they were most likely read wrongly, and a softmax tells classes apart better. */
function assertSeveral(rows: readonly SourcedExample[], name: string): void {
  if (rows.some((row) => labelsOf(row).length !== 1)) return;
  throw new SekvensError({
    code: 'invalid-data', where: name, expected: 'rows with several labels, or with none, for --task multi-label', got: `one label in each of ${counted(rows.length, 'row')}`,
    hint: 'Say with --label-separator what stands between labels, or name a column for each with --label; for one label a text use --task multi-class.',
  });
}

function warnOf(train: readonly SourcedExample[], cuts: boolean, task: ClassifierTask, output: Output): void {
  const empty = train.filter(({ text }) => text.trim() === '');
  if (empty.length > 0) {
    output.warn(`${counted(empty.length, 'text')} of ${count(train.length)} ${empty.length === 1 ? 'is' : 'are'} empty (${listed(empty.map(placeOf), 3)}); trained on as rows without tokens.`);
  }
  const longest = train.reduce((most, example) => (example.text.length > most.text.length ? example : most));
  if (longest.text.length > longText && !cuts) {
    output.warn(`the longest text has ${count(longest.text.length)} characters (${placeOf(longest)}); training is as slow as the longest texts are long, --max-length cuts them.`);
  }
  const several = task === 'multiClass' ? train.filter(({ labels }) => labels !== undefined && labels.length > 1) : [];
  if (several.length > 0) output.warn(`${counted(several.length, 'row')} with more than one label (${listed(several.map(placeOf), 3)}); the first label counts. --task multi-label learns them all.`);
}

function labelShares(rows: readonly SourcedExample[], labels: readonly string[], task: ClassifierTask): string {
  const counts = new Map<string, number>();
  const given = rows.map(taskLabels(task));
  for (const label of given.flat()) counts.set(label, (counts.get(label) ?? 0) + 1);
  const shares = listed(labels.map((label) => `${label} ${percent((counts.get(label) ?? 0) / rows.length, 1)}`), 8);
  if (task === 'multiClass') return shares;
  return `${shares}; ${(given.flat().length / rows.length).toFixed(2)} a row, ${counted(given.filter((some) => some.length === 0).length, 'row')} without any`;
}
