import { expect, test } from 'vitest';
import { chosen, positiveInteger, positiveNumber } from './options.js';

test('numbers of options are read, or refused by name', () => {
  expect(positiveInteger('3', '--rounds')).toBe(3);
  expect(() => positiveInteger('0', '--rounds')).toThrow('--rounds: expected a positive whole number, got 0');
  expect(() => positiveInteger('1.5', '--rounds')).toThrow('--rounds: expected a positive whole number, got 1.5');
  expect(positiveNumber('0.5', '--seconds')).toBe(0.5);
  expect(() => positiveNumber('x', '--seconds')).toThrow('--seconds: expected a number above 0, got x');
});

test('names are chosen in the order given, and unknown ones refused', () => {
  expect(chosen(undefined, ['a', 'b'], '--models')).toEqual(['a', 'b']);
  expect(chosen('b,a', ['a', 'b'], '--models')).toEqual(['b', 'a']);
  expect(() => chosen('a,c', ['a', 'b'], '--models')).toThrow('--models: expected some of a, b, got c');
});
