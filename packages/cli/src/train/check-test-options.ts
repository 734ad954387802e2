import type { DataOptions } from '../options/data-options.js';
import { usageError } from '../usage-error.js';

/** Where test rows come from. */
export interface TestOptions extends DataOptions {
  readonly test?: string;
  readonly testSplit?: number;
}

/** Refuses more than one source of test rows. */
export function checkTestOptions(command: string, { dataset, test, testSplit }: TestOptions): void {
  if (test !== undefined && testSplit !== undefined) throw usageError(command, '--test or --test-split', 'both');
  for (const [flag, value] of Object.entries({ '--test': test, '--test-split': testSplit })) {
    if (dataset !== undefined && value !== undefined) throw usageError(flag, 'nothing with --dataset', String(value), 'The dataset has a test set of its own.');
  }
}
