import { describe, expect, it } from 'vitest';
import { fakeIo } from '../test/fake-io.js';
import { Interruption } from './interruption.js';

describe('Ctrl-C', () => {
  it('asks first, and does not ask the second time: cleanups run, last added first, and the process ends', () => {
    const io = fakeIo();
    const interruption = new Interruption(io);
    const cleaned: string[] = [];
    interruption.cleanups.add(() => void cleaned.push('first')).add(() => void cleaned.push('second'));
    interruption.listen();
    io.interrupt();
    expect([interruption.signal.aborted, interruption.exitCode, io.exited, cleaned]).toEqual([true, 130, [], []]);
    io.interrupt();
    expect([io.exited, cleaned]).toEqual([[130], ['second', 'first']]);
  });

  it('is not listened to before listen, nor after end', async () => {
    const io = fakeIo();
    const interruption = new Interruption(io);
    io.interrupt();
    interruption.listen();
    await interruption.end();
    io.interrupt();
    expect(interruption.signal.aborted).toBe(false);
  });

  it('has another exit code for a request to end', () => {
    const io = fakeIo();
    const interruption = new Interruption(io);
    interruption.listen();
    io.interrupt('SIGTERM');
    expect(interruption.exitCode).toBe(143);
  });

  it('ends waiting for stdin', () => {
    const io = fakeIo();
    const interruption = new Interruption(io);
    interruption.listen();
    io.interrupt();
    expect(io.stdin.destroyed).toBe(true);
  });
});

describe('an output', () => {
  it('whose reader has gone ends the work without an error', async () => {
    const io = fakeIo();
    const interruption = new Interruption(io);
    io.stdout.emit('error', Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
    await interruption.end();
    expect([interruption.signal.aborted, interruption.exitCode, interruption.error]).toEqual([true, 0, undefined]);
  });

  it('that fails otherwise ends the work with an error', async () => {
    const io = fakeIo();
    const interruption = new Interruption(io);
    io.stdout.emit('error', Object.assign(new Error('no space left on device'), { code: 'ENOSPC' }));
    await interruption.end();
    expect(interruption.error).toMatchObject({ code: 'io', message: 'stdout: expected to write there, got no space left on device.' });
  });
});
