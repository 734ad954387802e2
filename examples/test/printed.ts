import { format } from 'node:util';
import { vi } from 'vitest';

/** What a program of this folder prints when it runs with `args`. */
export async function printed(program: string, ...args: string[]): Promise<string> {
  const { argv } = process;
  let output = '';
  const log = vi.spyOn(console, 'log').mockImplementation((...values) => void (output += `${format(...values)}\n`));
  process.argv = [argv[0], program, ...args];
  vi.resetModules();
  try {
    await import(/* @vite-ignore */ new URL(`../${program}`, import.meta.url).href);
  } finally {
    process.argv = argv;
    log.mockRestore();
  }
  return output;
}
