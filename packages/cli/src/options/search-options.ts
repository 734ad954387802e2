import { usageError } from '../usage-error.js';

/** What chooses a model, or the way to one. */
export interface SearchOptions {
  readonly validation?: string;
  readonly validationSplit?: number;
  readonly earlyStopping?: number;
  readonly findLearningRate?: true;
}

/** Refuses what could not have the effect that was asked for. */
export function checkSearchOptions(
  { test, validation, validationSplit, earlyStopping, findLearningRate, ...others }: SearchOptions & { readonly test?: string; readonly learningRate?: number; readonly out?: string; readonly quiet?: true },
): void {
  if (validation !== undefined && validationSplit !== undefined) throw usageError('train', '--validation or --validation-split', 'both');
  if (validation !== undefined && validation === test) throw usageError('--validation', 'another file than --test', test, 'A test set tells how good a model is on new texts only if nothing was chosen by it.');
  if (earlyStopping !== undefined && validation === undefined && validationSplit === undefined) {
    throw usageError('--early-stopping', 'validation data', 'none', 'Use --validation-split 0.1, or --validation FILE. The test set does not serve: what is chosen by it, it cannot test any more.');
  }
  if (findLearningRate === undefined) return;
  const { learningRate, out, quiet } = others;
  const [ignored] = Object.entries({ '--early-stopping': earlyStopping, '--learning-rate': learningRate, '--out': out, '--quiet': quiet }).find(([, value]) => value !== undefined) ?? [];
  if (ignored !== undefined) throw usageError('train', `--find-learning-rate or ${ignored}`, 'both', 'Rates are tried and shown; no model comes of it.');
}
