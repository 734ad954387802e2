import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { describeExamples } from '../src/describe/describe-examples.js';
import { readExamples } from '../src/node/read-examples.js';
import { sampleNews } from '../src/news/sample-news.js';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

describe('sampleNews', () => {
  it('is the CSV files of the sample, row by row', async () => {
    const { train, test } = sampleNews();
    const text = ['title', 'description'];
    expect(await train.toArray()).toEqual(await readExamples(at('../sample/train.csv'), { text, label: 'label' }).toArray());
    expect(await test.toArray()).toEqual(await readExamples(at('../sample/test.csv'), { text, label: 'label' }).toArray());
  });

  it('has its four labels in both parts, and no text in both', async () => {
    const { train, test, labels } = sampleNews({ text: 'title' });
    const [trainRows, testRows] = [await train.toArray(), await test.toArray()];
    for (const rows of [trainRows, testRows]) expect(new Set(labels.encode(rows))).toEqual(new Set([0, 1, 2, 3]));
    const { overlap } = await describeExamples(sampleNews().train, { test: sampleNews().test });
    expect([overlap!.exact, overlap!.unknownLabels]).toEqual([0, []]);
  });

  it('refuses other options', () => {
    expect(() => sampleNews({ texts: 'title' } as never)).toThrow('Did you mean text?');
    expect(() => sampleNews({ text: 'body' as never })).toThrow(
      "sampleNews(options): expected text to be 'title', 'description' or an array of those, got \"body\".",
    );
  });
});

describe('embed-sample', () => {
  it('writes a module with the very content of the files, in ASCII', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sekvens-embed-'));
    try {
      const target = join(folder, 'rows.mjs');
      execFileSync(process.execPath, [at('../scripts/embed-sample.mjs'), at('./fixtures/sample'), join(folder, 'rows.ts')]);
      const source = await readFile(join(folder, 'rows.ts'), 'utf8');
      // eslint-disable-next-line no-control-regex
      expect(source).toMatch(/^[\x00-\x7f]+$/);
      await writeFile(target, source.replaceAll(': string', ''));
      const rows = (await import(target)) as { TRAIN_CSV: string; TEST_CSV: string };
      expect(rows.TRAIN_CSV).toBe(await readFile(at('./fixtures/sample/train.csv'), 'utf8'));
      expect(rows.TEST_CSV).toBe(await readFile(at('./fixtures/sample/test.csv'), 'utf8'));
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('refuses files of another form', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sekvens-embed-'));
    try {
      for (const name of ['train.csv', 'test.csv']) await writeFile(join(folder, name), 'class,text\n');
      expect(() => execFileSync(process.execPath, [at('../scripts/embed-sample.mjs'), folder, join(folder, 'rows.ts')], { stdio: 'pipe' })).toThrow(
        'does not begin with the header label,title,description',
      );
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
