import { median } from '../results.js';

/** The median milliseconds of one call over `calls` calls; call i gets i. */
export async function medianOfCalls(calls: number, call: (index: number) => unknown): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < calls; i++) {
    const began = performance.now();
    const result = call(i);
    // what is there at once is not waited for: a turn of the event loop would be counted, too
    if (result instanceof Promise) await result;
    times.push(performance.now() - began);
  }
  return median(times);
}

/** The milliseconds of one call. */
export async function timeOf(call: () => unknown): Promise<number> {
  return medianOfCalls(1, call);
}
