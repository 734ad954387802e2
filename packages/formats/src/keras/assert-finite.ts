import { SekvensError } from '@sekvens/core';
import type { ModelParts } from '../model-parts.js';

/** Weights that could not be read again are not written. */
export function assertFinite({ network, weights }: ModelParts, where: string): void {
  for (const { path } of network.weights) {
    const wrong = weights[path].findIndex((value) => !Number.isFinite(value));
    if (wrong < 0) continue;
    throw new SekvensError({ code: 'diverged', where, expected: `finite numbers in ${path}`, got: `${weights[path][wrong]} at ${wrong}`, hint: 'Train again with a smaller learning rate.' });
  }
}
