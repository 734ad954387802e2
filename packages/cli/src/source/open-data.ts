import { agNews, sampleNews } from '@sekvens/data/node';
import type { Column, Dataset, NewsColumn, NewsDatasets } from '@sekvens/data/node';
import { show } from '@sekvens/core';
import { readOptions } from '../options/data-options.js';
import type { DataOptions, DatasetName } from '../options/data-options.js';
import type { Output } from '../output/output.js';
import { usageError } from '../usage-error.js';
import { reportDownload } from './report-download.js';
import { assertStdinOnce, openFiles } from './open-files.js';
import type { SourcedExample } from './sourced-example.js';

export interface OpenedData {
  /** How the data are called in what people read. */
  readonly name: string;
  readonly train: Dataset<SourcedExample>;
  /** The test set of a named dataset. */
  readonly test: Dataset<SourcedExample> | undefined;
  /** The columns of the text, where they are known. */
  readonly text: readonly Column[] | undefined;
  /** The labels of a named dataset in its own order. */
  readonly labels: readonly string[] | undefined;
}

export interface OpenContext {
  readonly signal: AbortSignal;
  readonly output: Output;
  /** Further files that will be read, for the check of stdin. */
  readonly alsoRead?: readonly string[];
  /** What is read of a named dataset if `--text` is not given. */
  readonly datasetText?: readonly NewsColumn[];
}

const newsColumns: readonly NewsColumn[] = ['title', 'description'];

/** Options that say how files are read, and so mean nothing for a dataset. */
const fileOnly = { label: '--label', labelSeparator: '--label-separator', format: '--format', delimiter: '--delimiter', quote: '--quote', header: '--header and --no-header', labelPrefix: '--label-prefix', encoding: '--encoding' } as const;

/** Opens the files or the dataset that the command line names. Nothing is read yet, but the dataset's files are there. */
export async function openData(paths: readonly string[], options: DataOptions, context: OpenContext): Promise<OpenedData> {
  const { dataset, dataDir, download, limit } = options;
  const limited = (examples: Dataset<SourcedExample>): Dataset<SourcedExample> => (limit === undefined ? examples : examples.take(limit));
  if (dataset !== undefined) {
    if (paths.length > 0) throw usageError('data', 'files or --dataset', 'both', 'Leave one of them out.');
    const { train, test, text, labels } = await openDataset(dataset, options, context);
    const sourced = (examples: NewsDatasets['train'], part: string) => limited(examples.map((example): SourcedExample => ({ ...example, source: `${dataset} ${part}` })));
    return { name: dataset, train: sourced(train, 'train.csv'), test: sourced(test, 'test.csv'), text, labels: labels.labels };
  }
  if (dataDir !== undefined) throw usageError('--data-dir', 'it together with --dataset ag-news', 'it without');
  if (download) throw usageError('--download', 'it together with --dataset ag-news', 'it without');
  if (paths.length === 0) throw usageError('data', 'one or more files, - for stdin, or --dataset', 'none');
  assertStdinOnce([...paths, ...(context.alsoRead ?? [])]);
  return { name: paths.join(', '), train: limited(openFiles(paths, readOptions(options, context.signal))), test: undefined, text: options.text, labels: undefined };
}

async function openDataset(name: DatasetName, options: DataOptions, { signal, output, datasetText = newsColumns }: OpenContext): Promise<NewsDatasets & { text: readonly NewsColumn[] }> {
  for (const [option, flag] of Object.entries(fileOnly)) {
    const value = options[option as keyof typeof fileOnly];
    if (value !== undefined) throw usageError(flag, `nothing with --dataset ${name}`, show(value), 'A dataset is read the way it is; the option is for files.');
  }
  const text = newsText(options.text ?? datasetText);
  if (name === 'sample') {
    if (options.dataDir !== undefined) throw usageError('--data-dir', 'it together with --dataset ag-news', '--dataset sample');
    if (options.download) throw usageError('--download', 'it together with --dataset ag-news', '--dataset sample', 'The sample is built in.');
    return { ...sampleNews({ text }), text };
  }
  const { dataDir, download = false } = options;
  if (dataDir !== undefined && download) throw usageError('--data-dir', 'it or --download', 'both', 'With a folder of your own nothing is downloaded.');
  const progress = reportDownload(output);
  try {
    return { ...(await agNews({ text, signal, download, onProgress: progress.update, ...(dataDir !== undefined && { dataDir }) })), text };
  } finally {
    progress.end();
  }
}

function newsText(columns: readonly Column[]): NewsColumn[] {
  const wrong = columns.find((column) => !newsColumns.includes(column as NewsColumn));
  if (wrong !== undefined) throw usageError('--text', `title, description or title,description with --dataset`, show(wrong));
  return columns as NewsColumn[];
}
