/** The options that say what is read and how; train, evaluate and data share them. */
import type { Column, FileFormat, FolderFormat, ReadOptions } from '@sekvens/data/node';
import type { OptionDefinition, OptionGroup } from '../command-definition.js';
import { character, columns, labelColumns, oneOf, path, positiveInteger, quoteCharacter, separator } from './parsers.js';

export const datasetNames = ['ag-news', 'sample'] as const;

export type DatasetName = (typeof datasetNames)[number];

/** What commander makes of {@link dataOptions}. */
export interface DataOptions extends FileOptions {
  readonly dataset?: DatasetName;
  readonly dataDir?: string;
  readonly download?: true;
  readonly limit?: number;
}

/** How files are read. */
export interface FileOptions {
  readonly text?: readonly Column[];
  readonly label?: Column | readonly Column[];
  readonly labelSeparator?: string;
  /** No option of its own: it follows from the task, or from the model. */
  readonly multiLabel?: boolean;
  readonly format?: FileFormat | FolderFormat;
  readonly delimiter?: string;
  readonly quote?: string | false;
  readonly header?: boolean;
  readonly labelPrefix?: string;
  readonly encoding?: string;
}

const formats: readonly (FileFormat | FolderFormat)[] = ['csv', 'tsv', 'jsonl', 'parquet', 'fasttext', 'text', 'folder', 'class-files'];

/** @param defaultText what is read without it */
export function textOption(defaultText: string): OptionDefinition {
  return {
    flags: '--text <columns>',
    description: 'column or columns of the text, by name or position from 0, with commas between them; joined by a space',
    defaultText,
    parse: columns,
  };
}

export const fileOptions: readonly OptionDefinition[] = [
  {
    flags: '--format <name>',
    description: `one of ${formats.join(', ')}; folder: a folder per class with a file per text, class-files: a file per class with a text per line`,
    defaultText: 'by the ending of the name, else by the content',
    parse: oneOf(formats),
  },
  { flags: '--delimiter <character>', description: 'what stands between columns of a CSV file: one character, or tab', defaultText: 'the one of , tab ; | that fits', parse: character },
  { flags: '--quote <character>', description: 'quote character of a CSV file; none if quotes are ordinary characters', defaultText: '"', parse: quoteCharacter },
  { flags: '--header', description: 'the first row of a CSV file names the columns', defaultText: 'yes, unless columns are chosen by position' },
  { flags: '--no-header', description: 'the first row is data; columns are chosen by position' },
  { flags: '--encoding <name>', description: 'encoding of text files, such as windows-1252', defaultText: 'utf-8' },
];

/** @param datasetText what is read of a named dataset without `--text` */
export function dataOptions(datasetText: string): OptionGroup {
  const options: readonly OptionDefinition[] = [
    { flags: '--dataset <name>', description: `data by name instead of files: ${datasetNames.join(', ')} (sample: invented news items, built in)`, parse: oneOf(datasetNames) },
    { flags: '--data-dir <folder>', description: 'folder with train.csv and test.csv of ag-news', defaultText: 'the cache', parse: path },
    { flags: '--download', description: 'allow ag-news to be downloaded into the cache, 31 MB; nothing else uses the network, unless a URL is given as data' },
    textOption(`text; with --dataset ${datasetText}`),
    { flags: '--label <columns>', description: 'column of the label, by name or position from 0; several, with commas between them, are a label each and say 1 or 0', defaultText: 'label', parse: labelColumns },
    { flags: '--label-separator <sep>', description: 'what stands between the labels of a row, such as ";"; nothing at all is a row without labels', defaultText: 'none: a row has one label', parse: separator },
    ...fileOptions,
    { flags: '--label-prefix <prefix>', description: 'what labels begin with in the fastText format', defaultText: '__label__' },
    { flags: '--limit <rows>', description: 'read only so many rows, the first ones, of each set', defaultText: 'all', parse: positiveInteger },
  ];
  return { heading: 'Data:', options };
}

/** The options for `readExamples`; those not given are left to it. */
export function readOptions(options: FileOptions, signal: AbortSignal): ReadOptions {
  const { text, label, labelSeparator, multiLabel, format, delimiter, quote, header, labelPrefix, encoding } = options;
  const given = Object.entries({ text, label, labelSeparator, multiLabel, format, delimiter, quote, header, labelPrefix, encoding }).filter(([, value]) => value !== undefined);
  return { ...Object.fromEntries(given), signal };
}
