import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { madeUpSurnames } from '../lesson/made-up-surnames.js';
import { sampleVectors } from '../lesson/sample-vectors.js';
import { printed } from './printed.js';

let folder: string;
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'sekvens-lesson-'))));
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => vi.unstubAllEnvs());

const quick = ['--sample', '--limit', '320'];
const accuracy = (output: string) => Number(/^Test accuracy: ([\d.]+) %/m.exec(output)![1]);

describe('steps on the sample', () => {
  it('1 shows rows, and texts as integers and back', async () => {
    const output = await printed('lesson/1-text-vectorization.ts', ...quick);
    expect(output).toContain('4 classes: World, Sports, Business, Sci/Tech');
    expect(output.match(/^[0-3] \((World|Sports|Business|Sci\/Tech)\) -> ./gm)).toHaveLength(5);
    expect(output).toMatch(/Length of vocabulary: \d+, learned from 320 titles/);
    expect(output).toMatch(/is \[(\d+, ){6}\d+\]\nand back: "(([a-z]+|\[UNK\]) ?){7}"/);
    const [, rows, width] = /padded to \[(\d+), (\d+)\]/.exec(output)!;
    const ids = output.split(/padded to .*\n/)[1].split('\n').slice(0, Number(rows)).map((row) => JSON.parse(row) as number[]);
    expect(ids.map((row) => row.length)).toEqual(Array.from({ length: Number(rows) }, () => Number(width)));
    expect(output).toContain('Tokens outside the vocabulary: 0.0 % in titles');
  });

  it.each([
    ['2-simple-rnn', '1,281,364', '20/20'],
    ['3-masked-rnn', undefined, '20/20'],
    ['4-lstm', undefined, '40/40'],
    ['5-bidirectional-lstm', '2,758,148', '20/20'],
  ])('%s trains, with the lesson\'s batches, and tests', async (step, parameters, steps) => {
    const output = await printed(`lesson/${step}.ts`, ...quick);
    if (parameters) expect(output).toContain(`Total params: ${parameters} `);
    expect(output).toMatch(new RegExp(`^${steps} - [\\d.]+s [\\d.]+ms/step - loss: [\\d.]+ - acc: [\\d.]+$`, 'm'));
    expect(accuracy(output)).toBeGreaterThan(15);
  });

  it('more rows and epochs teach it more; a seed gives the same figures again', async () => {
    const args = ['--sample', '--limit', '1000', '--epochs', '4', '--seed', '7'];
    const run = async () => (await printed('lesson/2-simple-rnn.ts', ...args)).replaceAll(/[\d.]+m?s\b/g, '');
    const first = await run();
    expect(accuracy(first)).toBeGreaterThan(50);
    expect(await run()).toBe(first);
  });

  it('6 measures padding and trains in all four ways', async () => {
    const output = await printed('lesson/6-bucketing.ts', ...quick);
    const share = (name: string) => Number(new RegExp(`${name} batches: .* ([\\d.]+) % padding`).exec(output)![1]);
    expect(share('bucketed')).toBeLessThan(share('plain') / 2);
    expect(output.match(/^(no|with) mask, (plain|bucketed) batches: trained in [\d.]+ s, test accuracy [\d.]+ %$/gm)).toHaveLength(4);
  });

  it('7 begins with vectors of the sample, or of a file', async () => {
    const output = await printed('lesson/7-pretrained-vectors.ts', ...quick);
    expect(output).toMatch(/Vectors of length 8 for \d+ of \d+ words/);
    expect(output.match(/^(random|pretrained), (frozen|trained): test accuracy [\d.]+ %$/gm)).toHaveLength(3);
    const file = join(folder, 'glove.txt');
    writeFileSync(file, 'in 1 2 3\nthe 4 5 6\nunheardof 7 8 9\n');
    expect(await printed('lesson/7-pretrained-vectors.ts', ...quick, '--vectors', file)).toMatch(/Vectors of length 3 for 2 of \d+ words/);
  });

  it('8 tells made-up surnames apart', async () => {
    const output = await printed('lesson/8-characters.ts', '--epochs', '5');
    expect(output).toContain('Made-up surnames');
    expect(output).toContain('4 languages, 307 names to learn from, 77 to test with');
    expect(accuracy(output)).toBeGreaterThan(80);
    expect(output.match(/^[A-Z][a-z]+: \w+ [\d.]+ % \(listed as \w+\)$/gm)).toHaveLength(5);
  });
});

describe('where data come from', () => {
  const news = `"3","Oil soars","Supply is ""tight"""
"2","Striker scores","In the final"
"1","Talks resume","In the capital"
"4","Probe lands","On a comet"
`;

  it('--data and SEKVENS_DATA name a folder of AG News; --data and --sample win', async () => {
    const [a, b] = ['a', 'b'].map((name) => join(folder, name));
    for (const dir of [a, b]) {
      mkdirSync(dir);
      for (const file of ['train.csv', 'test.csv']) writeFileSync(join(dir, file), news);
    }
    const step = (...args: string[]) => printed('lesson/1-text-vectorization.ts', ...args);
    const given = await step('--data', a);
    expect(given).toContain(`AG News in ${a}: 4 training rows and 4 test rows, title and description`);
    expect(given).toContain('2 (Business) -> Oil soars Supply is "tight"');
    vi.stubEnv('SEKVENS_DATA', b);
    expect(await step('--limit', '2')).toContain(`AG News in ${b}: 2 training rows and 2 test rows`);
    expect(await step('--data', a)).toContain(`AG News in ${a}`);
    expect(await step('--sample', '--limit', '5')).toContain('The built-in sample of invented news');
  });

  it('8 reads a folder of names and leaves its README out', async () => {
    const dir = join(folder, 'names');
    mkdirSync(dir);
    for (const label of ['Dutch', 'Polish']) {
      const names = madeUpSurnames().filter((name) => name.label === label);
      writeFileSync(join(dir, `${label}.txt`), names.map(({ text }) => `${text}\n`).join(''));
    }
    writeFileSync(join(dir, 'README.txt'), 'Names\nof nobody\n');
    const output = await printed('lesson/8-characters.ts', '--data', dir, '--epochs', '1');
    expect(output).toContain(`Surnames in ${dir}`);
    expect(output).toContain('2 languages');
  });

  it('sample-vectors.8d.txt is what sampleVectors writes', async () => {
    expect(readFileSync(new URL('../lesson/sample-vectors.8d.txt', import.meta.url), 'utf8')).toBe(await sampleVectors());
  });

  it('made-up surnames are 96 different ones for each language', () => {
    expect(new Set(madeUpSurnames().map(({ text, label }) => `${label} ${text}`)).size).toBe(4 * 96);
  });
});

describe('the command line', () => {
  const step = (...args: string[]) => printed('lesson/3-masked-rnn.ts', ...args);

  it('refuses what it does not understand', async () => {
    await expect(step('--limit', '0')).rejects.toThrow('--limit: expected an integer of at least 1, got "0".');
    await expect(step('--epochs', '1.5')).rejects.toThrow('--epochs: expected an integer of at least 1, got "1.5".');
    await expect(step('--sample', '--download')).rejects.toThrow('--data, --sample, --download: expected one of them at most, got more.');
    await expect(step('--vectors', 'x')).rejects.toMatchObject({ code: 'ERR_PARSE_ARGS_UNKNOWN_OPTION' });
    await expect(step('--data', join(folder, 'nowhere'))).rejects.toMatchObject({ code: 'not-found' });
  });
});
