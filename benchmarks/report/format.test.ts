import { expect, test } from 'vitest';
import { figure, markdownTable, measuredOn, paragraphs, slowerThan, times } from './format.js';

test('numbers keep three digits, or all that stand before the point', () => {
  expect([0.04612, 0.5, 1.234, 12.34, 99.96, 123.4, 12345.6, 0, undefined, null].map(figure)).toEqual(['0.0461', '0.500', '1.23', '12.3', '100.0', '123', '12,346', '0', '–', '–']);
  expect([0.854, 1.234, 5.04, 62.7, 1234, undefined].map(times)).toEqual(['0.85×', '1.23×', '5.0×', '63×', '1,234×', '–']);
});

test('a table is Markdown, with a bar in a cell escaped', () => {
  expect(markdownTable(['a', 'b'], [['x', '1'], ['y|z', '2']])).toBe('| a | b |\n|---|---:|\n| x | 1 |\n| y\\|z | 2 |');
});

test('what is slower is named, and nothing is said where no peer was measured', () => {
  const ratio = (timesAsFast?: number) => ({ what: 'LSTM(8)', peer: 'Keras', timesAsFast });
  expect(slowerThan([ratio()])).toBe('');
  expect(slowerThan([ratio(1), ratio()])).toBe('In none of these is a peer faster.');
  expect(slowerThan([ratio(0.5), ratio(2)])).toBe('Slower than a peer: LSTM(8) than Keras (0.50×).');
});

test('entries of one run are named once, those of several together', () => {
  const entry = { date: '2026-01-02', machine: 'a machine', node: 'v20.0.0', commit: 'abc', versions: ['keras 3'] };
  expect(measuredOn([entry, entry])).toBe('Measured 2026-01-02 on a machine; Node v20.0.0, keras 3; commit abc.');
  expect(measuredOn([entry, { ...entry, commit: 'def', versions: undefined }])).toBe('Measured 2026-01-02 on a machine; Node v20.0.0, keras 3; commit abc; def.');
  expect(paragraphs('a', '', 'b')).toBe('a\n\nb');
});
