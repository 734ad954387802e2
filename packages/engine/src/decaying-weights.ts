import { SekvensError, show } from '@sekvens/core';
import type { WeightSpec } from '@sekvens/layers';
import type { UpdateConfig } from './training-config.js';

/**
 * The paths of the trainable weights that weight decay shrinks: all but those whose path holds one of `excludeFromWeightDecay`.
 * @throws code 'invalid-option' for a string that is part of no path
 */
export function decayingWeights(weights: readonly WeightSpec[], { weightDecay = 0, excludeFromWeightDecay: excluded = [] }: UpdateConfig): ReadonlySet<string> {
  excluded.forEach((part, i) => {
    if (weights.some(({ path }) => path.includes(part))) return;
    throw new SekvensError({
      code: 'invalid-option', where: `compile({ optimizer }).excludeFromWeightDecay[${i}]`, expected: `a part of the path of a weight: ${weights.map(({ path }) => path).join(', ')}`, got: show(part),
    });
  });
  const decays = ({ path, trainable }: WeightSpec) => weightDecay > 0 && trainable && !excluded.some((part) => path.includes(part));
  return new Set(weights.filter(decays).map(({ path }) => path));
}
