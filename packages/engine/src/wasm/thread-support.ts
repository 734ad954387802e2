/** Whether threads can share memory here: always in Node, in browsers on cross-origin isolated pages. */
export function canShareMemory(): boolean {
  if (typeof SharedArrayBuffer === 'undefined') return false;
  return (globalThis as { crossOriginIsolated?: boolean }).crossOriginIsolated !== false;
}

/** Why there can be but one thread here, and what to do about it; undefined where there can be more. */
export function threadObstacle(): { readonly obstacle: string; readonly hint: string } | undefined {
  if (!canShareMemory()) {
    return {
      obstacle: 'memory that threads cannot share',
      hint: 'Train in a Web Worker, with the page and its scripts served with Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp, or leave threads out.',
    };
  }
  if (!canWait()) {
    return { obstacle: 'the main thread of a page, which may not wait for others', hint: 'Train in a Web Worker, or leave threads out.' };
  }
  const { process, Worker } = globalThis as { process?: { getBuiltinModule?: unknown }; Worker?: unknown };
  if (!process?.getBuiltinModule && !Worker) return { obstacle: 'a place without workers', hint: 'Leave threads out.' };
  return undefined;
}

/** Tried rather than told from names: a page's main thread refuses to wait, whatever for. */
function canWait(): boolean {
  try {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 1, 0);
    return true;
  } catch {
    return false;
  }
}
