import type { EpochLog } from '@sekvens/engine';
import { expect, it } from 'vitest';
import { fakeIo } from '../../test/fake-io.js';
import { Output } from '../output/output.js';
import { warnOfLoss } from './warn-of-loss.js';

const warned = (losses: readonly number[], classes: number, learningRate?: number): string => {
  const io = fakeIo();
  const epochs = losses.map((loss, epoch): EpochLog => ({ epoch, loss, rows: 1, tokens: 1, seconds: 1 }));
  warnOfLoss(epochs, Math.log(classes), learningRate, new Output(io, {}));
  return io.err();
};

it('warns of a loss far above that of guessing, at the end only', () => {
  expect(warned([1, 4000], 4, 10)).toBe('warning: the loss of the last epoch is 4.00e+3; guessing has 1.39. The steps are too large: use a smaller --learning-rate (now 10), --find-learning-rate shows which ones work.\n');
  expect(warned([8], 4)).toContain('use a smaller --learning-rate, --find');
  expect(warned([4000, 1.5], 4, 10)).toBe('');
  expect(warned([], 4, 10)).toBe('');
});
