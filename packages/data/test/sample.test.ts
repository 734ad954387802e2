import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkWordOrder, twinReport } from '../sample/check-word-order.mjs';
import { bagOf, generateSample, labels, toCsv, wordsOf, type SampleRow } from '../sample/generate.mjs';

const splits = ['train', 'test'] as const;
const sample = generateSample();
const figures = checkWordOrder(sample);
const committed = (name: string): string => readFileSync(new URL(`../sample/${name}.csv`, import.meta.url), 'utf8');
const key = ({ title, description }: SampleRow): string => `${title}\n${description}`;

describe('the built-in sample', () => {
  it.each(splits)('%s.csv is what the generator writes, byte for byte', (name) => {
    // A plain comparison: a differing megabyte would make an unreadable diff.
    expect(toCsv(sample[name]) === committed(name)).toBe(true);
  });

  it('depends on its seed', () => {
    expect(toCsv(generateSample(7).test) === committed('test')).toBe(false);
  });

  it('has 4,000 and 1,000 rows, balanced over the four classes, 24 % of each class order items', () => {
    const counts = splits.map((name) =>
      labels.map((label) => {
        const rows = sample[name].filter((row) => row.label === label);
        return [label, rows.length, rows.filter((row) => row.order !== undefined).length];
      }),
    );
    expect(counts).toEqual([
      [['World', 1000, 240], ['Sports', 1000, 240], ['Business', 1000, 240], ['Sci/Tech', 1000, 240]],
      [['World', 250, 60], ['Sports', 250, 60], ['Business', 250, 60], ['Sci/Tech', 250, 60]],
    ]);
  });

  it('holds no row twice and no row of train in test; titles of train and test differ, too', () => {
    const rows = [...sample.train, ...sample.test];
    expect(new Set(rows.map(key)).size).toBe(5000);
    const trained = new Set(sample.train.map((row) => row.title));
    expect(sample.test.filter((row) => trained.has(row.title))).toEqual([]);
  });

  it('keeps titles at 4 to 12 words and descriptions at 8 to 30', () => {
    const outside = [...sample.train, ...sample.test].filter((row) => {
      const [title, description] = [wordsOf(row.title).length, wordsOf(row.description).length];
      return title < 4 || title > 12 || description < 8 || description > 30;
    });
    expect(outside).toEqual([]);
  });

  it('leaves no trace of the grammar in the texts', () => {
    const untidy = [...sample.train, ...sample.test].filter((row) =>
      /[[\]{}<>^#|\ue000\ue001]|\(n\)|undefined| {2}| [,.]|^\s|\s$|\b(early early|the the)\b/.test(`${row.title}\t${row.description}`),
    );
    expect(untidy).toEqual([]);
  });

  it('exercises a CSV reader: CRLF records, quoted commas, doubled quotes, line breaks within fields', () => {
    const text = committed('train');
    expect(text.startsWith('label,title,description\r\n')).toBe(true);
    expect(text.endsWith('\r\n')).toBe(true);
    expect(text.split('\r\n').length).toBe(4002);
    expect(text.replaceAll('\r\n', '').includes('\n')).toBe(true);
    expect(text.includes('""')).toBe(true);
  });

  it('takes less than 1.2 MB', () => {
    expect(committed('train').length + committed('test').length).toBeLessThan(1_200_000);
  });
});

describe('word order in the sample', () => {
  it('gives every order item a twin in the same split: the same words, another label', () => {
    expect(figures.twins).toEqual({ train: { items: 960, withoutTwin: 0 }, test: { items: 240, withoutTwin: 0 } });
  });

  it('notices an order item whose twin is missing or has lost a word', () => {
    const [item] = sample.test.filter((row) => row.order !== undefined);
    const twin = sample.test.find((row) => row.label !== item.label && bagOf(row) === bagOf(item))!;
    expect(twinReport([item, twin])).toEqual({ items: 2, withoutTwin: 0 });
    expect(twinReport([item])).toEqual({ items: 1, withoutTwin: 1 });
    expect(twinReport([item, { ...twin, title: `${twin.title} again` }])).toEqual({ items: 2, withoutTwin: 2 });
  });

  it.each(['naive Bayes, words', 'softmax regression, words'])('%s: at most half of the order items, at least 90 %% of the rest', (name) => {
    expect(figures.accuracy[name].order).toBeLessThanOrEqual(0.5);
    expect(figures.accuracy[name].rest).toBeGreaterThanOrEqual(0.9);
  });
});
