/** Longest time, in milliseconds, for which work keeps the thread before it lets timers, input and signals through. */
export const longestStretch = 30;

/** Resolves after timers, input and signals had their turn. */
export function giveWay(): Promise<void> {
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
