import { TextVectorization } from '@sekvens/core';
import { describeExamples } from '@sekvens/data/node';
import type { Dataset } from '@sekvens/data/node';
import type { CommandContext, CommandDefinition } from '../command-definition.js';
import { dataOptions, readOptions } from '../options/data-options.js';
import type { OutputOptions } from '../options/output-options.js';
import { integerFrom, path } from '../options/parsers.js';
import { taskOf, taskOption } from '../options/task-option.js';
import type { TaskOptions } from '../options/task-option.js';
import { descriptionText } from '../output/description-text.js';
import { openData } from '../source/open-data.js';
import { openFiles } from '../source/open-files.js';
import type { SourcedExample } from '../source/sourced-example.js';
import { usageError } from '../usage-error.js';

interface Options extends TaskOptions, OutputOptions {
  readonly test?: string;
  readonly maxTokens: number;
  readonly characters?: true;
}

export const dataCommand: CommandDefinition<readonly [string[]], Options> = {
  name: 'data',
  summary: 'describe data before training on them',
  description: 'Rows, balance of the labels and how they come together, lengths, unknown tokens, empty and doubled texts, and what a test set shares with the training set.',
  arguments: [{ name: '[data...]', description: 'files (CSV, TSV, JSONL, Parquet, fastText, text; also gzipped), folders, URLs, or - for stdin' }],
  groups: [
    dataOptions('title,description'),
    {
      heading: 'Description:',
      options: [
        { flags: '--test <file>', description: 'test data, read like the others', parse: path },
        taskOption,
        { flags: '--max-tokens <n>', description: 'size of the vocabulary that tokens are looked up in, padding and the unknown token included', default: 20000, parse: integerFrom(3) },
        { flags: '--characters', description: 'tokens are characters instead of words' },
      ],
    },
    { heading: 'Output:', options: [{ flags: '--json', description: 'one JSON object on stdout; text for people goes to stderr' }] },
  ],
  examples: [
    { command: 'sekvens data news.csv --text title,description --label class --test test.csv', does: 'both sets, and what they share' },
    { command: 'gunzip -c reviews.jsonl.gz | sekvens data - --format jsonl --json', does: 'from a pipe, for a program' },
  ],
  run: describeData,
};

async function describeData([paths]: readonly [string[]], given: Options, { output, signal }: CommandContext): Promise<void> {
  const options: Options = taskOf(given) === 'multiLabel' ? { ...given, multiLabel: true } : given;
  const { test: testFile, maxTokens, characters, limit } = options;
  const opened = await openData(paths, options, { signal, output, ...(testFile !== undefined && { alsoRead: [testFile] }) });
  if (opened.test && testFile !== undefined) throw usageError('--test', 'nothing with --dataset', testFile, 'The dataset has a test set of its own.');
  const test = opened.test ?? (testFile === undefined ? undefined : openFiles([testFile], readOptions(options, signal)).take(limit ?? Number.MAX_SAFE_INTEGER));
  const vectorizer = new TextVectorization({ maxTokens, split: characters ? 'character' : 'whitespace' });
  await vectorizer.adapt(texts(opened.train), { signal });
  const description = await describeExamples(opened.train, { vectorizer, signal, ...(test && { test }) });
  output.text(descriptionText(description, vectorizer.vocabularySize(), output.colors));
  output.json({ ...description, vocabularySize: vectorizer.vocabularySize() });
}

async function* texts(examples: Dataset<SourcedExample>): AsyncGenerator<string> {
  for await (const { text } of examples.epoch(0)) yield text;
}
