import { existsSync } from 'node:fs';
import type { Column } from '@sekvens/data/node';
import { effectiveValue, networkSettings, present, scheduleSettings } from '../config/effective-value.js';
import type { MergedConfig } from '../config/merge-layers.js';
import type { Config } from '../config/schema.js';
import { settings } from '../config/schema.js';
import type { OutputOptions } from '../options/output-options.js';
import { checkSearchOptions } from '../options/search-options.js';
import type { TaskOptions } from '../options/task-option.js';
import { taskOf } from '../options/task-option.js';
import { usageError } from '../usage-error.js';
import { checkTestOptions } from './check-test-options.js';

/** What commander makes of the options of `train`: those that are settings are read by `resolveConfig`. */
export interface GivenTrainOptions extends OutputOptions {
  readonly config?: string;
  readonly resume?: string;
  readonly findLearningRate?: true;
}

/** The settings that decide what is read, with what was not set left out. */
export interface TrainOptions extends TaskOptions, OutputOptions {
  readonly test?: string;
  readonly testSplit?: number;
  readonly validation?: string;
  readonly validationSplit?: number;
  readonly model: Config['network']['model'];
  readonly maxLength?: number;
  readonly adaptRows?: number;
  readonly adaptText?: readonly Column[];
  readonly seed: number;
  readonly out?: string;
  readonly earlyStopping?: number;
  readonly learningRate?: number;
  readonly checkpointEvery: string;
  readonly saveBest?: true;
  readonly findLearningRate?: true;
}

/** The same with every default filled in, as JSON: what the run's record holds. */
export type ResolvedTrainOptions = ReturnType<typeof resolveTrainOptions>;

export function trainOptions({ data, test, validation, tokens, network, training, optimizer, output }: Config, given: GivenTrainOptions): TrainOptions {
  const { files: _, download, ...read } = data;
  return {
    ...present({
      ...read, test: test.file, testSplit: test.split, validation: validation.file, validationSplit: validation.split,
      maxLength: tokens.maxLength, adaptRows: tokens.adaptRows, adaptText: tokens.adaptText, out: output.folder, task: training.task, earlyStopping: training.earlyStopping, learningRate: optimizer.learningRate,
    }),
    ...(download && { download }),
    ...present({ json: given.json ?? null, quiet: given.quiet ?? null, debug: given.debug ?? null, findLearningRate: given.findLearningRate ?? null }),
    ...(output.saveBest && { saveBest: true }),
    checkpointEvery: output.checkpointEvery,
    model: network.model,
    seed: training.seed,
  };
}

/**
 * Refuses combinations in which an option would be ignored.
 * @param once whether it is certain that the rows are gone through once
 */
export function checkTrainOptions(paths: readonly string[], options: TrainOptions, once: boolean): void {
  const { dataset, validation, validationSplit, adaptText, quiet, json, checkpointEvery, saveBest } = options;
  checkTestOptions('train', options);
  if (dataset !== undefined && validation !== undefined) throw usageError('--validation', 'nothing with --dataset', validation, 'Use --validation-split.');
  checkSearchOptions(options);
  if (adaptText !== undefined && paths.includes('-')) throw usageError('--adapt-text', 'data that can be read twice', 'stdin', 'Save it to a file first.');
  if (saveBest && checkpointEvery === 'never') throw usageError('--save-best', 'checkpoints', '--checkpoint-every never');
  if (saveBest && (once || (validation === undefined && validationSplit === undefined))) {
    throw usageError('--save-best', 'more than one epoch, and validation data to compare them by', once ? 'one epoch' : 'none', 'Give --validation or --validation-split: a model chosen by its test is better there than anywhere else.');
  }
  if (quiet && json) throw usageError('train', '--quiet or --json', 'both', 'With --json stdout has nothing but JSON; 2> /dev/null silences the rest.');
  const setting = paths.find((path) => settings.has(path.split('=')[0]) && path.includes('=') && !existsSync(path));
  if (setting !== undefined) throw usageError('data', 'files', setting, `Settings are written --${setting}.`);
}

/** Fills in the defaults that depend on other settings. What was not asked for is null. */
export function resolveTrainOptions(paths: readonly string[], { values }: MergedConfig) {
  const { preset, data, test, validation, tokens, network, training, optimizer, schedule, output } = values;
  const { files: _, ...read } = data;
  const { definition } = network;
  return {
    preset,
    data: [...paths],
    ...read,
    test: test.file,
    testSplit: test.split,
    validation: validation.file,
    validationSplit: validation.split,
    ...tokens,
    model: network.model,
    network: definition ?? networkSettings(values),
    ...training,
    task: taskOf(present({ task: training.task, label: data.label, labelSeparator: data.labelSeparator, dataset: data.dataset })) === 'multiLabel' ? ('multi-label' as const) : ('multi-class' as const),
    checkpointEvery: output.checkpointEvery,
    saveBest: output.saveBest,
    batchSize: effectiveValue(values, 'training.batchSize') as number,
    epochs: (effectiveValue(values, 'training.epochs') ?? null) as number | null,
    optimizer: { kind: optimizer.name, ...present({ ...optimizer, name: null }), learningRate: effectiveValue(values, 'optimizer.learningRate') as number },
    schedule: { kind: schedule.kind, ...Object.fromEntries(scheduleSettings(values).map((name) => [name, effectiveValue(values, `schedule.${name}`) ?? null])) },
  };
}
