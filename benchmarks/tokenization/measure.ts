/**
 * Tokenization of AG News, title and description: ours beside @huggingface/tokenizers and beside a few lines of plain JavaScript.
 *
 *   tsx tokenization/measure.ts --data DIR [--rounds 5]
 *
 * All look up the same 20,000 words, and before anything is timed, ids have to be equal in every row; in rows with characters outside
 * ASCII they may differ, because the others lower and split on Unicode, and the results say in how many they do; likewise whether the plain vocabulary is the same. One thread; contenders
 * take turns, the first round counts for nothing, and what is kept is the median over the rounds, in MB of UTF-8 a second.
 * `adapt` learns the vocabulary; @huggingface/tokenizers cannot. `one text` is a single call on a text of 40 tokens, in microseconds.
 *
 * Writes results/tokenization.json. Run it on an idle machine.
 */
import { parseArgs } from 'node:util';
import { raggedFrom, TextVectorization } from '@sekvens/core';
import { readExamples } from '@sekvens/data/node';
import { median, writeResults } from '../results.js';
import { huggingFaceTokenizing, plainTokenizing, plainVocabulary, sekvensTokenizing } from './contenders.js';
import type { Tokenizing } from './contenders.js';

const { values } = parseArgs({ options: { data: { type: 'string' }, rounds: { type: 'string', default: '5' } } });
if (!values.data) throw new Error('--data DIR with AG News train.csv and test.csv is needed');
const rounds = Number(values.rounds);

const texts: string[] = [];
for (const name of ['train.csv', 'test.csv']) {
  const rows = await readExamples(`${values.data}/${name}`, { format: 'csv', header: false, label: 0, text: [1, 2] }).toArray();
  for (const { text } of rows) texts.push(text);
}
const megabytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0) / 1e6;
const vectorizer = new TextVectorization({ maxTokens: 20_000 });
await vectorizer.adapt(texts);
const vocabulary = vectorizer.getVocabulary();
const contenders: Record<string, Tokenizing> = {
  sekvens: sekvensTokenizing(vectorizer),
  huggingface: huggingFaceTokenizing(vocabulary),
  plain: plainTokenizing(vocabulary),
};

/** In how many rows ids differ from ours; a row within ASCII that does is refused. */
function differingRows(contender: Tokenizing): number {
  const ours = vectorizer.encodeAll(texts);
  const given = contender.encodeAll(texts);
  const theirs = Array.isArray(given) ? raggedFrom(given) : given;
  const row = (ids: typeof ours, r: number) => ids.values.subarray(ids.offsets[r], ids.offsets[r + 1]).join();
  const differing = texts.filter((_, r) => row(ours, r) !== row(theirs, r));
  const ascii = differing.find((text) => /^[\0-\x7f]*$/.test(text));
  if (ascii !== undefined) throw new Error(`${contender.about}: other ids for ${JSON.stringify(ascii)}`);
  return differing.length;
}

const differences = Object.fromEntries(Object.entries(contenders).map(([name, contender]) => [name, differingRows(contender)]));
console.log(`${texts.length} texts, ${megabytes.toFixed(1)} MB; rows with other ids`, differences);

const forty = texts.filter((text) => vectorizer.encode(text).length === 40).slice(0, 1000);
const runs: Record<string, Record<string, number[]>> = { encodeAll: {}, adapt: {}, 'one text': {} };
async function time(task: string, name: string, round: number, work: () => unknown, unit: (milliseconds: number) => number): Promise<void> {
  const began = performance.now();
  const result = work();
  if (result instanceof Promise) await result;
  const figure = unit(performance.now() - began);
  if (round > 0) (runs[task][name] ??= []).push(Number(figure.toPrecision(4)));
}
const perSecond = (milliseconds: number) => (1000 * megabytes) / milliseconds;
for (let round = 0; round <= rounds; round++) {
  for (const [name, contender] of Object.entries(contenders)) {
    await time('encodeAll', name, round, () => contender.encodeAll(texts), perSecond);
    const each = () => forty.reduce((sum, text) => sum + contender.encode(text).length, 0);
    await time('one text', name, round, each, (milliseconds) => (1000 * milliseconds) / forty.length);
  }
  await time('adapt', 'sekvens', round, () => new TextVectorization({ maxTokens: 20_000 }).adapt(texts), perSecond);
  await time('adapt', 'plain', round, () => plainVocabulary(texts), perSecond);
}
const samePlainVocabulary = plainVocabulary(texts).join() === vocabulary.join();
console.log('the plain vocabulary is', samePlainVocabulary ? 'the same' : 'another one');

const medians = Object.fromEntries(Object.entries(runs).map(([task, times]) => [task, Object.fromEntries(Object.entries(times).map(([name, list]) => [name, median(list)]))]));
const ratio = (task: string, name: string) => {
  const [ours, theirs] = [medians[task].sekvens, medians[task][name]];
  return theirs && Number((task === 'one text' ? theirs / ours : ours / theirs).toFixed(2));
};
const table = Object.entries(medians).map(([task, figures]) => ({
  task, unit: task === 'one text' ? 'µs' : 'MB/s', ...figures, timesFasterThanHuggingface: ratio(task, 'huggingface'), timesFasterThanPlain: ratio(task, 'plain'),
}));
console.table(table);
writeResults('tokenization', {
  texts: texts.length, megabytes: Number(megabytes.toFixed(1)), words: vocabulary.length, rounds, unit: 'MB of UTF-8 a second, one text in microseconds; medians',
  contenders: Object.fromEntries(Object.entries(contenders).map(([name, { about }]) => [name, about])), rowsWithOtherIds: differences, samePlainVocabulary, table, runs,
});
