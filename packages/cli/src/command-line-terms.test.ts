import { agNews, Dataset, readExamples } from '@sekvens/data/node';
import { NgramClassifier, sequential } from '@sekvens/engine';
import { dense } from '@sekvens/layers';
import { describe, expect, it, vi } from 'vitest';
import { inCommandLineTerms } from './command-line-terms.js';

/** What a package says, first as it says it: the terms must follow it. */
async function said(work: () => Promise<unknown>): Promise<string> {
  return inCommandLineTerms(await work().then(String, (error: Error) => error.message));
}

async function trainWithoutWorkers(): Promise<void> {
  const model = sequential([dense({ units: 2, activation: 'softmax' })], { inputShape: [1] });
  model.compile({ loss: 'sparseCategoricalCrossentropy' });
  const Worker = class {
    constructor() {
      throw new Error('no such luck');
    }
  };
  vi.spyOn(process, 'getBuiltinModule').mockReturnValue({ Worker, MessageChannel });
  try {
    await model.fit({ x: [[0], [1]], y: [0, 1] }, { threads: 2 });
  } finally {
    vi.restoreAllMocks();
  }
}

async function trainTooManyWeights(): Promise<void> {
  const rows = Array.from({ length: 300 }, (_, i) => ({ text: `w${i} x${i}`, label: i % 2 ? '0' : '1' }));
  await NgramClassifier.train(rows, { labels: Array.from({ length: 400_000 }, (_, i) => String(i)) });
}

describe('messages of the packages', () => {
  it.each<[string, () => Promise<unknown>, string]>([
    ['no text column', () => readExamples({ content: 'a,b\nc,d\n', name: 'x.csv' }).toArray(), 'Name the column or columns that hold the text: --text title,description.'],
    ['column by name without header', () => readExamples({ content: 'a,b\n', name: 'x.csv' }, { header: false, text: 'a' }).toArray(), 'since --no-header leaves columns without names'],
    ['no header at all', () => readExamples({ content: 'a,b\nc,d\n', name: 'x.csv' }, { text: 'zzzzzz' }).toArray(), 'If not, choose columns by position and use --no-header.'],
    ['no such quote', () => readExamples({ content: 'text,label\n"a,b\n', name: 'x.csv' }).toArray(), 'if quotes are ordinary characters in this file, use --quote none.'],
    ['ragged', () => readExamples({ content: 'text,label\na,b\nc\n', name: 'x.csv' }, { quote: false }).toArray(), 'A field cannot contain the delimiter with --quote none. If the delimiter was guessed wrongly, use --delimiter.'],
    ['UTF-16', () => readExamples(new Uint8Array([0xff, 0xfe, 0x61, 0x00]), { format: 'csv' }).toArray(), 'use --encoding utf-16le.'],
    ['zero bytes', () => readExamples(new Uint8Array([0x61, 0x00]), { format: 'csv' }).toArray(), 'Text in UTF-16 needs --encoding utf-16le or utf-16be.'],
    ['no label', () => readExamples({ content: '{"text":"a","label":1.5}\n', name: 'x.jsonl' }).toArray(), 'Remove or mend the row, or leave it out of the file.'],
    ['not downloaded', () => agNews({ cacheDir: 'nowhere' }), '--dataset ag-news: expected train.csv of AG News in nowhere/ag-news, got none that is complete. Use --download to fetch the 31 MB once, or --data-dir with the folder of your own copy.'],
    ['option of another format', () => readExamples({ content: '__label__a b', name: 'x.ft' }, { delimiter: ';' }).toArray(), 'x.ft: expected options for the format fasttext: --task multi-label, --label-prefix, encoding, got delimiter.'],
    ['a folder of files', () => readExamples('src').toArray(), 'expected a folder per class and nothing else'],
    ['workers that do not start', trainWithoutWorkers, 'Train with --threads 1, or leave --threads out.'],
    ['too many n-grams', () => NgramClassifier.train([], { maxNgrams: 2 ** 31 }), '--max-ngrams: expected at most 1073741824, got 2147483648.'],
    ['too many weights', trainTooManyWeights, 'baseline: expected at most 268435456 weights, n-grams · classes, got 900 · 400000. Use --max-ngrams 671.'],
    ['split', () => Promise.resolve().then(() => Dataset.from([1]).split({ fraction: 2, seed: 0 })), '--test-split: expected fraction to be above 0 and below 1, got 2.'],
  ])('%s', async (_what, work, expected) => expect(await said(work)).toContain(expected));

  it('that have nothing to translate stay as they are', () => {
    expect(inCommandLineTerms('news.csv:3: expected 2 columns')).toBe('news.csv:3: expected 2 columns');
  });
});
