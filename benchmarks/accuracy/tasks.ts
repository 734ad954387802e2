/** What is measured: rows to train and to test on, by a seed. */
import { Dataset, readExamples } from '@sekvens/data/node';
import type { Column, Example, ReadOptions } from '@sekvens/data/node';
import { join } from 'node:path';
import type { Row, Split } from './contender.js';
import type { NetworkSettings } from './network-contender.js';

export interface Task {
  readonly title: string;
  /** Tokens are characters. */
  readonly characters: boolean;
  /** The class whose F1 counts, where it is one. */
  readonly focus?: string;
  /** What `network` trains. */
  readonly network: NetworkSettings;
  /** How rows of a seed are chosen from what --data names. */
  readonly split: (data: string, seed: number) => Promise<Split>;
}

/** Share of the rows to test on where data have no test set. */
const testShare = 0.2;

async function read(path: string, options: ReadOptions): Promise<Row[]> {
  const rows: Example[] = await readExamples(path, options).toArray();
  return rows.map(({ text, label }) => ({ text, label: label! }));
}

/** The rows that `sekvens train --test-split 0.2 --seed` splits off, and the others. */
async function stratified(rows: readonly Row[], seed: number): Promise<Split> {
  const [test, train] = Dataset.from(rows).split({ fraction: testShare, seed, stratifyBy: 'label' });
  return { train: await train.toArray(), test: await test.toArray() };
}

const news = (text: readonly Column[]): ReadOptions => ({ format: 'csv', header: false, label: 0, text });

export const tasks = {
  news: {
    title: 'AG News',
    characters: false,
    network: { tokens: 'words', units: 64, layers: 1, maxPooling: true, embedding: 64, maxTokens: 30_000, epochs: 3, batchSize: 32, learningRate: 0.003, spatialDropout: 0.3, recurrentDropout: 0, dropout: 0.5, tokenDropout: 0, averaging: 0, classWeightPower: 0 },
    split: async (data) => ({ train: await read(join(data, 'train.csv'), news([1, 2])), test: await read(join(data, 'test.csv'), news([1, 2])) }),
  },
  spam: {
    title: 'SMS spam',
    characters: false,
    focus: 'spam',
    network: { tokens: 'characterTrigrams', units: 32, layers: 1, maxPooling: true, embedding: 64, maxTokens: 5000, epochs: 5, batchSize: 32, learningRate: 0.004, spatialDropout: 0.2, recurrentDropout: 0, dropout: 0.5, tokenDropout: 0.2, averaging: 0, classWeightPower: 0 },
    split: async (data, seed) => stratified(await read(data, { format: 'tsv', header: false, quote: false, label: 0, text: [1] }), seed),
  },
  surnames: {
    title: 'surnames by language',
    characters: true,
    network: { tokens: 'characters', units: 128, layers: 2, maxPooling: false, embedding: 64, maxTokens: 1000, epochs: 24, batchSize: 32, learningRate: 0.004, spatialDropout: 0.1, recurrentDropout: 0.3, dropout: 0.5, tokenDropout: 0.1, averaging: 0.998, classWeightPower: 0.12 },
    split: async (data, seed) => stratified((await read(data, { format: 'class-files' })).filter(({ label }) => label !== 'README'), seed),
  },
} as const satisfies Record<string, Task>;

export type TaskName = keyof typeof tasks;
