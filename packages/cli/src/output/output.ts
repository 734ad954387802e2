import { once } from 'node:events';
import picocolors from 'picocolors';
import type { Io, OutputStream } from '../io.js';
import type { OutputOptions } from '../options/output-options.js';

const widthOfPipe = 120;

export type Colors = ReturnType<typeof picocolors.createColors>;

/**
 * Where text goes: what people read to stdout, or with `--json` to stderr, so that stdout is for machines alone;
 * with `--quiet` nowhere. Warnings go to stderr.
 */
export class Output {
  readonly isJson: boolean;
  readonly isQuiet: boolean;
  /** The stream people read. */
  readonly stream: OutputStream;
  readonly colors: Colors;

  constructor(private readonly io: Io, { json = false, quiet = false }: { readonly [Name in keyof OutputOptions]?: boolean | undefined }) {
    this.isJson = json;
    this.isQuiet = quiet;
    this.stream = json ? io.stderr : io.stdout;
    this.colors = colorsFor(this.stream, io.env);
  }

  /** Whether a line may be written over again: a terminal that can move its cursor. */
  get isLive(): boolean {
    return this.stream.isTTY === true && this.io.env.TERM !== 'dumb' && !this.isQuiet;
  }

  /** Characters a line may have. */
  get width(): number {
    return this.stream.columns ?? widthOfPipe;
  }

  /** A line, or several, for people. */
  text(lines: string): void {
    if (!this.isQuiet) this.stream.write(`${lines}\n`);
  }

  /** `name  value`, the names in a column. */
  fact(name: string, value: string): void {
    this.text(`${this.colors.bold(name.padEnd(10))}${value}`);
  }

  /** Something people should know that does not stop the work. */
  warn(line: string): void {
    if (!this.isQuiet) this.io.stderr.write(`${colorsFor(this.io.stderr, this.io.env).yellow('warning:')} ${line}\n`);
  }

  /** What the command was run for: always on stdout. Waits where the reader is slower than we are. */
  async result(lines: string, signal?: AbortSignal): Promise<void> {
    if (!this.io.stdout.write(`${lines}\n`)) await once(this.io.stdout, 'drain', signal && { signal });
  }

  /** One line of JSON on stdout, with `--json` only. */
  json(value: unknown): void {
    if (this.isJson) this.io.stdout.write(`${JSON.stringify(value)}\n`);
  }
}

/** NO_COLOR (no-color.org) wins over FORCE_COLOR, and both over the terminal. */
export function hasColors(stream: OutputStream, env: Io['env']): boolean {
  if (env.NO_COLOR) return false;
  return Boolean(env.FORCE_COLOR && env.FORCE_COLOR !== '0') || (stream.isTTY === true && env.TERM !== 'dumb');
}

export function colorsFor(stream: OutputStream, env: Io['env']): Colors {
  return picocolors.createColors(hasColors(stream, env));
}
