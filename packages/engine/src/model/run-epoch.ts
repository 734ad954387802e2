/** Going through an epoch without blocking what else runs in the process. */
import { SekvensError } from '@sekvens/core';
import type { ModelBatch } from './model-data.js';

/** Longest time, in milliseconds, for which training keeps the thread before it lets timers, input and signals through. */
const longestStretch = 30;

/** Calls `visit` for every batch. Gives way to other work about 30 times a second; throws code 'aborted' once `signal` is. */
export async function runEpoch(
  batches: Iterable<ModelBatch> | AsyncIterable<ModelBatch>,
  signal: AbortSignal | undefined,
  visit: (batch: ModelBatch) => void | Promise<void> | boolean | Promise<boolean | void>,
): Promise<void> {
  let since = performance.now();
  const next = async (batch: ModelBatch): Promise<boolean> => {
    throwIfAborted(signal);
    const visited = visit(batch);
    const goOn = visited instanceof Promise ? await visited : visited;
    if (performance.now() - since > longestStretch) {
      await giveWay();
      since = performance.now();
    }
    return goOn !== false;
  };
  if (Symbol.iterator in batches) {
    for (const batch of batches) if (!(await next(batch))) return;
  } else {
    for await (const batch of batches) if (!(await next(batch))) return;
  }
  throwIfAborted(signal);
}

/** Throws a SekvensError with code 'aborted' when the signal is. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (!signal?.aborted) return;
  throw new SekvensError({ code: 'aborted', where: 'training', expected: 'to run to its end', got: 'an abort signal', cause: signal.reason });
}

function giveWay(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof setImmediate === 'function') setImmediate(resolve);
    else {
      // setTimeout waits at least 4 ms in browsers, a message does not
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        port1.close();
        resolve();
      };
      port2.postMessage(undefined);
    }
  });
}
