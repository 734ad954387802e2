import { Random } from '@sekvens/core';
import type { Dimension, SearchSpace } from './search-space.js';

/** The settings of a trial: they depend on the seed, the number of the trial and the space alone, the same on every machine. */
export function sampleTrial(space: SearchSpace, seed: number, trial: number): Map<string, unknown> {
  const random = new Random(seed).fork(`trial ${trial}`);
  return new Map([...space].map(([path, dimension]) => [path, sample(dimension, random)]));
}

function sample(dimension: Dimension, random: Random): unknown {
  if (dimension.kind === 'choice') return dimension.values[random.integer(dimension.values.length)];
  const { min, max, isLog, isWhole } = dimension;
  if (isWhole && !isLog) return min + random.integer(max - min + 1);
  const u = random.next();
  const value = isLog ? min * rootPower(max / min, u) : min + (max - min) * u;
  // three digits, which people can read and which nothing depends on any closer
  return Math.min(max, Math.max(min, isWhole ? Math.round(value) : Number(value.toPrecision(3))));
}

/** base ^ exponent for an exponent in [0, 1), from square roots, which are the same everywhere. */
function rootPower(base: number, exponent: number): number {
  let result = 1;
  let root = base;
  let rest = exponent;
  for (let bit = 0; bit < 32; bit++) {
    root = Math.sqrt(root);
    rest *= 2;
    if (rest >= 1) {
      result *= root;
      rest -= 1;
    }
  }
  return result;
}
