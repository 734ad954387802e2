import type { Column } from '@sekvens/data/node';
import { lessonModels, optimizerDefaults } from '@sekvens/engine';
import type { LessonModelName, OptimizerOption } from '@sekvens/engine';
import type { DataOptions } from '../options/data-options.js';
import type { OutputOptions } from '../options/output-options.js';
import { usageError } from '../usage-error.js';
import { checkTestOptions } from './check-test-options.js';

/** What commander makes of the options of `train`. */
export interface TrainOptions extends DataOptions, OutputOptions {
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
}

/** The same with every default filled in, as JSON: what the run's record holds. */
export type ResolvedTrainOptions = ReturnType<typeof resolveTrainOptions>;

/** Refuses combinations in which an option would be ignored. */
export function checkTrainOptions(paths: readonly string[], options: TrainOptions): void {
  const { adaptText, quiet, json } = options;
  checkTestOptions('train', options);
  if (adaptText !== undefined && paths.includes('-')) throw usageError('--adapt-text', 'data that can be read twice', 'stdin', 'Save it to a file first.');
  if (quiet && json) throw usageError('train', '--quiet or --json', 'both', 'With --json stdout has nothing but JSON; 2> /dev/null silences the rest.');
}

/** Fills in the defaults that depend on other options. What was not asked for is null. */
export function resolveTrainOptions(paths: readonly string[], options: TrainOptions) {
  const { dataset, dataDir, download, limit, text, label, format, delimiter, quote, header, labelPrefix, encoding } = options;
  const { test, testSplit, model, maxTokens, maxLength, characters, adaptRows, adaptText, vectors, epochs, batchSize, bucket, optimizer, learningRate, seed, threads } = options;
  const { learningRate: usualRate } = optimizerDefaults[optimizer];
  return {
    data: [...paths],
    dataset: dataset ?? null,
    dataDir: dataDir ?? null,
    download: download ?? false,
    text: text ?? null,
    label: label ?? null,
    format: format ?? null,
    delimiter: delimiter ?? null,
    quote: quote ?? null,
    header: header ?? null,
    labelPrefix: labelPrefix ?? null,
    encoding: encoding ?? null,
    limit: limit ?? null,
    test: test ?? null,
    testSplit: testSplit ?? null,
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
  };
}
