/** What the steps share: the command line, where the news come from, the vectorizer of step 1, and Keras' line an epoch. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { SekvensError, show, TextVectorization } from '@sekvens/core';
import { agNews, sampleNews } from '@sekvens/data/node';
import type { LabelIndex, NewsColumn, NewsDatasets } from '@sekvens/data/node';
import type { BatchLog, Callback, Examples } from '@sekvens/engine';

const known = {
  data: { type: 'string' },
  sample: { type: 'boolean' },
  download: { type: 'boolean' },
  limit: { type: 'string' },
  epochs: { type: 'string' },
  seed: { type: 'string' },
  vectors: { type: 'string' },
} as const;

/** Where news come from, and how many rows of each set are read: for every step that reads AG News. */
export const newsOptions = ['data', 'sample', 'download', 'limit'] as const;

export interface LessonOptions {
  readonly data?: string;
  readonly sample: boolean;
  readonly download: boolean;
  /** Rows of each set; Infinity for all. */
  readonly limit: number;
  readonly epochs: number;
  readonly seed: number;
  readonly vectors?: string;
}

/** Reads the command line of a step that takes the options `names`; others are refused. */
export function commandLine(names: readonly (keyof typeof known)[], defaults: { readonly epochs?: number } = {}): LessonOptions {
  const options = Object.fromEntries(Object.entries(known).filter(([name]) => (names as readonly string[]).includes(name)));
  type Value<Type> = Type extends 'boolean' ? boolean : string;
  const values = parseArgs({ options }).values as { [name in keyof typeof known]?: Value<(typeof known)[name]['type']> };
  const integer = (name: 'limit' | 'epochs' | 'seed', least: number, standard: number): number => {
    const value = values[name];
    if (value === undefined) return standard;
    if (/^\d+$/.test(value) && Number(value) >= least && Number.isSafeInteger(Number(value))) return Number(value);
    throw new SekvensError({ code: 'invalid-option', where: `--${name}`, expected: `an integer of at least ${least}`, got: show(value) });
  };
  const { data, sample = false, download = false, vectors } = values;
  if (Number(data !== undefined) + Number(sample) + Number(download) > 1) {
    throw new SekvensError({ code: 'invalid-option', where: '--data, --sample, --download', expected: 'one of them at most', got: 'more' });
  }
  const [limit, epochs, seed] = [integer('limit', 1, Infinity), integer('epochs', 1, defaults.epochs ?? 1), integer('seed', 0, 0)];
  return { data, sample, download, vectors, limit, epochs, seed };
}

export interface News {
  readonly trainTexts: readonly string[];
  readonly testTexts: readonly string[];
  /** Classes as integers, in the order of the texts. */
  readonly trainClasses: Int32Array;
  readonly testClasses: Int32Array;
  readonly labels: LabelIndex;
}

/** Reads `columns` of AG News, or of the built-in sample, and says which it was. */
export async function readNews(columns: readonly NewsColumn[], options: LessonOptions): Promise<News> {
  const { name, train, test, labels } = await openNews(columns, options);
  const first = (rows: NewsDatasets['train']) => (options.limit === Infinity ? rows : rows.take(options.limit)).toArray();
  const [trainRows, testRows] = [await first(train), await first(test)];
  console.log(`${name}: ${count(trainRows.length)} training rows and ${count(testRows.length)} test rows, ${columns.join(' and ')}`);
  return {
    trainTexts: trainRows.map(({ text }) => text), testTexts: testRows.map(({ text }) => text),
    trainClasses: labels.encode(trainRows), testClasses: labels.encode(testRows), labels,
  };
}

/** What the command line names, else the folder SEKVENS_DATA, else a data folder beside the repository, else the sample. */
async function openNews(text: readonly NewsColumn[], { data, sample, download }: LessonOptions): Promise<NewsDatasets & { readonly name: string }> {
  const beside = fileURLToPath(new URL('../../../shared/data/ag_news', import.meta.url));
  const dataDir = data ?? (sample || download ? undefined : process.env.SEKVENS_DATA || (existsSync(beside) ? beside : undefined));
  if (dataDir !== undefined) return { name: `AG News in ${dataDir}`, ...(await agNews({ dataDir, text })) };
  if (download) return { name: 'AG News from the web', ...(await agNews({ download, text })) };
  return { name: 'The built-in sample of invented news (--data DIR or --download for AG News)', ...sampleNews({ text }) };
}

/** The lesson's vectorizer: at most 20,000 tokens, learned from the first 2,000 titles and kept for titles with descriptions. */
export async function titleVectorizer(options: LessonOptions): Promise<TextVectorization> {
  const { train } = await openNews(['title'], options);
  const vectorizer = new TextVectorization({ maxTokens: 20_000 });
  await vectorizer.adapt(train.take(Math.min(2000, options.limit)).map(({ text }) => text));
  return vectorizer;
}

/** Both sets as ids and classes, as `fit` and `evaluate` take them. */
export function encodeNews(vectorizer: TextVectorization, news: News): { readonly train: Examples; readonly test: Examples } {
  return {
    train: { x: vectorizer.encodeAll(news.trainTexts), y: news.trainClasses },
    test: { x: vectorizer.encodeAll(news.testTexts), y: news.testClasses },
  };
}

/** Prints an epoch as Keras does; on a terminal also how far it is. */
export function kerasProgress(): Callback {
  let last: BatchLog;
  let shown = 0;
  const { isTTY } = process.stderr;
  const figures = (loss: number, accuracy = NaN) => `loss: ${loss.toFixed(4)} - acc: ${accuracy.toFixed(4)}`;
  return {
    onBatchEnd(log) {
      last = log;
      if (!isTTY || performance.now() - shown < 100) return;
      shown = performance.now();
      process.stderr.write(`\r${log.batch + 1}/${log.batchCount} - ${figures(log.loss, log.accuracy)}`);
    },
    onEpochEnd({ loss, accuracy, seconds }) {
      if (isTTY) process.stderr.write('\r\x1b[K');
      const steps = last.batch + 1;
      console.log(`${steps}/${steps} - ${seconds.toFixed(1)}s ${((1000 * seconds) / steps).toFixed(1)}ms/step - ${figures(loss, accuracy)}`);
    },
  };
}

export const percent = (share = NaN): string => `${(100 * share).toFixed(1)} %`;
export const count = (n: number): string => n.toLocaleString('en-US');
