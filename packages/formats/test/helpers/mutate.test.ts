import { expect, it } from 'vitest';
import { mutate } from './mutate.js';

const good = Uint8Array.from({ length: 2000 }, (_, i) => i % 251);

it('damages copies, the same way for the same seed', () => {
  const [first, again, other] = [1, 1, 2].map((seed) => [...mutate(good, 300, seed)]);
  expect(again).toEqual(first);
  expect(other).not.toEqual(first);
  expect(first.filter((bytes) => Buffer.compare(bytes, good) !== 0).length).toBeGreaterThan(285);
  expect(new Set(first.map(({ length }) => Math.sign(length - good.length)))).toEqual(new Set([-1, 0, 1]));
  expect(good).toEqual(Uint8Array.from({ length: 2000 }, (_, i) => i % 251));
});

it('copes with files of no or few bytes', () => {
  for (const length of [0, 1, 2]) expect([...mutate(new Uint8Array(length), 200, 3)]).toHaveLength(200);
});
