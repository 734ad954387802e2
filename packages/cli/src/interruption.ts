import { SekvensError } from '@sekvens/core';
import type { Io } from './io.js';
import { exitCodes } from './report-error.js';

/**
 * Why the work should end early: Ctrl-C, a request to end, or an output that cannot be written to any more.
 * The first Ctrl-C asks, the second does not.
 */
export class Interruption {
  readonly cleanups = new Set<() => void>();
  private readonly controller = new AbortController();
  private stopListening = (): void => undefined;
  private code: number = exitCodes.ok;
  private problem: SekvensError | undefined;

  constructor(private readonly io: Io) {
    io.stdout.on('error', this.onStdoutError);
    // where stderr is gone there is nobody to tell
    io.stderr.on('error', ignore);
    // whoever waits for stdin would wait on
    this.signal.addEventListener('abort', () => io.stdin.destroy());
  }

  /** From here on Ctrl-C asks the command to stop. Before, and for commands that leave nothing behind, it ends the process. */
  listen(): void {
    this.stopListening = this.io.onInterrupt((name) => this.interrupt(name === 'SIGINT' ? exitCodes.interrupted : exitCodes.terminated));
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** The exit code of an interrupted command; 0 where the reader of our output has gone, which is not an error of anybody. */
  get exitCode(): number {
    return this.code;
  }

  /** What is wrong with the output, if that was the reason and worth telling. */
  get error(): SekvensError | undefined {
    return this.problem;
  }

  /** Waits until what was written has arrived, or could not, and stops listening. */
  async end(): Promise<void> {
    await new Promise<void>((resolve) => void this.io.stdout.write('', () => resolve()));
    // an error is told after the write's callback
    await new Promise<void>((resolve) => void setImmediate(resolve));
    this.stopListening();
    this.io.stdout.off('error', this.onStdoutError);
    this.io.stderr.off('error', ignore);
  }

  private interrupt(code: number): void {
    if (this.signal.aborted) {
      for (const cleanup of [...this.cleanups].reverse()) cleanup();
      this.io.exit(code);
    }
    this.code = code;
    this.controller.abort();
  }

  private readonly onStdoutError = (error: NodeJS.ErrnoException): void => {
    if (error.code !== 'EPIPE' && error.code !== 'ERR_STREAM_DESTROYED') {
      this.problem ??= new SekvensError({ code: 'io', where: 'stdout', expected: 'to write there', got: error.message, cause: error });
    }
    this.controller.abort();
  };
}

function ignore(): void {
  // see the constructor
}
