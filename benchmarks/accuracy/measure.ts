/**
 * Accuracy of presets, baseline and fastText on the same rows.
 *
 *   tsx accuracy/measure.ts news|spam|surnames --data PATH [--contenders a,b] [--seeds 0,1,2] [--train NAME=ARGUMENTS] [--fasttext PROGRAM]
 *
 * PATH: a folder with AG News' train.csv and test.csv; the file SMSSpamCollection; a folder with <Language>.txt. Without --data the
 * environment variable SEKVENS_NEWS, SEKVENS_SPAM or SEKVENS_SURNAMES names it. --train adds a contender: `sekvens train` with these
 * arguments. Contenders take turns, seed by seed. Merges into results/accuracy.json, an entry a task and contender.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chosen } from '../options.js';
import { mergeResults } from '../results.js';
import { baselineContender } from './baseline-contender.js';
import { commandContender } from './command-contender.js';
import type { Contender, Outcome, Row } from './contender.js';
import { fasttextContender } from './fasttext-contender.js';
import { tasks } from './tasks.js';
import type { Task, TaskName } from './tasks.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { data: { type: 'string' }, contenders: { type: 'string' }, seeds: { type: 'string', default: '0,1,2' }, train: { type: 'string', multiple: true, default: [] }, fasttext: { type: 'string', default: 'fasttext' } },
});
const [name] = chosen(positionals[0] ?? '', Object.keys(tasks) as TaskName[], 'task');
const task: Task = tasks[name];
const data = values.data ?? process.env[`SEKVENS_${name.toUpperCase()}`];
if (!data) throw new Error(`--data PATH or SEKVENS_${name.toUpperCase()} is needed`);
const seeds = values.seeds.split(',').map(Number);
if (!seeds.every((seed) => Number.isSafeInteger(seed) && seed >= 0)) throw new Error(`--seeds: expected whole numbers with commas between them, got ${values.seeds}`);

const { characters } = task;
const preset = (which: string): Contender => commandContender(['--preset', which, ...(characters ? ['--characters'] : [])]);
const fasttext = (ngrams: number, normalization: 'apart' | 'stripped'): Contender => fasttextContender(values.fasttext, ngrams, normalization);
const known: Readonly<Record<string, Contender>> = {
  fast: preset('fast'),
  balanced: preset('balanced'),
  accurate: preset('accurate'),
  ...(task.network !== undefined && { network: commandContender(task.network.split(' ')) }),
  baseline: baselineContender(characters, false),
  majority: baselineContender(characters, true),
  // words, so not for characters
  ...(!characters && { 'baseline-characters': baselineContender(true, false), 'fasttext-bigrams': fasttext(2, 'apart'), 'fasttext-bigrams-stripped': fasttext(2, 'stripped'), 'fasttext-unigrams': fasttext(1, 'apart'), 'fasttext-unigrams-stripped': fasttext(1, 'stripped') }),
};
const given: Readonly<Record<string, Contender>> = Object.fromEntries(
  values.train.map((option): [string, Contender] => {
    const [, key, args] = /^([\w-]+)=(.*)$/.exec(option) ?? [];
    if (key === undefined) throw new Error(`--train: expected NAME=ARGUMENTS, got ${option}`);
    return [key, commandContender(args.split(' ').filter((arg) => arg !== ''))];
  }),
);
const contenders = { ...known, ...given };
const named = [...new Set([...chosen(values.contenders, Object.keys(known), '--contenders'), ...Object.keys(given)])];

const folder = mkdtempSync(join(tmpdir(), 'sekvens-accuracy-'));
const outcomes = new Map<string, (Outcome & { seed: number })[]>(named.map((one) => [one, []]));
try {
  for (const [turn, seed] of seeds.entries()) {
    const split = await task.split(data, seed);
    const write = (file: string, list: readonly Row[]): string => {
      const path = join(folder, file);
      writeFileSync(path, list.map(({ text, label }) => `${JSON.stringify({ text, label })}\n`).join(''));
      return path;
    };
    const files = { folder, train: write('train.jsonl', split.train), test: write('test.jsonl', split.test) };
    for (let i = 0; i < named.length; i++) {
      const one = named[(i + turn) % named.length];
      const outcome = await contenders[one].run(split, files, seed);
      outcomes.get(one)!.push({ seed, ...outcome });
      const focus = task.focus === undefined ? '' : `  F1 of ${task.focus} ${outcome.f1[task.focus].toFixed(4)}`;
      console.log(`${name} ${one} seed ${seed}  accuracy ${(100 * outcome.accuracy).toFixed(2)}  macro F1 ${outcome.macroF1.toFixed(4)}${focus}  ${outcome.seconds.toFixed(1)} s  ${(outcome.bytes / 1e6).toFixed(1)} MB`);
    }
    store({ train: split.train.length, test: split.test.length });
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** What has been measured so far, so that a long measurement that fails is not for nothing. */
function store(rows: { readonly train: number; readonly test: number }): void {
  for (const one of named) {
    const { description, versions } = contenders[one];
    const runs = outcomes.get(one)!.map(({ seed, accuracy, macroF1, f1, trainingSeconds, seconds, bytes }) => ({
      seed, accuracy, macroF1, ...(task.focus !== undefined && { focusF1: f1[task.focus] }), ...(trainingSeconds !== undefined && { trainingSeconds }), seconds, bytes,
    }));
    mergeResults('accuracy', `${name} ${one}`, { task: name, contender: one, description, rows, versions, runs });
  }
}
