import { readExamples } from '@sekvens/data/node';
import type { Dataset, ReadOptions } from '@sekvens/data/node';
import { usageError } from '../usage-error.js';
import type { SourcedExample } from './sourced-example.js';

/** The examples of all `paths`, one after the other. `-` is stdin; it and URLs are read once and kept. */
export function openFiles(paths: readonly string[], options: ReadOptions): Dataset<SourcedExample> {
  const [first, ...others] = paths.map((path) => {
    const source = path === '-' ? 'stdin' : path;
    const examples = readExamples(path, options).map((example): SourcedExample => ({ ...example, source }));
    return isRepeatable(path) ? examples : examples.cache();
  });
  return others.length === 0 ? first : first.concat(...others);
}

/** Whether reading it again is free of side effects: it is for files, not for stdin, nor for what is downloaded. */
function isRepeatable(path: string): boolean {
  return path !== '-' && !/^https?:\/\//i.test(path);
}

/** Refuses to read stdin for two things. */
export function assertStdinOnce(paths: readonly string[]): void {
  if (paths.filter((path) => path === '-').length > 1) {
    throw usageError('data', "'-' (stdin) at most once", 'it twice', 'Save one of the two to a file.');
  }
}
