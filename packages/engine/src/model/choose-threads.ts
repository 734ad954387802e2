import { SekvensError, show } from '@sekvens/core';
import type { Network } from '@sekvens/layers';
import { threadObstacle } from '../wasm/thread-support.js';

/** Threads beyond which a batch has too little work for each. */
const mostThreads = 8;
/** Dense weights times rows a batch below which one thread is fastest. */
const worthSharing = 500_000;

/**
 * How many threads to train with: what the caller asks for, or as many as the machine has cores (at most 8) where a batch is large
 * enough to share and threads can share memory. The number changes the time only, not a bit of the result.
 * @throws code 'unsupported' where the caller asks for more than one and there can be but one
 */
export function chooseThreads(network: Network, batchSize: number, threads: number | undefined, where: string): number {
  if (threads !== undefined) {
    if (Number.isInteger(threads) && threads >= 1 && threads <= 64) {
      const found = threads > 1 ? threadObstacle() : undefined;
      if (found) throw new SekvensError({ code: 'unsupported', where, expected: `a place where ${threads} threads can share their work`, got: found.obstacle, hint: found.hint });
      return threads;
    }
    throw new SekvensError({ code: 'invalid-option', where, expected: 'an integer from 1 to 64', got: show(threads), hint: 'Leave it out to let sekvens choose.' });
  }
  const tables = new Set(network.layers.filter((layer) => layer.definition.kind === 'embedding').flatMap((layer) => layer.weights.map(({ path }) => path)));
  const dense = network.weights.filter(({ path }) => !tables.has(path)).reduce((sum, { shape }) => sum + shape.reduce((product, n) => product * n, 1), 0);
  return dense * batchSize < worthSharing || threadObstacle() ? 1 : Math.min(coreCount(), mostThreads);
}

function coreCount(): number {
  const { navigator, process } = globalThis as {
    navigator?: { hardwareConcurrency?: number };
    process?: { getBuiltinModule?: (name: string) => { availableParallelism?: () => number } };
  };
  return process?.getBuiltinModule?.('node:os').availableParallelism?.() ?? navigator?.hardwareConcurrency ?? 1;
}
