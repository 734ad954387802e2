/** The fastText that is installed, on the same rows: `supervised -epoch 10 -thread 1`, the rest as it is by default. */
import { classificationReport, sortLabels } from '@sekvens/engine';
import { execFile, spawnSync } from 'node:child_process';
import { rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Contender, Row } from './contender.js';
import { figuresOf } from './contender.js';

const run = promisify(execFile);

/** How texts are made ready: its tutorial lowers letters and sets punctuation apart; leaving punctuation out is the other usual way. */
export const normalizations = {
  apart: (text: string): string => text.toLowerCase().replace(/[.!?,'/()]/g, ' $& '),
  stripped: (text: string): string => text.toLowerCase().replace(/[!-/:-@[-`{-~]/g, ''),
} as const;

export type Normalization = keyof typeof normalizations;

export function fasttextContender(program: string, wordNgrams: number, normalization: Normalization): Contender {
  const options = ['-wordNgrams', String(wordNgrams), '-epoch', '10', '-thread', '1'];
  return {
    description: `fastText supervised ${options.join(' ')}; letters lowered, punctuation ${normalization === 'apart' ? 'set apart' : 'left out'}`,
    versions: [versionOf(program)],
    async run({ train, test }, { folder }, seed) {
      const labels = sortLabels([...train, ...test].map(({ label }) => label));
      const indices = new Map(labels.map((label, i) => [label, i]));
      const write = (name: string, rows: readonly Row[]): string => {
        const path = join(folder, name);
        writeFileSync(path, rows.map(({ text, label }) => `__label__${indices.get(label)} ${normalizations[normalization](text).replace(/\s+/g, ' ').trim()}\n`).join(''));
        return path;
      };
      const [trainFile, testFile] = [write('fasttext-train.txt', train), write('fasttext-test.txt', test)];
      const model = join(folder, 'fasttext');
      const began = performance.now();
      await run(program, ['supervised', '-input', trainFile, '-output', model, ...options, '-seed', String(seed), '-verbose', '0']);
      const seconds = (performance.now() - began) / 1000;
      const bytes = statSync(`${model}.bin`).size;
      const { stdout } = await run(program, ['predict', `${model}.bin`, testFile], { maxBuffer: 2 ** 28 });
      for (const ending of ['bin', 'vec']) rmSync(`${model}.${ending}`);
      const certain = new Uint8Array(test.length * labels.length);
      // a text without a known word has no prediction, and counts as wrong whatever stands in its place: here the first label
      stdout.trimEnd().split('\n').forEach((line, r) => (certain[r * labels.length + Number(line.replace('__label__', ''))] = 1));
      return { ...figuresOf(classificationReport(labels, certain, test.map(({ label }) => indices.get(label)!))), seconds, bytes };
    },
  };
}

/** The program does not tell its version; where it is a package of Debian's, that does. */
function versionOf(program: string): string {
  const { stdout, status } = spawnSync('dpkg-query', ['--show', '--showformat=${Version}', 'fasttext'], { encoding: 'utf8' });
  return status === 0 && program === 'fasttext' ? `fasttext ${stdout} of Debian` : program;
}
