import type { EpochLog, TrainingControl } from '@sekvens/engine';
import { expect, it } from 'vitest';
import { fakeIo } from '../../test/fake-io.js';
import { Output } from '../output/output.js';
import { keepBestEpoch } from './keep-best-epoch.js';

async function told(patience: number | undefined, losses: readonly number[]): Promise<{ said: string; epoch: number | undefined; stopped: boolean }> {
  const io = fakeIo();
  const best = keepBestEpoch(patience);
  let stopped = false;
  const control = { metrics: ['loss', 'validationLoss'], stop: () => void (stopped = true), getWeights: () => ({}), setWeights: () => undefined } as unknown as TrainingControl;
  for (const callback of best.callbacks) {
    await callback.onTrainBegin?.(control);
    for (const [epoch, validationLoss] of losses.entries()) await callback.onEpochEnd?.({ epoch, loss: 0, validationLoss, rows: 1, tokens: 1, seconds: 1 } satisfies EpochLog, control);
  }
  best.say(new Output(io, {}));
  return { said: io.out(), epoch: best.epoch, stopped };
}

it('says which epoch is the best, and why the training ended', async () => {
  expect(await told(1, [2, 1, 1.5])).toEqual({ said: 'best      epoch 2, validation loss 1.0000: the model has its weights; stopped after epoch 3, the loss had not fallen for 1 epoch\n', epoch: 1, stopped: true });
  expect(await told(2, [2, 1, 1.5])).toEqual({ said: 'best      epoch 2, validation loss 1.0000: the model has its weights\n', epoch: 1, stopped: false });
  expect(await told(5, [NaN])).toEqual({ said: 'best      epoch 1: the model has its weights\n', epoch: 0, stopped: false });
});

it('does nothing without early stopping', async () => {
  expect(await told(undefined, [2, 1])).toEqual({ said: '', epoch: undefined, stopped: false });
});
