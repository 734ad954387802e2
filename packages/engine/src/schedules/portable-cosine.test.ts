import { describe, expect, it } from 'vitest';
import { portableCosine } from './portable-cosine.js';

describe('portableCosine', () => {
  it('has an error < 1e-15', () => {
    for (let i = 0; i <= 20_000; i++) expect(Math.abs(portableCosine(i / 20_000) - Math.cos((Math.PI * i) / 20_000))).toBeLessThan(1e-15);
  });

  it('is exact at 0, 1/2 and 1', () => expect([0, 0.5, 1].map(portableCosine)).toEqual([1, 0, -1]));

  it('gives the same bits everywhere', () => {
    expect([0.1, 0.3, 0.71].map((x) => portableCosine(x).toString())).toEqual(['0.9510565162951535', '0.5877852522924731', '-0.6129070536529764']);
  });
});
