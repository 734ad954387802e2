import { SekvensError } from '@sekvens/core';
import { expect, test } from 'vitest';
import { describeError } from './describe-error.js';
import { count, duration, percent, rate } from './figures.js';

test('figures are short', () => {
  expect([percent(0.1234), percent(1, 0), count(1234567)]).toEqual(['12.3 %', '100 %', '1,234,567']);
  expect([rate(999), rate(12_345), rate(1_234_567)]).toEqual(['999', '12.3 k', '1.23 M']);
  expect([duration(0.04), duration(9.94), duration(59.4), duration(59.6), duration(125)]).toEqual(['0.0 s', '9.9 s', '59 s', '60 s', '2 min 5 s']);
});

test('an error of the packages is shown with its hint apart, any other with its name', () => {
  const error = new SekvensError({ code: 'invalid-file', where: 'a.csv:3', expected: 'two columns', got: '3', hint: 'Quote the text.' });
  expect(describeError(error)).toEqual({ message: 'a.csv:3: expected two columns, got 3.', hint: 'Quote the text.', code: 'invalid-file' });
  expect(describeError(new RangeError('out of memory'))).toEqual({ message: 'RangeError: out of memory' });
  expect(describeError('gone')).toEqual({ message: 'gone' });
});
