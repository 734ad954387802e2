import { describe, expect, it } from 'vitest';
import { emaMomentumOver } from './ema-momentum-over.js';

describe('emaMomentumOver', () => {
  it('forgets the beginning alike, however long a training is', () => {
    for (const steps of [100, 2000, 1_000_000]) expect(emaMomentumOver(0.25, steps) ** steps / Math.exp(-4)).toBeCloseTo(1, 0);
    expect(emaMomentumOver(0.25, 2000)).toBeCloseTo(0.998, 12);
  });

  it('remembers the last weights alone where the share is a step or less', () => {
    expect(emaMomentumOver(0.25, 4)).toBe(0);
    expect(emaMomentumOver(0.25, 1)).toBe(0);
  });
});
