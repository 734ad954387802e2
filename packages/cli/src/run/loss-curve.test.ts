import { expect, it } from 'vitest';
import { LossCurve } from './loss-curve.js';

/** Tells the curve of an epoch whose batches of 4 rows have these losses. */
function epoch(curve: LossCurve, losses: readonly number[]): void {
  curve.onEpochBegin();
  let sum = 0;
  losses.forEach((loss, batch) => {
    sum += loss;
    curve.onBatchEnd({ epoch: 0, batch, batchCount: losses.length, rows: 4 * (batch + 1), tokens: 0, loss: sum / (batch + 1), accuracy: undefined });
  });
}

it('has the loss of each step, though the log has means over the epoch', () => {
  const curve = new LossCurve();
  epoch(curve, [4, 2, 1]);
  epoch(curve, [3, 0.5]);
  expect(curve.stretches.map(({ step }) => step)).toEqual([1, 2, 3, 4, 5]);
  [4, 2, 1, 3, 0.5].forEach((loss, i) => expect(curve.stretches[i].loss).toBeCloseTo(loss, 12));
});

it('has means over stretches of a long training, at most 256', () => {
  const curve = new LossCurve();
  const losses = Array.from({ length: 1000 }, (_, i) => 1000 - i);
  epoch(curve, losses);
  const { stretches } = curve;
  expect(stretches.length).toBeLessThanOrEqual(256);
  expect(stretches.at(-1)!.step).toBe(1000);
  let before = 0;
  for (const { step, loss } of stretches) {
    const mean = losses.slice(before, step).reduce((sum, one) => sum + one, 0) / (step - before);
    expect(loss).toBeCloseTo(mean, 6);
    before = step;
  }
});

it('goes on where its state was taken', () => {
  const [whole, first, second] = [new LossCurve(), new LossCurve(), new LossCurve()];
  for (const curve of [whole, first]) epoch(curve, Array.from({ length: 300 }, (_, i) => i));
  second.setState(JSON.parse(JSON.stringify(first.getState())) as ReturnType<LossCurve['getState']>);
  for (const curve of [whole, second]) epoch(curve, [5, 6, 7]);
  expect(second.stretches).toEqual(whole.stretches);
});
