import type { BatchLog, EpochLog } from '@sekvens/engine';
import { describe, expect, it, vi } from 'vitest';
import { fakeIo } from '../../test/fake-io.js';
import type { FakeIo } from '../../test/fake-io.js';
import { Output } from './output.js';
import { TrainingProgress } from './training-progress.js';

/** Ten batches of an epoch, the n-th at `times[n]` milliseconds. */
function train(io: FakeIo, times: readonly number[], { json = false, controller = new AbortController() } = {}): TrainingProgress {
  let now = 0;
  const progress = new TrainingProgress(new Output(io, { json }), { epochs: 2, signal: controller.signal, now: () => now });
  progress.onEpochBegin();
  times.forEach((time, batch) => {
    now = time;
    const log: BatchLog = { epoch: 0, batch, batchCount: 10, rows: (batch + 1) * 16, tokens: (batch + 1) * 1000, loss: 1.5, accuracy: 0.5 };
    progress.onBatchEnd(log);
  });
  return progress;
}

const epochLog: EpochLog = { epoch: 0, loss: 1.25, accuracy: 0.625, validationLoss: 1.5, validationAccuracy: 0.5, rows: 160, tokens: 10_000, seconds: 20 };

describe('without a terminal', () => {
  it('a line comes every five seconds, and one an epoch', () => {
    const io = fakeIo();
    const progress = train(io, [2000, 4000, 6000, 8000, 10_000, 12_000]);
    progress.onEpochEnd(epochLog);
    progress.end();
    expect(io.out()).toBe(
      [
        'epoch 1/2  batch 3/10  loss 1.5000  accuracy 50.00 %  500 tokens/s  ETA 34s',
        'epoch 1/2  batch 6/10  loss 1.5000  accuracy 50.00 %  500 tokens/s  ETA 28s',
        'epoch 1/2  loss 1.2500  accuracy 62.50 %  test accuracy 50.00 %  160 rows  500 tokens/s  20s',
        '',
      ].join('\n'),
    );
  });

  it('JSON has the same as events, text is on stderr', () => {
    const io = fakeIo();
    train(io, [6000], { json: true }).onEpochEnd(epochLog);
    expect(io.out().trimEnd().split('\n').map((line) => JSON.parse(line) as unknown)).toEqual([
      { event: 'progress', epoch: 1, batch: 1, batches: 10, rows: 16, tokens: 1000, loss: 1.5, accuracy: 0.5 },
      { event: 'epoch', epoch: 1, loss: 1.25, accuracy: 0.625, testLoss: 1.5, testAccuracy: 0.5, rows: 160, tokens: 10_000, seconds: 20 },
    ]);
    expect(io.err()).toContain('epoch 1/2  batch 1/10');
  });

  it('an unknown number of batches has no share and no ETA', () => {
    const io = fakeIo();
    let now = 0;
    const progress = new TrainingProgress(new Output(io, {}), { epochs: 1, signal: new AbortController().signal, now: () => now });
    progress.onEpochBegin();
    now = 6000;
    progress.onBatchEnd({ epoch: 0, batch: 41, batchCount: undefined, rows: 1, tokens: 60, loss: 2, accuracy: undefined });
    expect(io.out()).toBe('epoch 1/1  batch 42  loss 2.0000  10 tokens/s\n');
  });
});

describe('on a terminal', () => {
  const bar = '\u2501';

  it('a bar has share, loss, accuracy, speed and ETA, and vanishes with the epoch', async () => {
    const io = fakeIo({ isTTY: true, columns: 120, env: { NO_COLOR: '1' } });
    const progress = train(io, [1000, 2000, 3000, 4000, 5000]);
    // the bar is drawn by a timer
    await vi.waitFor(() => expect(io.out()).toContain(`${bar.repeat(24)} epoch 1/2  50 %  loss 1.5000  accuracy 50.00 %  1,000 tokens/s  ETA 15s`));
    progress.onEpochEnd(epochLog);
    progress.end();
    // the cursor is shown again, and the last thing on the screen is the epoch's line
    expect(io.out().lastIndexOf('\u001b[?25h')).toBeGreaterThan(io.out().lastIndexOf('\u001b[?25l'));
    expect(io.out().endsWith('epoch 1/2  loss 1.2500  accuracy 62.50 %  test accuracy 50.00 %  160 rows  500 tokens/s  20s\n')).toBe(true);
  });

  it('Ctrl-C takes the bar away and says what happens', () => {
    const io = fakeIo({ isTTY: true });
    const controller = new AbortController();
    const progress = train(io, [1000], { controller });
    controller.abort();
    progress.end();
    expect(io.out().endsWith('Stopping after this batch; Ctrl-C again ends at once.\n')).toBe(true);
    expect(io.out().lastIndexOf('\u001b[?25h')).toBeGreaterThan(io.out().lastIndexOf('\u001b[?25l'));
  });
});

it('says nothing of a signal after its end', () => {
  const io = fakeIo();
  const controller = new AbortController();
  train(io, [1], { controller }).end();
  controller.abort();
  expect(io.out()).toBe('');
});
