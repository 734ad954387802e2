import type { OptionDefinition } from '../command-definition.js';
import { usageError } from '../usage-error.js';
import { fraction, path, positiveInteger } from './parsers.js';

/** What commander makes of {@link validationOptions} and {@link searchOptions}. */
export interface SearchOptions {
  readonly validation?: string;
  readonly validationSplit?: number;
  readonly earlyStopping?: number;
  readonly findLearningRate?: true;
}

export const validationOptions: readonly OptionDefinition[] = [
  { flags: '--validation <file>', description: 'data to measure the model on after every epoch, read like the others', defaultText: 'the test data, if any', parse: path },
  { flags: '--validation-split <share>', description: 'split them off from the rows to train on instead, as --test-split does', parse: fraction },
];

export const searchOptions: readonly OptionDefinition[] = [
  {
    flags: '--early-stopping <epochs>',
    description: 'end training when the loss on the validation data has not fallen for so many epochs; the model is that of the best epoch, also where --epochs come first',
    parse: positiveInteger,
  },
  { flags: '--find-learning-rate', description: 'instead of training try learning rates from 1e-7 to 10, show the loss at each, and suggest one' },
];

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
