import { describe, expect, it } from 'vitest';
import { Random } from '../random.js';
import { parseDecimal } from './parse-decimal.js';

const parse = (text: string): number => {
  const bytes = new TextEncoder().encode(`x ${text} y`);
  return parseDecimal(bytes, 2, 2 + text.length);
};

describe('parseDecimal', () => {
  it.each([
    '0',
    '-0',
    '1',
    '+1.5',
    '-0.418',
    '.5',
    '5.',
    '1e5',
    '1E-5',
    '2.5e+3',
    '0.00001',
    '123456789012345',
    '1234567890123456789',
    '9007199254740993',
    '1e22',
    '1e23',
    '1e-22',
    '1e-23',
    '4.35e-320',
    '1e308',
    '1e400',
    '-1e400',
    '1e-400',
    '00012',
    '0.1e1',
    '000000000000000000000.5',
  ])('reads %s as Number does', (text) => {
    expect(parse(text)).toBe(Number(text));
  });
  it('is correctly rounded for whatever a float32 or float64 prints', () => {
    const random = new Random(3);
    for (let i = 0; i < 5000; i++) {
      const value = random.normal() * 10 ** random.integer(12) * 1e-8;
      for (const text of [String(value), value.toFixed(6), value.toPrecision(5), value.toExponential(8), String(Math.fround(value))])
        expect(parse(text)).toBe(Number(text));
    }
  });
  it.each(['', '-', '.', '+.', 'e5', '1e', '1e+', '1e1.5', '1e123456', '1.2.3', '1-2', 'nan', 'inf', 'Infinity', '0x10', '1_000', '1,5', '１'])(
    'is NaN for %s',
    (text) => expect(parse(text)).toBeNaN(),
  );
});
