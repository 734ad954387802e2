import picocolors from 'picocolors';
import { expect, it } from 'vitest';
import { table } from './table.js';

const plain = picocolors.createColors(false);

it('aligns words to the left, numbers to the right, without trailing spaces', () => {
  const text = table(['class', 'rows', 'bar'], [['World', '1,900', '██'], ['Ω', '7', '█']], plain, ['left', 'right', 'left']);
  expect(text).toBe('class   rows  bar\nWorld  1,900  ██\nΩ          7  █');
});

it('measures wide characters and colours as they look', () => {
  const colors = picocolors.createColors(true);
  expect(table(['a', 'b'], [['日本', colors.green('1')], ['x', '22']], plain).split('\n').slice(1)).toEqual([`日本  ${colors.green(' 1').replace('\u001b[32m 1', ' \u001b[32m1')}`, 'x     22']);
});
