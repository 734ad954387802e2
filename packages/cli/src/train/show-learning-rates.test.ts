import { expect, it } from 'vitest';
import { fakeIo } from '../../test/fake-io.js';
import { colorsFor } from '../output/output.js';
import { learningRatesText } from './show-learning-rates.js';

const { stdout, env } = fakeIo();
const colors = colorsFor(stdout, env);
const points = (losses: readonly number[]) => losses.map((smoothedLoss, k) => ({ learningRate: 1e-5 * 10 ** k, loss: smoothedLoss, smoothedLoss }));

it('has the loss as a number and a bar; one that rises far leaves the fall visible', () => {
  expect(learningRatesText({ points: points([1.4, 1.3, 1, 1000]) }, colors)).toBe(
    [
      'learning rate       loss',
      '       1.0e-5     1.4000  ████████████████',
      '       1.0e-4     1.3000  ████████████',
      '        0.001     1.0000  █',
      '         0.01  1000.0000  ██████████████████████████████',
    ].join('\n'),
  );
});

it('shows some twenty of many points, the last included, and a flat loss as such', () => {
  const lines = learningRatesText({ points: points(Array.from({ length: 100 }, () => 1)) }, colors).split('\n');
  expect(lines).toHaveLength(21);
  expect(lines.slice(1).every((line) => / 1\.0000 {2}█$/.test(line))).toBe(true);
  expect(lines[20]).toContain('1e+94');
});
