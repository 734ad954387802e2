import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Setting } from './axes.js';

export interface TorchAnswer {
  readonly peer: string;
  readonly milliseconds?: number;
  /** Why it was not measured. */
  readonly error?: string;
}

/** A Python process that measures PyTorch at one setting after another, so that it starts up once. */
export interface TorchServer {
  measure(setting: Setting, sparse: boolean, seconds: number): Promise<TorchAnswer>;
  close(): void;
}

export function startTorch(python: string): TorchServer {
  const script = fileURLToPath(new URL('../peers/torch_scaling.py', import.meta.url));
  const child = spawn(python, [script], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async measure(setting, sparse, seconds) {
      child.stdin.write(`${JSON.stringify({ ...setting, sparse, seconds })}\n`);
      const answer: IteratorResult<string, undefined> = await lines.next();
      if (answer.done) throw new Error('torch_scaling.py has ended');
      return JSON.parse(answer.value) as TorchAnswer;
    },
    close: () => child.stdin.end(),
  };
}
