import { PassThrough } from 'node:stream';
import type { Io, OutputStream } from '../src/io.js';

export interface FakeIo extends Io {
  readonly out: () => string;
  readonly err: () => string;
  /** What Ctrl-C does. */
  readonly interrupt: (signal?: 'SIGINT' | 'SIGTERM') => void;
  readonly exited: number[];
}

/** A world without a process. */
export function fakeIo({ isTTY = false, columns = 100, env = {} }: { isTTY?: boolean; columns?: number; env?: Record<string, string> } = {}): FakeIo {
  const stream = (): [OutputStream, () => string] => {
    const chunks: string[] = [];
    const through = new PassThrough({ decodeStrings: false });
    through.on('data', (chunk: Buffer | string) => chunks.push(chunk.toString()));
    return [Object.assign(through, { isTTY, columns }), () => chunks.join('')];
  };
  const [stdout, out] = stream();
  const [stderr, err] = stream();
  const listeners = new Set<(signal: 'SIGINT' | 'SIGTERM') => void>();
  const exited: number[] = [];
  return {
    stdin: new PassThrough(),
    stdout,
    stderr,
    env,
    onInterrupt(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    exit: (code) => void exited.push(code),
    out,
    err,
    interrupt: (signal = 'SIGINT') => listeners.forEach((listener) => listener(signal)),
    exited,
  };
}
