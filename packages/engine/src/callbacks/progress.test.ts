import { describe, expect, it, vi } from 'vitest';
import { errorOf } from '../../test/helpers/error-of.js';
import type { Callback, TrainingControl } from '../model/callback.js';
import { progress } from './progress.js';

const control = { epochs: 2, metrics: ['loss'] } as unknown as TrainingControl;

/** Batches of an epoch that end at these milliseconds. */
async function epoch(callback: Callback, times: readonly number[], figures: { batchCount?: number; accuracy?: number } = { batchCount: 4, accuracy: 0.5 }): Promise<void> {
  let now = 0;
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => now);
  await callback.onTrainBegin?.(control);
  await callback.onEpochBegin?.(0, control);
  for (const [batch, time] of times.entries()) {
    now = time;
    await callback.onBatchEnd?.({ epoch: 0, batch, batchCount: figures.batchCount, rows: batch, tokens: 1000 * (batch + 1), loss: 1.25, accuracy: figures.accuracy }, control);
  }
  clock.mockRestore();
}
const log = { epoch: 0, loss: 0.51234, accuracy: 0.8, rows: 10, tokens: 24_680, seconds: 2 };

describe('progress', () => {
  it('is a line an epoch', async () => {
    const out: string[] = [];
    const callback = progress({ write: (text) => void out.push(text) });
    expect('onBatchEnd' in callback).toBe(false);
    await epoch(callback, [500, 1000]);
    await callback.onEpochEnd!({ ...log, validationLoss: 0.6, validationAccuracy: 0.75 }, control);
    await callback.onEpochEnd!({ epoch: 1, loss: 0.5, rows: 10, tokens: 0, seconds: 0 }, control);
    expect(out).toEqual(['epoch 1/2  loss 0.5123  accuracy 80.00 %  validation loss 0.6000  validation accuracy 75.00 %  12,340 tokens/s  2.0 s\n', 'epoch 2/2  loss 0.5000  0 tokens/s  0.0 s\n']);
  });

  it('on a terminal shows ten times a second how far the epoch is, on one line that is written over', async () => {
    const out: string[] = [];
    const callback = progress({ write: (text) => void out.push(text), live: true });
    await epoch(callback, [50, 100, 150, 250]);
    await callback.onEpochEnd!(log, control);
    const erase = '\r\u001b[K';
    expect(out).toEqual([
      `${erase}epoch 1/2  50 %  loss 1.2500  accuracy 50.00 %  20,000 tokens/s`,
      `${erase}epoch 1/2  100 %  loss 1.2500  accuracy 50.00 %  16,000 tokens/s`,
      `${erase}epoch 1/2  loss 0.5123  accuracy 80.00 %  12,340 tokens/s  2.0 s\n`,
    ]);
    out.length = 0;
    await epoch(callback, [100], {});
    await callback.onDivergence!({} as never, control);
    expect(out).toEqual([`${erase}epoch 1/2  batch 1  loss 1.2500  10,000 tokens/s`, erase]);
  });

  it('goes to standard output by default, live only on a terminal that is as wide as it says', async () => {
    const out: string[] = [];
    const write = (text: string) => void out.push(text);
    try {
      vi.stubGlobal('process', { stdout: { write, isTTY: true, columns: 21 } });
      await epoch(progress(), [200]);
      expect(out.splice(0)).toEqual(['\r\u001b[Kepoch 1/2  25 %  los']);
      await epoch(progress({ live: false }), [200]);
      vi.stubGlobal('process', { stdout: { write } });
      await epoch(progress(), [200]);
      expect(out).toEqual([]);
      const console = vi.spyOn(globalThis.console, 'log').mockImplementation(() => undefined);
      vi.stubGlobal('process', undefined);
      await progress().onEpochEnd!(log, control);
      expect(console.mock.calls).toEqual([['epoch 1/0  loss 0.5123  accuracy 80.00 %  12,340 tokens/s  2.0 s']]);
      console.mockRestore();
    } finally {
      vi.unstubAllGlobals();
    }
  });

  it('refuses other options', async () => {
    expect(await errorOf(() => progress({ write: 'stdout' as never }))).toBe('invalid-option: progress.write: expected a function of a text, got "stdout".');
    expect(await errorOf(() => progress({ live: 1 as never }))).toBe('invalid-option: progress.live: expected true or false, got 1.');
    expect(await errorOf(() => progress({ bar: true } as never))).toBe('invalid-option: progress(options): expected options among write, live, got "bar".');
  });
});
