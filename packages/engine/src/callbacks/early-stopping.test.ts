import { dense, embedding, lstm } from '@sekvens/layers';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { errorOf } from '../../test/helpers/error-of.js';
import { learnableRows } from '../../test/helpers/examples.js';
import { watchedTraining } from '../../test/helpers/watched-training.js';
import type { Callback, CallbackState, EpochMetric } from '../model/callback.js';
import { sequential } from '../model/sequential.js';
import type { Sequential } from '../model/sequential.js';
import { earlyStopping } from './early-stopping.js';
import type { EarlyStoppingOptions } from './early-stopping.js';

interface Recorded {
  readonly settings: EarlyStoppingOptions & { readonly monitor: EpochMetric };
  readonly series: readonly number[];
  readonly epochs: number;
  readonly stopped: boolean;
  readonly best: number | null;
  readonly weight: number;
}
const { earlyStopping: recorded } = JSON.parse(readFileSync(new URL('../../fixtures/callbacks/callbacks.json', import.meta.url), 'utf8')) as { earlyStopping: Recorded[] };

/** Rows of many ids that most batches lack, so that most of the table is behind at any moment. */
const train = learnableRows(80, { vocabulary: 500, seed: 4 });
const test = learnableRows(40, { vocabulary: 500, seed: 5 });

function classifier(): Sequential {
  const model = sequential([embedding({ inputDim: 500, outputDim: 4, maskZero: true }), lstm({ units: 5 }), dense({ units: 3, activation: 'softmax' })]);
  model.compile({ optimizer: { kind: 'adam', learningRate: 0.1 }, loss: 'sparseCategoricalCrossentropy' });
  return model;
}

describe('against Keras', () => {
  it('300 random series stop at the same epoch, with the same best value and the weights of the same epoch', async () => {
    expect(recorded).toHaveLength(300);
    for (const { settings, series, epochs, stopped, best, weight } of recorded) {
      const callback = earlyStopping(settings);
      const seen = await watchedTraining(callback, settings.monitor, series);
      expect({ settings, series, epochs: seen.epochs, stopped: seen.stopped, best: callback.best ?? null, weight: seen.weight }).toEqual({ settings, series, epochs, stopped, best, weight });
    }
  });

  it('the same where the training is interrupted after any epoch and goes on', async () => {
    for (const { settings, series, epochs, stopped, best, weight } of recorded.slice(0, 60)) {
      for (let cut = 1; cut <= epochs; cut++) {
        const first = earlyStopping(settings);
        const interrupted: Callback = { ...first, onTrainEnd: undefined };
        const before = await watchedTraining(interrupted, settings.monitor, series.slice(0, cut));
        expect(before.epochs).toBe(cut);
        // as it comes out of a file
        const { values, weights } = first.getState!();
        const state: CallbackState = { values: JSON.parse(JSON.stringify(values)) as CallbackState['values'], ...(weights && { weights: structuredClone(weights) }) };
        const second = earlyStopping(settings);
        const after = await watchedTraining(second, settings.monitor, series, { from: cut, stopped: before.stopped, state });
        const place = { settings, series, cut };
        expect({ ...place, epochs: after.epochs, stopped: after.stopped, best: second.best ?? null, weight: after.weight }).toEqual({ ...place, epochs, stopped, best, weight });
      }
    }
  });
});

describe('in a training', () => {
  it('ends with the bytes of the best epoch, those of rows that were updated later included, and the training alone is not changed', async () => {
    const weights: Record<string, Float32Array>[] = [];
    const plain = classifier();
    const keep: Callback = { onEpochEnd: () => void weights.push(plain.getWeights()) };
    const { epochs } = await plain.fit(train, { epochs: 8, batchSize: 8, validationData: test, callbacks: [keep] });
    const losses = epochs.map(({ validationLoss }) => validationLoss!);
    const best = losses.indexOf(Math.min(...losses));
    expect(best).toBeGreaterThan(0);
    expect(best).toBeLessThan(5);

    for (const patience of [2, 100]) {
      const stopping = earlyStopping({ patience, restoreBestWeights: true });
      const model = classifier();
      const history = await model.fit(train, { epochs: 8, batchSize: 8, validationData: test, callbacks: [stopping] });
      expect(model.getWeights()).toEqual(weights[best]);
      expect((await model.evaluate(test)).loss).toBe(losses[best]);
      expect([stopping.bestEpoch, stopping.best]).toEqual([best, losses[best]]);
      expect([history.stopped, history.epochs.length, stopping.stoppedEpoch]).toEqual(patience === 2 ? [true, best + 3, best + 2] : [false, 8, undefined]);
      expect(history.epochs.map(({ validationLoss }) => validationLoss)).toEqual(losses.slice(0, history.epochs.length));
    }
  });

  it('keeps the last weights unless told otherwise', async () => {
    const model = classifier();
    let last = {};
    await model.fit(train, { epochs: 8, batchSize: 8, validationData: test, callbacks: [earlyStopping({ patience: 1 }), { onEpochEnd: (_, control) => void (last = control.getWeights()) }] });
    expect(model.getWeights()).toEqual(last);
  });

  it('begins anew in the next fit', async () => {
    const stopping = earlyStopping({ monitor: 'loss', patience: 1 });
    await classifier().fit(train, { epochs: 3, callbacks: [stopping] });
    const first = stopping.best!;
    await classifier().fit(train, { epochs: 1, callbacks: [stopping] });
    expect(stopping.best).toBeGreaterThan(first);
    expect(stopping.bestEpoch).toBe(0);
  });
});

