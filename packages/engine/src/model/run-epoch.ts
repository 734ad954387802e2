/** Going through an epoch without blocking what else runs in the process. */
import { throwIfAborted } from '@sekvens/core';
import { giveWay, longestStretch } from './give-way.js';
import type { ModelBatch } from './model-data.js';

/** Calls `visit` for every batch until it returns false. Gives way to other work about 30 times a second; throws code 'aborted' once `signal` is. */
export async function runEpoch(
  batches: Iterable<ModelBatch> | AsyncIterable<ModelBatch>,
  signal: AbortSignal | undefined,
  where: string,
  visit: (batch: ModelBatch) => void | Promise<void> | boolean | Promise<boolean | void>,
): Promise<void> {
  let since = performance.now();
  const next = async (batch: ModelBatch): Promise<boolean> => {
    throwIfAborted(signal, where);
    const visited = visit(batch);
    const goOn = visited instanceof Promise ? await visited : visited;
    if (performance.now() - since > longestStretch) {
      await giveWay();
      since = performance.now();
    }
    return goOn !== false;
  };
  throwIfAborted(signal, where);
  if (Symbol.iterator in batches) {
    for (const batch of batches) if (!(await next(batch))) return;
  } else {
    for await (const batch of batches) if (!(await next(batch))) return;
  }
  throwIfAborted(signal, where);
}
