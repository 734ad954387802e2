/** A training says nothing about its pace before so many seconds. */
const firstEstimate = 0.5;

/** Seconds a training still takes at the pace so far; undefined as long as that says nothing. */
export function secondsLeft(step: number, steps: number, seconds: number): number | undefined {
  if (step === 0 || seconds < firstEstimate) return undefined;
  return (seconds / step) * Math.max(0, steps - step);
}
