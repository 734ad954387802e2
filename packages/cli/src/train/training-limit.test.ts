import type { BatchLog, TrainingControl } from '@sekvens/engine';
import { expect, it } from 'vitest';
import { TrainingLimit } from './training-limit.js';

const log = {} as BatchLog;

/** Steps of a training until the limit ends it, an epoch of five steps at a time; each step takes a second, what is between epochs a hundred. */
function stepsUntilStopped(limit: (now: () => number) => TrainingLimit): number {
  let time = 0;
  let stopped = false;
  const control = { stop: () => void (stopped = true) } as TrainingControl;
  const callback = limit(() => time);
  let steps = 0;
  while (!stopped) {
    time += 100_000;
    callback.onEpochBegin();
    for (let i = 0; i < 5 && !stopped; i++) {
      time += 1000;
      steps++;
      callback.onBatchEnd(log, control);
    }
  }
  return steps;
}

it('ends after so many steps', () => {
  expect(stepsUntilStopped((now) => new TrainingLimit(now, { steps: 7 }))).toBe(7);
});

it('ends after so many seconds of steps', () => {
  expect(stepsUntilStopped((now) => new TrainingLimit(now, { seconds: 8 }))).toBe(8);
  expect(stepsUntilStopped((now) => new TrainingLimit(now, { seconds: 7.5, steps: 9 }))).toBe(8);
});

it('goes on where it was', () => {
  const before = new TrainingLimit(() => 0, { steps: 3 });
  before.onBatchEnd(log, {} as TrainingControl);
  expect(
    stepsUntilStopped((now) => {
      const after = new TrainingLimit(now, { steps: 3 });
      after.setState(before.getState());
      return after;
    }),
  ).toBe(2);
});
