import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

export interface Limits {
  readonly seconds: number;
  readonly bytes: number;
}

/** What a process came to: the JSON lines it printed, and why it was ended, if it was. */
export interface LimitedRun {
  readonly lines: readonly Readonly<Record<string, unknown>>[];
  readonly stopped?: string;
}

/** Runs `node ...args` with `input` as standard input and ends it when it takes more time or memory than `limits`; memory on Linux only. */
export async function runLimited(args: readonly string[], input: string, limits: Limits): Promise<LimitedRun> {
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'ignore'] });
  const lines: Record<string, unknown>[] = [];
  let stopped: string | undefined;
  const stop = (why: string) => {
    stopped ??= why;
    child.kill('SIGKILL');
  };
  const began = performance.now();
  const watch = setInterval(() => {
    if (performance.now() - began > limits.seconds * 1000) stop(`stopped after ${limits.seconds} s`);
    const bytes = residentBytes(child.pid);
    if (bytes > limits.bytes) stop(`stopped at ${(bytes / 2 ** 30).toFixed(1)} GiB of memory after ${Math.round((performance.now() - began) / 1000)} s`);
  }, 100);
  const closed = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  // a process that ends before it has read everything is no error of this one
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(JSON.parse(line) as Record<string, unknown>));
  try {
    const code = await closed;
    if (code !== 0) stopped ??= code === null ? 'ended by the system' : `ended with exit code ${code}`;
  } finally {
    clearInterval(watch);
  }
  return { lines, ...(stopped !== undefined && { stopped }) };
}

/** Resident memory of a process; 0 where the system does not say. */
function residentBytes(pid: number | undefined): number {
  try {
    return Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}
