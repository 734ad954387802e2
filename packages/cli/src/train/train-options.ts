import type { Column } from '@sekvens/data/node';
import { lessonModels, optimizerDefaults } from '@sekvens/engine';
import type { LessonModelName, OptimizerOption } from '@sekvens/engine';
import type { OutputOptions } from '../options/output-options.js';
import { checkSearchOptions } from '../options/search-options.js';
import type { SearchOptions } from '../options/search-options.js';
import { taskOf } from '../options/task-option.js';
import type { TaskOptions } from '../options/task-option.js';
import { usageError } from '../usage-error.js';

/** What commander makes of the options of `train`. */
export interface TrainOptions extends TaskOptions, OutputOptions, SearchOptions {
  readonly test?: string;
  readonly testSplit?: number;
  readonly model: LessonModelName;
  readonly maxTokens: number;
  readonly maxLength?: number;
  readonly characters?: true;
  readonly adaptRows?: number;
  readonly adaptText?: readonly Column[];
  readonly vectors?: string;
  readonly epochs: number;
  readonly batchSize?: number;
  readonly bucket?: true;
  readonly optimizer: keyof typeof optimizerDefaults;
  readonly learningRate?: number;
  readonly seed: number;
  readonly threads?: number;
  readonly out?: string;
  readonly checkpointEvery: string;
  readonly saveBest?: true;
  readonly resume?: string;
}

/** The same with every default filled in, as JSON: what the run's record holds. */
export type ResolvedTrainOptions = ReturnType<typeof resolveTrainOptions>;

/** Refuses combinations in which an option would be ignored. */
export function checkTrainOptions(paths: readonly string[], options: TrainOptions): void {
  const { dataset, test, testSplit, validation, validationSplit, adaptText, quiet, json, checkpointEvery, saveBest, epochs } = options;
  if (test !== undefined && testSplit !== undefined) throw usageError('train', '--test or --test-split', 'both');
  for (const [flag, value] of Object.entries({ '--test': test, '--test-split': testSplit, '--validation': validation })) {
    const hint = flag === '--validation' ? 'Use --validation-split.' : 'The dataset has a test set of its own.';
    if (dataset !== undefined && value !== undefined) throw usageError(flag, 'nothing with --dataset', String(value), hint);
  }
  checkSearchOptions(options);
  if (adaptText !== undefined && paths.includes('-')) throw usageError('--adapt-text', 'data that can be read twice', 'stdin', 'Save it to a file first.');
  if (saveBest && checkpointEvery === 'never') throw usageError('--save-best', 'checkpoints', '--checkpoint-every never');
  if (saveBest && (epochs === 1 || (validation === undefined && validationSplit === undefined))) {
    throw usageError('--save-best', 'more than one epoch, and validation data to compare them by', epochs === 1 ? 'one epoch' : 'none', 'Give --validation or --validation-split: a model chosen by its test is better there than anywhere else.');
  }
  if (quiet && json) throw usageError('train', '--quiet or --json', 'both', 'With --json stdout has nothing but JSON; 2> /dev/null silences the rest.');
}

/** Fills in the defaults that depend on other options. What was not asked for is null. */
export function resolveTrainOptions(paths: readonly string[], options: TrainOptions) {
  const { dataset, dataDir, download, limit, text, label, labelSeparator, format, delimiter, quote, header, labelPrefix, encoding } = options;
  const { test, testSplit, validation, validationSplit, earlyStopping, model, maxTokens, maxLength, characters, adaptRows, adaptText, vectors, epochs, batchSize, bucket, optimizer, learningRate, seed, threads, checkpointEvery, saveBest } = options;
  const { learningRate: usualRate } = optimizerDefaults[optimizer];
  return {
    data: [...paths],
    dataset: dataset ?? null,
    dataDir: dataDir ?? null,
    download: download ?? false,
    text: text ?? null,
    label: label ?? null,
    labelSeparator: labelSeparator ?? null,
    task: taskOf(options) === 'multiLabel' ? ('multi-label' as const) : ('multi-class' as const),
    format: format ?? null,
    delimiter: delimiter ?? null,
    quote: quote ?? null,
    header: header ?? null,
    labelPrefix: labelPrefix ?? null,
    encoding: encoding ?? null,
    limit: limit ?? null,
    test: test ?? null,
    testSplit: testSplit ?? null,
    validation: validation ?? null,
    validationSplit: validationSplit ?? null,
    earlyStopping: earlyStopping ?? null,
    model,
    maxTokens,
    maxLength: maxLength ?? null,
    characters: characters ?? false,
    adaptRows: adaptRows ?? null,
    adaptText: adaptText ?? null,
    vectors: vectors ?? null,
    epochs,
    batchSize: batchSize ?? lessonModels[model].batchSize,
    bucket: bucket ?? false,
    optimizer: { kind: optimizer, learningRate: learningRate ?? usualRate } satisfies OptimizerOption,
    seed,
    threads: threads ?? null,
    checkpointEvery,
    saveBest: saveBest ?? false,
  };
}
