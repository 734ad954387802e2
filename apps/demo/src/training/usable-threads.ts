/** More than this a step has no use for. */
const most = 8;

/** How many threads a training of this page may use: those of the machine where memory can be shared, else one. */
export function mostThreads(): number {
  return crossOriginIsolated ? Math.min(navigator.hardwareConcurrency, most) : 1;
}

/** Which it is, and why. */
export function describeThreads(): string {
  const threads = mostThreads();
  if (!crossOriginIsolated) return 'One thread: this page is not cross-origin isolated, so threads cannot share memory.';
  return threads === 1 ? 'One thread: this machine has one core.' : `Up to ${threads} threads: this page is cross-origin isolated. Small batches take one.`;
}
