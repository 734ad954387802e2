/** What is measured: rows to train and to test on, by a seed. */
import { Dataset, readExamples } from '@sekvens/data/node';
import type { Column, Example, ReadOptions } from '@sekvens/data/node';
import { join } from 'node:path';
import type { Row, Split } from './contender.js';

export interface Task {
  readonly title: string;
  /** Tokens are characters. */
  readonly characters: boolean;
  /** The class whose F1 counts, where it is one. */
  readonly focus?: string;
  /** Arguments of `sekvens train` for what `network` trains, where that is none of the presets. */
  readonly network?: string;
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

const common = '--tokens.standardize lower --model custom --cell gru --bidirectional --network.mask true --embedding-size 64 --dropout 0.5 --batch-size 32 --bucket --optimizer adamw --weight-decay 0.01 --global-clipnorm 1 --learning-rate 0.004';

export const tasks = {
  news: {
    title: 'AG News',
    characters: false,
    split: async (data) => ({ train: await read(join(data, 'train.csv'), news([1, 2])), test: await read(join(data, 'test.csv'), news([1, 2])) }),
  },
  spam: {
    title: 'SMS spam',
    characters: false,
    focus: 'spam',
    network: `--characters --ngrams [3] --max-tokens 5000 --units 32 --pooling max --network.spatialDropout 0.2 --word-dropout 0.2 --epochs 5 --schedule oneCycle ${common}`,
    split: async (data, seed) => stratified(await read(data, { format: 'tsv', header: false, quote: false, label: 0, text: [1] }), seed),
  },
  surnames: {
    title: 'surnames by language',
    characters: true,
    network: `--characters --max-tokens 1000 --units 128 --layers 2 --pooling last --network.spatialDropout 0.1 --recurrent-dropout 0.3 --word-dropout 0.1 --epochs 24 --schedule cosineDecay --warmup 0.025 --schedule.alpha 0.3 --optimizer.useEma true --optimizer.emaMomentum 0.998 ${common}`,
    split: async (data, seed) => stratified((await read(data, { format: 'class-files' })).filter(({ label }) => label !== 'README'), seed),
  },
} as const satisfies Record<string, Task>;

export type TaskName = keyof typeof tasks;
