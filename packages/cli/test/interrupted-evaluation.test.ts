/** Ctrl-C while a model is being measured: the evaluation itself ends, not only what would have come after it. */
import { TextClassifier } from '@sekvens/engine';
import type { TextExample } from '@sekvens/engine';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { main } from '../src/main.js';
import { fakeIo } from './fake-io.js';
import { newsCsv } from './news.js';
import { folderWith } from './run-command.js';

const columns = ['--text', 'title,description', '--label', 'class'];

afterEach(() => vi.restoreAllMocks());

/** Lets `interrupt` happen when an evaluation has read its examples. */
function whenEvaluating(interrupt: () => void) {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with its object below
  const { predictExamples } = TextClassifier.prototype;
  return vi.spyOn(TextClassifier.prototype, 'predictExamples').mockImplementation(function (this: TextClassifier, examples, options) {
    const read = (async function* () {
      const all: TextExample[] = [];
      for await (const example of examples as Iterable<TextExample> | AsyncIterable<TextExample>) all.push(example);
      interrupt();
      yield* all;
    })();
    return predictExamples.call(this, read, options);
  });
}

it('ends the test after training, which is saved and goes on with the test', async () => {
  const cwd = folderWith({ 'train.csv': newsCsv(60), 'test.csv': newsCsv(30, 60) });
  const io = fakeIo();
  const spy = whenEvaluating(() => io.interrupt());
  const out = join(cwd, 'run');
  const code = await main(['train', join(cwd, 'train.csv'), '--test', join(cwd, 'test.csv'), ...columns, '--model', 'masked-rnn', '--epochs', '1', '--out', out], io);
  await expect(spy.mock.results[0].value).rejects.toThrow('TextClassifier.predictExamples: expected to run to its end, got an abort signal.');
  expect([code, io.err()]).toEqual([130, `Stopped. The training is saved; go on with it:\n  sekvens train --resume ${out}\n`]);
  vi.restoreAllMocks();
  const resumed = fakeIo();
  expect(await main(['train', '--resume', out, '--json'], resumed)).toBe(0);
  // nothing is trained any more
  expect(resumed.out().trimEnd().split('\n').map((line) => (JSON.parse(line) as { event: string }).event)).toEqual(['start', 'result']);
  expect(readdirSync(out).sort()).toEqual(['README.md', 'arguments.json', 'config.yaml', 'history.csv', 'metrics.json', 'model', 'report.html']);
});

it('ends evaluate when nobody reads its output any more', async () => {
  const cwd = folderWith({ 'train.csv': newsCsv(60), 'test.csv': newsCsv(30, 60) });
  const out = join(cwd, 'run');
  expect(await main(['train', join(cwd, 'train.csv'), ...columns, '--model', 'masked-rnn', '--epochs', '1', '--out', out], fakeIo())).toBe(0);
  const io = fakeIo();
  const spy = whenEvaluating(() => void io.stdout.emit('error', Object.assign(new Error('write EPIPE'), { code: 'EPIPE' })));
  expect(await main(['evaluate', out, join(cwd, 'test.csv'), ...columns], io)).toBe(0);
  await expect(spy.mock.results[0].value).rejects.toThrow('TextClassifier.predictExamples: expected to run to its end, got an abort signal.');
  expect(io.out()).toBe('');
});
