import { describe, expect, it } from 'vitest';
import { errorOf } from '../../test/helpers/error-of.js';
import { assertRagged } from './assert-ragged.js';

describe('assertRagged', () => {
  it('takes rows that fit, also none and empty ones', () => {
    for (const offsets of [[0], [0, 0], [0, 0, 3, 3]]) {
      assertRagged({ values: new Int32Array(offsets.at(-1)!), offsets: Int32Array.from(offsets) }, 'ids', 1, 'x');
      assertRagged({ values: new Float32Array(2 * offsets.at(-1)!), offsets: Int32Array.from(offsets) }, 'features', 2, 'x');
      assertRagged({ values: new Float64Array(2 * offsets.at(-1)!), offsets: Int32Array.from(offsets) }, 'features', 2, 'x');
    }
  });

  const ids = Int32Array.of(1, 2, 3);
  const refused: [unknown, unknown, 'ids' | 'features', number, string][] = [
    [[1, 2, 3], Int32Array.of(0, 3), 'ids', 1, 'x.values: expected token ids as an Int32Array, got Array of 3.'],
    [Float32Array.of(1), Int32Array.of(0, 1), 'ids', 1, 'x.values: expected token ids as an Int32Array, got Float32Array of 1.'],
    [undefined, Int32Array.of(0), 'ids', 1, 'x.values: expected token ids as an Int32Array, got undefined.'],
    [ids, Int32Array.of(0, 3), 'features', 1, 'x.values: expected features as a Float32Array or Float64Array, got Int32Array of 3.'],
    [ids, [0, 3], 'ids', 1, 'x.offsets: expected an Int32Array that begins with 0, got Array of 2.'],
    [ids, new Int32Array(0), 'ids', 1, 'x.offsets: expected an Int32Array that begins with 0, got Int32Array of 0.'],
    [ids, Int32Array.of(1, 3), 'ids', 1, 'x.offsets[0]: expected 0, got 1.'],
    [ids, Int32Array.of(0, 2, 1, 3), 'ids', 1, 'x.offsets[2]: expected at least the offset before it, 2, got 1.'],
    [ids, Int32Array.of(0, 2), 'ids', 1, 'x.offsets: expected 3 as the last offset, the number of ids, got 2.'],
    [ids, Int32Array.of(0, 4), 'ids', 1, 'x.offsets: expected 3 as the last offset, the number of ids, got 4.'],
    [new Float32Array(5), Int32Array.of(0, 2), 'features', 2, 'x.offsets: expected 2.5 as the last offset, the number of steps of 2 features, got 2.'],
  ];
  for (const [values, offsets, kind, width, message] of refused) {
    it(`says: ${message}`, async () => {
      expect(await errorOf(() => assertRagged({ values, offsets }, kind, width, 'x'))).toBe(`invalid-data: ${message}`);
    });
  }
});
