import { expect, test } from 'vitest';
import { Curve } from './curve.js';
import { secondsLeft } from './seconds-left.js';
import { Stopwatch } from './stopwatch.js';

/** Logs of an epoch of batches of ten rows with these losses; accuracy is a tenth of the loss. */
function logs(epoch: number, losses: readonly number[]) {
  return losses.map((_, batch) => {
    const loss = losses.slice(0, batch + 1).reduce((sum, n) => sum + n, 0) / (batch + 1);
    return { epoch, batch, batchCount: losses.length, rows: (batch + 1) * 10, tokens: (batch + 1) * 50, loss, accuracy: loss / 10 };
  });
}

test('points are means of the batches since the point before, not of the epoch', () => {
  const curve = new Curve(2);
  for (const log of [...logs(0, [4, 2, 2, 0]), ...logs(1, [1, 3, 0, 0])]) curve.add(log, log.epoch + log.batch);
  const points = curve.take();
  expect(points.map(({ epoch, loss, seconds }) => [epoch, Number(loss.toFixed(6)), seconds])).toEqual([[0.5, 3, 1], [1, 1, 3], [1.5, 2, 2], [2, 0, 4]]);
  expect(points[0].accuracy).toBeCloseTo(0.3, 12);
  expect(curve.take()).toEqual([]);
});

test('a few batches left at the end of an epoch make no point of their own', () => {
  const curve = new Curve(4);
  for (const log of logs(0, [1, 1, 1, 1, 9])) curve.add(log, 0);
  expect(curve.take()).toHaveLength(1);
});

test('an epoch of fewer batches than a point has one at its end', () => {
  const curve = new Curve(10);
  for (const log of [...logs(0, [2, 4]), ...logs(1, [1, 1])]) curve.add(log, 0);
  expect(curve.take().map(({ epoch, loss }) => [epoch, loss])).toEqual([[1, 3], [2, 1]]);
});

test('what is left follows from the pace so far, once that says something', () => {
  expect(secondsLeft(0, 100, 5)).toBeUndefined();
  expect(secondsLeft(10, 100, 0.1)).toBeUndefined();
  expect(secondsLeft(25, 100, 5)).toBe(15);
  expect(secondsLeft(100, 100, 5)).toBe(0);
});

test('a stopwatch leaves its pauses out', () => {
  let now = 0;
  const watch = new Stopwatch(() => now);
  watch.start();
  now = 1000;
  watch.stop();
  now = 9000;
  expect(watch.seconds).toBe(1);
  watch.start();
  watch.start();
  now = 9500;
  expect(watch.seconds).toBe(1.5);
});
