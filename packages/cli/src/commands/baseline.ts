import { NgramClassifier } from '@sekvens/engine';
import type { CommandContext, CommandDefinition } from '../command-definition.js';
import { dataOptions } from '../options/data-options.js';
import type { OutputOptions } from '../options/output-options.js';
import { fraction, integerFrom, path, positiveInteger } from '../options/parsers.js';
import { baselineText } from '../output/baseline-text.js';
import { count, duration } from '../output/numbers.js';
import { checkTestOptions } from '../train/check-test-options.js';
import type { TestOptions } from '../train/check-test-options.js';
import { readTrainingData } from '../train/read-training-data.js';

interface Options extends TestOptions, OutputOptions {
  readonly characters?: true;
  readonly ngrams?: number;
  readonly maxNgrams: number;
  readonly seed: number;
}

/** Share of the rows to test on where nothing else is said. */
const usualSplit = 0.2;

export const baselineCommand: CommandDefinition<readonly [string[]], Options> = {
  name: 'baseline',
  summary: 'what a linear model reaches in seconds',
  description:
    'Trains a linear support vector machine over n-grams and tests it, beside calling everything by the most frequent label: what a network has to beat to be worth its time. Nothing is saved.',
  arguments: [{ name: '[data...]', description: 'files (CSV, TSV, JSONL, Parquet, fastText; also gzipped), folders, URLs, or - for stdin' }],
  groups: [
    dataOptions('title,description'),
    {
      heading: 'Test data:',
      options: [
        { flags: '--test <file>', description: 'test data, read like the others', defaultText: 'none; a dataset has its own', parse: path },
        { flags: '--test-split <share>', description: 'split off a share of the rows at random, by --seed, each label in proportion: the same rows as in train', defaultText: `${usualSplit}, if there is no test data`, parse: fraction },
      ],
    },
    {
      heading: 'Model:',
      options: [
        { flags: '--characters', description: 'n-grams of characters instead of words' },
        { flags: '--ngrams <n>', description: 'all n-grams from 1 up to n', defaultText: '2 of words, 4 of characters', parse: positiveInteger },
        { flags: '--max-ngrams <n>', description: 'how many n-grams count: the most frequent', default: 200_000, parse: positiveInteger },
        { flags: '--seed <n>', description: 'of --test-split and of the order of the rows', default: 0, parse: integerFrom(0) },
      ],
    },
    { heading: 'Output:', options: [{ flags: '--json', description: 'one JSON object on stdout; text for people goes to stderr' }] },
  ],
  examples: [
    { command: 'sekvens baseline news.csv --text title,description --label class --test test.csv', does: 'words, on a test set of your own' },
    { command: 'sekvens baseline names/ --format class-files --characters', does: 'characters; a fifth of the rows for the test' },
  ],
  run: baseline,
};

async function baseline([paths]: readonly [string[]], given: Options, { output, signal }: CommandContext): Promise<void> {
  checkTestOptions('baseline', given);
  const { dataset, test, testSplit, characters = false, ngrams, maxNgrams, seed } = given;
  const hasTest = dataset !== undefined || test !== undefined || testSplit !== undefined;
  // long texts, of which training warns, cost this model little; 'bigru' stands for a model that reads title and description
  const options = { ...given, ...(!hasTest && { testSplit: usualSplit }), model: 'bigru', maxLength: Infinity } as const;
  const data = await readTrainingData(paths, options, output, signal);
  const began = performance.now();
  const classifier = await NgramClassifier.train(data.train, { characters, maxNgrams, labels: data.labels, seed, signal, ...(ngrams !== undefined && { ngrams }) });
  const seconds = (performance.now() - began) / 1000;
  const report = await classifier.evaluate(data.test!, { signal });
  const { ngrams: orders } = classifier;
  output.fact('baseline', `linear support vector machine over ${count(classifier.ngramCount)} n-grams, 1 to ${orders} ${characters ? 'characters' : 'words'}; trained in ${duration(seconds)}`);
  output.text(`\n${baselineText(report, output.colors)}\n`);
  const split = options.testSplit === undefined ? '' : `, --test-split ${options.testSplit} --seed ${seed}`;
  output.fact('compare', `sekvens train, with the same options of data and test${split}, has to be better than that`);
  output.json({ ngrams: orders, characters, ngramCount: classifier.ngramCount, trainRows: data.train.length, testSplit: options.testSplit ?? null, seed, seconds, ...report });
}
