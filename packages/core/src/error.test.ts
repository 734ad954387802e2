import { describe, expect, it } from 'vitest';
import { isSekvensError, SekvensError, show } from './error.js';

const error = new SekvensError({
  code: 'invalid-option',
  where: 'lstm({ units })',
  expected: 'a positive integer',
  got: '-1',
  hint: 'Use 64.',
  cause: 'why',
});

describe('SekvensError', () => {
  it('puts place, expectation, what came and the way out into its message', () => {
    expect(error.message).toBe('lstm({ units }): expected a positive integer, got -1. Use 64.');
    expect(new SekvensError({ code: 'io', where: 'a', expected: 'b', got: 'c' }).message).toBe('a: expected b, got c.');
  });
  it('carries the parts', () => {
    expect(error).toMatchObject({
      name: 'SekvensError',
      code: 'invalid-option',
      where: 'lstm({ units })',
      expected: 'a positive integer',
      got: '-1',
      hint: 'Use 64.',
      cause: 'why',
    });
    expect(new SekvensError({ code: 'io', where: 'a', expected: 'b', got: 'c' })).not.toHaveProperty('cause');
  });
});

describe('isSekvensError', () => {
  it('knows errors of another copy of the package, and no others', () => {
    expect(isSekvensError(error)).toBe(true);
    expect(isSekvensError(Object.assign(new Error('x'), { name: 'SekvensError', code: 'io', where: 'y' }))).toBe(true);
    expect(isSekvensError(new Error('x'))).toBe(false);
    expect(isSekvensError({ name: 'SekvensError', code: 'io', where: 'y' })).toBe(false);
  });
});

describe('show', () => {
  const circular: Record<string, unknown> = {};
  circular.self = circular;
  class Model {}
  it.each([
    ['text', '"text"'],
    ['x'.repeat(100), `"${'x'.repeat(57)}"… (100 characters)`],
    [1.5, '1.5'],
    [1n, '1'],
    [null, 'null'],
    [undefined, 'undefined'],
    [Symbol('s'), 'Symbol(s)'],
    [() => 1, 'a function'],
    [[1, 'a', [2]], '[1, "a", [2]]'],
    [new Float32Array([0.5, 2]), '[0.5, 2]'],
    [new Int32Array(1e6), 'an array of 1000000'],
    [{ a: 1 }, '{"a":1}'],
    [{ a: 'y'.repeat(100) }, `{"a":"${'y'.repeat(71)}…`],
    [circular, 'an object of class Object'],
    [{ a: 1n }, 'an object of class Object'],
    [new Map(), 'an object of class Map'],
    [new Model(), 'an object of class Model'],
    [Object.create(null), '{}'],
  ])('shows %o shortly', (value, expected) => expect(show(value)).toBe(expected));
});
