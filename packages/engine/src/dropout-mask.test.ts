import { counterRandom } from '@sekvens/core';
import { describe, expect, it } from 'vitest';
import { dropoutThreshold, fillDropoutMask, foldSeed, rowElement, timeStepElement } from './dropout-mask.js';
import type { DropoutKey } from './dropout-mask.js';

const key: DropoutKey = { seed: 7, step: 3, layer: 2, stream: 1, rate: 0.3 };

function mask(changes: Partial<DropoutKey>, first: number, count: number): number[] {
  const out = new Float64Array(count);
  fillDropoutMask({ ...key, ...changes }, first, out, 0, count);
  return Array.from(out);
}

describe('fillDropoutMask', () => {
  it('drops an element whose word is below rate · 2^32 and scales the others', () => {
    const expected = Array.from({ length: 11 }, (_, i) => {
      const element = 6 + i;
      return counterRandom(7, 3, 2 * 4 + 1, element >>> 2)[element & 3] < 0.3 * 2 ** 32 ? 0 : 1 / 0.7;
    });
    expect(mask({}, 6, 11)).toEqual(expected);
    expect(new Set(expected)).toEqual(new Set([0, 1 / 0.7]));
  });

  it('gives an element the same factor, whatever run of elements it is in', () => {
    const all = mask({}, 0, 40);
    for (const [first, count] of [[0, 1], [1, 2], [3, 9], [17, 23]] as const) expect(mask({}, first, count)).toEqual(all.slice(first, first + count));
  });

  it('writes count factors from start on and nothing else', () => {
    const out = new Float32Array(6).fill(-1);
    fillDropoutMask({ ...key, rate: 0 }, 5, out, 2, 3);
    expect(Array.from(out)).toEqual([-1, -1, 1, 1, 1, -1]);
  });

  it('drops the share asked for', () => {
    for (const rate of [0.1, 0.5, 0.9]) {
      const dropped = mask({ rate }, 0, 40_000).filter((factor) => factor === 0).length / 40_000;
      expect(Math.abs(dropped - rate)).toBeLessThan(0.01);
    }
  });

  it('has another mask for every seed, step, layer and stream', () => {
    const base = mask({}, 0, 64);
    for (const changes of [{ seed: 8 }, { step: 4 }, { layer: 3 }, { stream: 2 as const }]) expect(mask(changes, 0, 64)).not.toEqual(base);
  });

  it('goes on past element 2^32 - 1 with element 0', () => {
    expect(mask({}, 2 ** 32 - 2, 4)).toEqual([...mask({}, 2 ** 32 - 2, 2), ...mask({}, 0, 2)]);
  });
});

describe('foldSeed', () => {
  it('folds the upper half of a large seed onto the lower', () => {
    expect(foldSeed(5)).toBe(5);
    expect(foldSeed(2 ** 32 - 1)).toBe(2 ** 32 - 1);
    expect(foldSeed(3 * 2 ** 32 + 5)).toBe(3 ^ 5);
    expect(mask({ seed: 3 * 2 ** 32 + 5 }, 0, 64)).toEqual(mask({ seed: 6 }, 0, 64));
  });
});

describe('element numbers', () => {
  it('count rows of features, and time in steps of its own that padding does not move', () => {
    expect(rowElement(3, 5)).toBe(15);
    expect(timeStepElement(0, 2, 5)).toBe(10);
    expect(timeStepElement(1, 2, 5)).toBe((65536 + 2) * 5);
  });

  it('wrap around at 2^32', () => {
    expect(timeStepElement(65536, 1, 3)).toBe(3);
    expect(rowElement(2 ** 31, 3)).toBe(2 ** 31);
  });

  it('threshold is a share of 2^32', () => {
    expect([0, 0.25, 0.5].map(dropoutThreshold)).toEqual([0, 2 ** 30, 2 ** 31]);
  });
});