describe('a figure that is not finite', () => {
  it('is never the best, and counts against the patience', async () => {
    const stopping = earlyStopping({ patience: 2, restoreBestWeights: true });
    expect(await watchedTraining(stopping, 'validationLoss', [NaN, 2, Infinity, NaN, 1])).toMatchObject({ epochs: 4, stopped: true, weight: 1 });
    expect(stopping.best).toBe(2);
    const rising = earlyStopping({ monitor: 'validationAccuracy', restoreBestWeights: true });
    expect(await watchedTraining(rising, 'validationAccuracy', [NaN, NaN])).toMatchObject({ epochs: 2, stopped: true, weight: 0 });
    expect(rising.best).toBeUndefined();
  });
});

describe('what it refuses', () => {
  const refused: [unknown, string][] = [
    [{ patient: 2 }, 'earlyStopping(options): expected options among monitor, mode, minDelta, patience, baseline, startFromEpoch, restoreBestWeights, name, got "patient". Did you mean patience?'],
    [{ monitor: 'val_loss' }, 'earlyStopping({ monitor }): expected one of loss, accuracy, validationLoss, validationAccuracy, got "val_loss". Did you mean validationLoss?'],
    [{ monitor: 'val_acc' }, 'earlyStopping({ monitor }): expected one of loss, accuracy, validationLoss, validationAccuracy, got "val_acc". Did you mean validationAccuracy?'],
    [{ monitor: 'acuracy' }, 'earlyStopping({ monitor }): expected one of loss, accuracy, validationLoss, validationAccuracy, got "acuracy". Did you mean accuracy?'],
    [{ monitor: 'f1' }, 'earlyStopping({ monitor }): expected one of loss, accuracy, validationLoss, validationAccuracy, got "f1".'],
    [{ mode: 'down' }, "earlyStopping({ mode }): expected 'auto', 'min' or 'max', got \"down\"."],
    [{ minDelta: -1 }, 'earlyStopping.minDelta: expected a finite number from 0 up, got -1.'],
    [{ patience: 1.5 }, 'earlyStopping.patience: expected an integer from 0 up, got 1.5.'],
    [{ startFromEpoch: -1 }, 'earlyStopping.startFromEpoch: expected an integer from 0 up, got -1.'],
    [{ baseline: NaN }, 'earlyStopping.baseline: expected a finite number, got NaN.'],
    [{ restoreBestWeights: 1 }, 'earlyStopping.restoreBestWeights: expected true or false, got 1.'],
    [{ name: '' }, 'earlyStopping.name: expected a name, got "".'],
  ];
  for (const [options, message] of refused) {
    it(message, async () => expect(await errorOf(() => earlyStopping(options as never))).toBe(`invalid-option: ${message}`));
  }

  it('a training without the figure, before it begins', async () => {
    const fit = (options: EarlyStoppingOptions, metrics?: []) => {
      const model = classifier();
      if (metrics) model.compile({ loss: 'sparseCategoricalCrossentropy', metrics });
      return errorOf(() => model.fit(train, { callbacks: [earlyStopping(options), { onEpochBegin: () => expect.unreachable() }] }));
    };
    expect(await fit({})).toBe(
      'invalid-option: earlyStopping({ monitor }): expected a figure this training has: loss, accuracy, got validationLoss. Give fit({ validationData }), or a text classifier validationExamples, or watch another figure.',
    );
    expect(await fit({ monitor: 'accuracy' }, [])).toBe("invalid-option: earlyStopping({ monitor }): expected a figure this training has: loss, got accuracy. Compile with metrics: ['accuracy'], or watch another figure.");
  });

  it('a state that is not its own', async () => {
    const state = (values: CallbackState['values'], options = {}) => errorOf(() => earlyStopping(options).setState!({ values }));
    expect(await state({})).toBe('invalid-data: earlyStopping(validationLoss).setState: expected a state with best, bestEpoch, wait, stoppedEpoch, numbers or null, got none of the name best.');
    expect(await state({ best: 'x' })).toBe('invalid-data: earlyStopping(validationLoss).setState: expected a state with best, bestEpoch, wait, stoppedEpoch, numbers or null, got "x" as best.');
    expect(await state({ best: 1, bestEpoch: 2, wait: 0, stoppedEpoch: null }, { restoreBestWeights: true })).toBe(
      'invalid-data: earlyStopping(validationLoss).setState: expected the weights of the best epoch, for restoreBestWeights, got a state without weights. Go on without restoreBestWeights, as the training began.',
    );
  });
});
