import { Random } from '@sekvens/core';
import { describe, expect, it } from 'vitest';
import { portablePower } from './portable-power.js';

describe('portablePower', () => {
  it('has a relative error < 1e-15 · (5 + exponent)', () => {
    const random = new Random(3);
    for (let i = 0; i < 20_000; i++) {
      const [base, exponent] = [random.uniform(0, i % 2 ? 1 : 3), random.uniform(0, i % 3 ? 4 : 100)];
      const expected = base ** exponent;
      if (expected > 1e-300) expect(Math.abs(portablePower(base, exponent) / expected - 1), `${base} ^ ${exponent}`).toBeLessThan(1e-15 * (5 + exponent));
    }
  });

  it('is exact for whole exponents of small numbers, and at 0 and 1', () => {
    expect([portablePower(0.5, 3), portablePower(3, 20), portablePower(0.7, 1), portablePower(0.7, 0), portablePower(1, 0.3), portablePower(0, 0.5), portablePower(0, 2), portablePower(0, 0)]).toEqual([
      0.125, 3486784401, 0.7, 1, 1, 0, 0, 1,
    ]);
  });

  it('of tiny and huge bases stays in range', () => {
    expect(portablePower(1e-300, 0.5) / 1e-150).toBeCloseTo(1, 12);
    expect(portablePower(1e300, 0.5) / 1e150).toBeCloseTo(1, 12);
    expect(portablePower(0.9, 1e6)).toBe(0);
    expect(portablePower(2, 5000)).toBe(Infinity);
  });

  it('gives the same bits everywhere', () => {
    expect([portablePower(0.96, 0.37), portablePower(0.3, 12.75), portablePower(1e-6, 0.123)].map((x) => x.toString())).toEqual(['0.9850093573844372', '2.154249484412415e-7', '0.1828100216142743']);
  });
});
