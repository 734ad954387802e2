/** Going through an epoch without blocking what else runs in the process. */
import { throwIfAborted } from '@sekvens/core';
import { giveWay, longestStretch } from './give-way.js';

/** Calls `visit` for every batch, whatever that is, until it returns false. Gives way to other work about 30 times a second; throws code 'aborted' once `signal` is. */
export async function runEpoch<Batch>(
  batches: Iterable<Batch> | AsyncIterable<Batch>,
  signal: AbortSignal | undefined,
  where: string,
  visit: (batch: Batch) => void | Promise<void> | boolean | Promise<boolean | void>,
): Promise<void> {
  let since = performance.now();
  const next = async (batch: Batch): Promise<boolean> => {
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
