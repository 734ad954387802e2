import { expect, test } from 'vitest';
import { interleave } from './interleave.js';

test('contenders take turns, and each round begins with another one', async () => {
  const order: string[] = [];
  const contender = (name: string, value: number | undefined) => () => {
    order.push(name);
    return value;
  };
  const values = await interleave({ a: contender('a', 1), b: contender('b', 2), c: contender('c', undefined) }, 2);
  expect(order).toEqual(['a', 'b', 'c', 'b', 'c', 'a']);
  expect(values).toEqual({ a: [1, 1], b: [2, 2], c: [] });
});
