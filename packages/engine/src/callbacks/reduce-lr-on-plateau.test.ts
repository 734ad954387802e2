import { dense } from '@sekvens/layers';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { errorOf } from '../../test/helpers/error-of.js';
import { watchedTraining } from '../../test/helpers/watched-training.js';
import type { CallbackState, EpochMetric } from '../model/callback.js';
import { sequential } from '../model/sequential.js';
import type { OptimizerOption } from '../training-config.js';
import { reduceLROnPlateau } from './reduce-lr-on-plateau.js';
import type { ReduceLROnPlateauOptions } from './reduce-lr-on-plateau.js';

interface Recorded {
  readonly settings: ReduceLROnPlateauOptions & { readonly monitor: EpochMetric };
  readonly series: readonly number[];
  readonly learningRates: readonly number[];
}
const { reduceLROnPlateau: recorded } = JSON.parse(readFileSync(new URL('../../fixtures/callbacks/callbacks.json', import.meta.url), 'utf8')) as { reduceLROnPlateau: Recorded[] };

function line(optimizer: OptimizerOption) {
  const model = sequential([dense({ units: 1 })], { inputShape: [2] });
  model.compile({ optimizer, loss: 'meanSquaredError' });
  return model;
}

describe('against Keras', () => {
  it('200 random series have the same learning rates, epoch by epoch', async () => {
    expect(recorded).toHaveLength(200);
    for (const { settings, series, learningRates } of recorded) {
      const seen = await watchedTraining(reduceLROnPlateau(settings), settings.monitor, series);
      expect({ settings, series, learningRates: seen.learningRates }).toEqual({ settings, series, learningRates });
    }
  });

  it('the same where the training is interrupted after any epoch and goes on', async () => {
    for (const { settings, series, learningRates } of recorded.slice(0, 60)) {
      for (let cut = 1; cut < series.length; cut++) {
        const first = reduceLROnPlateau(settings);
        const before = await watchedTraining(first, settings.monitor, series.slice(0, cut));
        const second = reduceLROnPlateau(settings);
        const state = JSON.parse(JSON.stringify(first.getState!())) as CallbackState;
        const after = await watchedTraining(second, settings.monitor, series, { from: cut, learningRate: before.learningRates.at(-1)!, state });
        expect([...before.learningRates, ...after.learningRates]).toEqual(learningRates);
      }
    }
  });
});

describe('in a training', () => {
  it('makes the steps smaller', async () => {
    const rates: number[] = [];
    const model = line({ kind: 'sgd', learningRate: 0.5 });
    // every second step undoes the one before it, so the loss stays where it is
    await model.fit({ x: [[1, 0]], y: [1] }, { epochs: 6, callbacks: [reduceLROnPlateau({ monitor: 'loss', patience: 2, factor: 0.5, minDelta: 1e6 }), { onEpochEnd: (_, { learningRate }) => void rates.push(learningRate) }] });
    expect(rates).toEqual([0.5, 0.5, 0.25, 0.25, 0.125, 0.125]);
  });

  it('does not go below minLearningRate, nor to 0', async () => {
    const series = [1, 1, 1, 1, 1];
    expect((await watchedTraining(reduceLROnPlateau({ patience: 1, minLearningRate: 0.02 }), 'validationLoss', series)).learningRates).toEqual([0.5, 0.05, 0.02, 0.02, 0.02]);
    const tiny = await watchedTraining(reduceLROnPlateau({ patience: 1, factor: 1e-200 }), 'validationLoss', series);
    expect(tiny.learningRates).toEqual([0.5, 0.5 * 1e-200, 0.5 * 1e-200, 0.5 * 1e-200, 0.5 * 1e-200]);
  });

  it('takes a figure that is not finite for no improvement', async () => {
    expect((await watchedTraining(reduceLROnPlateau({ patience: 2 }), 'validationLoss', [NaN, 1, Infinity, NaN, 0.5])).learningRates).toEqual([0.5, 0.5, 0.5, 0.05, 0.05]);
  });
});

describe('what it refuses', () => {
  const refused: [unknown, string][] = [
    [{ minLR: 0.1 }, 'reduceLROnPlateau(options): expected options among monitor, mode, factor, patience, minDelta, cooldown, minLearningRate, name, got "minLR".'],
    [{ monitor: 'val_loss' }, 'reduceLROnPlateau({ monitor }): expected one of loss, accuracy, validationLoss, validationAccuracy, got "val_loss". Did you mean validationLoss?'],
    [{ factor: 1 }, 'reduceLROnPlateau.factor: expected a number in (0, 1), got 1.'],
    [{ factor: 0 }, 'reduceLROnPlateau.factor: expected a number in (0, 1), got 0.'],
    [{ patience: -1 }, 'reduceLROnPlateau.patience: expected an integer from 0 up, got -1.'],
    [{ cooldown: 0.5 }, 'reduceLROnPlateau.cooldown: expected an integer from 0 up, got 0.5.'],
    [{ minDelta: '1' }, 'reduceLROnPlateau.minDelta: expected a finite number from 0 up, got "1".'],
    [{ minLearningRate: Infinity }, 'reduceLROnPlateau.minLearningRate: expected a finite number from 0 up, got Infinity.'],
    [{ name: 3 }, 'reduceLROnPlateau.name: expected a name, got 3.'],
  ];
  for (const [options, message] of refused) {
    it(message, async () => expect(await errorOf(() => reduceLROnPlateau(options as never))).toBe(`invalid-option: ${message}`));
  }

  it('a schedule, before the training begins', async () => {
    const model = line({ kind: 'sgd', learningRate: { kind: 'exponentialDecay', initialLearningRate: 0.1, decaySteps: 10, decayRate: 0.5 } });
    expect(await errorOf(() => model.fit({ x: [[1, 2]], y: [1] }, { callbacks: [reduceLROnPlateau({ monitor: 'loss' }), { onEpochBegin: () => expect.unreachable() }] }))).toBe(
      'unsupported: reduceLROnPlateau: expected an optimizer with a number as its learning rate, got one with the schedule exponentialDecay. Compile it with a number, or leave the rate to the schedule.',
    );
  });

  it('a training without the figure', async () => {
    expect(await errorOf(() => line('sgd').fit({ x: [[1, 2]], y: [1] }, { callbacks: [reduceLROnPlateau()] }))).toBe(
      'invalid-option: reduceLROnPlateau({ monitor }): expected a figure this training has: loss, got validationLoss. Give fit({ validationData }), or a text classifier validationExamples, or watch another figure.',
    );
  });
});
