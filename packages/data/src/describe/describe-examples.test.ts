import { TextVectorization } from '@sekvens/core';
import { describe, expect, it } from 'vitest';
import { Dataset } from '../dataset/dataset.js';
import type { Example } from '../example.js';
import { describeExamples } from './describe-examples.js';
import { lengthStatistics } from './length-statistics.js';
import { normalizedText, textHash } from './text-hash.js';

const train: Example[] = [
  { text: 'Oil prices soar', label: 'Business', line: 2 },
  { text: 'Oil prices soar', label: 'World', line: 3 },
  { text: 'oil PRICES, soar!', label: 'Business', line: 4 },
  { text: 'The cup final', label: 'Sports', line: 5 },
  { text: '  ', label: 'Business', line: 6 },
  { text: 'Nothing is known of this', line: 7 },
];
const test: Example[] = [
  { text: 'Oil prices soar', label: 'Business', line: 2 },
  { text: 'The CUP final.', label: 'Sport', line: 3 },
  { text: 'Entirely new words', label: 'Sports' },
  { text: '', label: 'Sports' },
];

describe('describeExamples', () => {
  it('counts rows, labels, empty texts and duplicates', async () => {
    const { train: described, test: none, overlap } = await describeExamples(train);
    expect([none, overlap]).toEqual([undefined, undefined]);
    expect(described).toMatchObject({
      rows: 6,
      unlabelled: 1,
      labels: [
        { label: 'Business', rows: 3, share: 0.6 },
        { label: 'Sports', rows: 1, share: 0.2 },
        { label: 'World', rows: 1, share: 0.2 },
      ],
      imbalance: 3,
      majorityShare: 0.6,
      emptyTexts: 1,
      emptyLines: [6],
      duplicates: { exact: 1, normalized: 2, conflicting: 1, conflictingLines: [3] },
      distinctTokens: 11,
      oov: undefined,
      unseen: undefined,
    });
    expect(described.tokens).toMatchObject({ total: 17, min: 0, max: 5, mean: 17 / 6, percentiles: { p5: 0, p50: 3, p99: 5 } });
    expect(described.tokens.bins).toEqual([0, 1, 2, 3, 4, 5].map((n) => ({ from: n, to: n, rows: [1, 0, 0, 4, 0, 1][n] })));
  });

  it('finds what test and training sets share, and what only the test set has', async () => {
    const described = await describeExamples(Dataset.from(train), { test: Dataset.from(test) });
    expect(described.overlap).toEqual({ exact: 1, normalized: 2, lines: [2, 3], unknownLabels: ['Sport'] });
    expect(described.test).toMatchObject({
      rows: 4,
      emptyTexts: 1,
      emptyLines: [4],
      unseen: { unknown: 3, share: 1 / 3, rowsWithoutKnownTokens: 1 },
    });
  });

  it('measures the tokens a vectorizer does not know', async () => {
    const vectorizer = new TextVectorization({ vocabulary: ['oil', 'prices', 'the'] });
    const described = await describeExamples(train, { test, vectorizer });
    expect(described.train.oov).toEqual({ unknown: 10, share: 10 / 17, rowsWithoutKnownTokens: 1 });
    expect(described.test!.oov).toEqual({ unknown: 6, share: 6 / 9, rowsWithoutKnownTokens: 1 });
    const characters = await describeExamples([{ text: 'ab c' }], { vectorizer: new TextVectorization({ split: 'character' }) });
    expect(characters.train.tokens.total).toBe(4);
  });

  it('tells how labels come together where a row may have any number of them', async () => {
    const sets = [['x', 'y'], ['y', 'x'], ['y'], [], ['x', 'y', 'z'], ['z', 'z']];
    const rows = sets.map((labels, i) => ({ text: `t${i}`, labels }));
    const { train: described } = await describeExamples([...rows, { text: 'u' }, { text: 't0', labels: ['y', 'x'] }, { text: 't1', labels: ['y'] }]);
    expect(described).toMatchObject({ rows: 9, unlabelled: 1, duplicates: { exact: 2, conflicting: 1, conflictingLines: [9] } });
    expect(described.labels).toEqual([
      { label: 'y', rows: 6, share: 6 / 8 },
      { label: 'x', rows: 4, share: 4 / 8 },
      { label: 'z', rows: 2, share: 2 / 8 },
    ]);
    expect(described.multiLabel).toEqual({
      cardinality: 12 / 8,
      density: 12 / 8 / 3,
      rowsByLabels: [{ labels: 0, rows: 1 }, { labels: 1, rows: 3 }, { labels: 2, rows: 3 }, { labels: 3, rows: 1 }],
      distinctSets: 5,
      distinctPairs: 3,
      pairs: [
        { labels: ['x', 'y'], rows: 4, jaccard: 4 / 6 },
        { labels: ['x', 'z'], rows: 1, jaccard: 1 / 5 },
        { labels: ['y', 'z'], rows: 1, jaccard: 1 / 7 },
      ],
    });
  });

  it('lists the 20 most frequent of many pairs, and says nothing of pairs where rows have one label', async () => {
    const { train: many } = await describeExamples([{ text: 'a', labels: Array.from({ length: 12 }, (_, i) => `${i}`) }, { text: 'b', labels: ['10', '2'] }]);
    expect([many.multiLabel?.distinctPairs, many.multiLabel?.pairs.length, many.multiLabel?.pairs[0]]).toEqual([66, 20, { labels: ['2', '10'], rows: 2, jaccard: 1 }]);
    expect((await describeExamples(train)).train.multiLabel).toBeUndefined();
    expect((await describeExamples([{ text: 'a', labels: [] }])).train).toMatchObject({ unlabelled: 0, labels: [], multiLabel: { cardinality: 0, density: 0, distinctSets: 1, pairs: [] } });
  });

  it('counts every label of a row', async () => {
    const { train: described } = await describeExamples([{ text: 'a', label: 'x', labels: ['x', 'y'] }]);
    expect(described.labels).toEqual([
      { label: 'x', rows: 1, share: 1 },
      { label: 'y', rows: 1, share: 1 },
    ]);
  });

  it('describes nothing at all', async () => {
    expect((await describeExamples([])).train).toMatchObject({
      rows: 0,
      labels: [],
      imbalance: 0,
      majorityShare: 0,
      tokens: { total: 0, mean: 0, max: 0, bins: [] },
    });
  });

  it('names at most ten lines', async () => {
    const { train: described } = await describeExamples(Array.from({ length: 30 }, () => ({ text: '' })));
    expect(described.emptyLines).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  it('refuses other options, another vectorizer, and ends with the signal', async () => {
    await expect(describeExamples(train, { tests: test } as never)).rejects.toThrow('Did you mean test?');
    await expect(describeExamples(train, { vectorizer: {} } as never)).rejects.toThrow(
      'describeExamples(train, options): expected vectorizer to be a TextVectorization, got {}.',
    );
    await expect(describeExamples(5 as never)).rejects.toThrow('expected examples, got 5.');
    await expect(describeExamples(train, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'aborted' });
  });
});

describe('lengthStatistics', () => {
  it('gives percentiles that so many rows do not exceed', () => {
    const counts = new Map(Array.from({ length: 100 }, (_, i): [number, number] => [i + 1, 1]));
    const { percentiles, bins, mean } = lengthStatistics(counts);
    expect(percentiles).toEqual({ p5: 5, p25: 25, p50: 50, p75: 75, p90: 90, p95: 95, p99: 99 });
    expect(mean).toBe(50.5);
    expect(bins).toHaveLength(12);
    expect(bins[0]).toEqual({ from: 1, to: 9, rows: 9 });
    expect(bins.reduce((sum, { rows }) => sum + rows, 0)).toBe(100);
  });
});

describe('textHash', () => {
  it('keeps similar texts apart', () => {
    const hashes = new Set<number>();
    for (let i = 0; i < 200_000; i++) hashes.add(textHash(`${i}`));
    for (let i = 0; i < 100_000; i++) hashes.add(textHash(`text ${i}${'\0'.repeat(i % 3)}`));
    expect(hashes.size).toBe(300_000);
    for (const hash of [...hashes].slice(0, 1000)) expect(Number.isSafeInteger(hash)).toBe(true);
  });

  it('spreads over all 53 bits', () => {
    const ones = Array.from({ length: 53 }, () => 0);
    for (let i = 0; i < 4000; i++) {
      const hash = BigInt(textHash(`x${i}`));
      for (let bit = 0; bit < 53; bit++) ones[bit] += Number((hash >> BigInt(bit)) & 1n);
    }
    for (const count of ones) expect(Math.abs(count - 2000)).toBeLessThan(200);
  });

  it('is the same everywhere', () => {
    expect([textHash(''), textHash('sekvens'), textHash('é😀')]).toMatchInlineSnapshot(`
      [
        6025115530204899,
        6688965630566080,
        8653131685221542,
      ]
    `);
  });
});

describe('normalizedText', () => {
  it('leaves letters and digits in lower case', () => {
    expect(normalizedText(' The "ＣＵＰ", 2–1! Ünïcode… ')).toBe('thecup21ünïcode');
    expect(normalizedText('?!')).toBe('');
  });
});
