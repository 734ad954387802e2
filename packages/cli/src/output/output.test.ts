import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { fakeIo } from '../../test/fake-io.js';
import { hasColors, Output } from './output.js';

describe('text for people', () => {
  it('goes to stdout, JSON nowhere', async () => {
    const io = fakeIo();
    const output = new Output(io, {});
    output.text('hello');
    output.fact('data', '3 rows');
    output.json({ a: 1 });
    await output.result('done');
    expect([io.out(), io.err()]).toEqual(['hello\ndata      3 rows\ndone\n', '']);
  });

  it('goes to stderr with --json, so that stdout has JSON alone', () => {
    const io = fakeIo();
    const output = new Output(io, { json: true });
    output.text('hello');
    output.json({ a: 1 });
    expect([io.out(), io.err()]).toEqual(['{"a":1}\n', 'hello\n']);
  });

  it('is left out with --quiet, warnings too; the result stays', async () => {
    const io = fakeIo({ isTTY: true });
    const output = new Output(io, { quiet: true });
    output.text('hello');
    output.warn('careful');
    await output.result('done');
    expect([io.out(), io.err(), output.isLive]).toEqual(['done\n', '', false]);
  });

  it('warns on stderr', () => {
    const io = fakeIo();
    new Output(io, {}).warn('careful');
    expect([io.out(), io.err()]).toEqual(['', 'warning: careful\n']);
  });
});

describe('a result', () => {
  it('waits for a slow reader, but not for one that never comes', async () => {
    const slow = new PassThrough({ highWaterMark: 1 });
    const output = new Output({ ...fakeIo(), stdout: slow }, {});
    const controller = new AbortController();
    let written = false;
    const first = output.result('long enough', controller.signal).then(() => (written = true));
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(written).toBe(false);
    slow.read();
    await first;
    const second = output.result('never read', controller.signal);
    controller.abort();
    await expect(second).rejects.toThrow('aborted');
  });
});

describe('colours', () => {
  const terminal = fakeIo({ isTTY: true }).stdout;
  const pipe = fakeIo().stdout;
  it.each([
    ['a terminal', terminal, {}, true],
    ['a pipe', pipe, {}, false],
    ['a terminal with NO_COLOR', terminal, { NO_COLOR: '1' }, false],
    ['a terminal with an empty NO_COLOR', terminal, { NO_COLOR: '' }, true],
    ['a dumb terminal', terminal, { TERM: 'dumb' }, false],
    ['a pipe with FORCE_COLOR', pipe, { FORCE_COLOR: '1' }, true],
    ['a pipe with FORCE_COLOR=0', pipe, { FORCE_COLOR: '0' }, false],
    ['FORCE_COLOR and NO_COLOR', pipe, { FORCE_COLOR: '1', NO_COLOR: '1' }, false],
  ])('on %s', (_what, stream, env, expected) => expect(hasColors(stream, env)).toBe(expected));

  it('and the bar are for terminals that can move their cursor', () => {
    expect(new Output(fakeIo({ isTTY: true }), {}).isLive).toBe(true);
    expect(new Output(fakeIo({ isTTY: true, env: { TERM: 'dumb' } }), {}).isLive).toBe(false);
    expect(new Output(fakeIo(), {}).isLive).toBe(false);
  });
});
