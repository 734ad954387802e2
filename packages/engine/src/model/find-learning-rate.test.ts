import { dense, dropout, embedding, gru } from '@sekvens/layers';
import { describe, expect, it } from 'vitest';
import { errorOf } from '../../test/helpers/error-of.js';
import { learnableRows } from '../../test/helpers/examples.js';
import type { OptimizerOption } from '../training-config.js';
import { findLearningRate } from './find-learning-rate.js';
import { sequential } from './sequential.js';
import type { Sequential } from './sequential.js';

const data = learnableRows(320);

function classifier(optimizer: OptimizerOption = 'adam'): Sequential {
  const model = sequential([embedding({ inputDim: 30, outputDim: 8, maskZero: true }), dropout({ rate: 0.1 }), gru({ units: 8 }), dense({ units: 3, activation: 'softmax' })]);
  model.compile({ optimizer, loss: 'sparseCategoricalCrossentropy' });
  return model;
}

describe('findLearningRate', () => {
  it('leaves the model and its optimizer as they are, in the middle of a training', async () => {
    const [model, twin] = [classifier(), classifier()];
    for (const each of [model, twin]) await each.fit(data, { epochs: 2 });
    const before = model.getWeights();
    await findLearningRate(model, data, { to: 1 });
    expect(model.getWeights()).toEqual(before);
    for (const each of [model, twin]) await each.fit(data, { epochs: 2 });
    expect(model.getWeights()).toEqual(twin.getWeights());
  });

  it('goes up exponentially, and its losses are those of a training at these rates', async () => {
    const model = classifier();
    const { points, diverged } = await findLearningRate(model, data, { from: 1e-4, to: 1e-2, steps: 11, smoothing: 0.5, seed: 3, batchSize: 16 });
    expect(diverged).toBe(false);
    points.forEach(({ learningRate }, k) => expect(learningRate / (1e-4 * 100 ** (k / 10))).toBeCloseTo(1, 12));
    const losses: number[] = [];
    await model.fit(data, { batchSize: 16, seed: 3, callbacks: [{
      onTrainBegin: (control) => void (control.learningRate = points[0].learningRate),
      onBatchEnd({ batch, loss }, control) {
        losses.push(loss * (batch + 1) - losses.reduce((a, b) => a + b, 0));
        if (batch === 10) control.stop();
        else control.learningRate = points[batch + 1].learningRate;
      },
    }] });
    points.forEach(({ loss }, k) => expect(loss).toBeCloseTo(losses[k], 10));
    points.forEach(({ smoothedLoss }, k) => {
      const weights = points.slice(0, k + 1).map((_, i) => 0.5 ** (k - i));
      const mean = weights.reduce((sum, weight, i) => sum + weight * points[i].loss, 0) / weights.reduce((a, b) => a + b, 0);
      expect(smoothedLoss).toBeCloseTo(mean, 10);
    });
  });

  it('suggests a rate that learns, a tenth of where the loss is lowest', async () => {
    const { points, suggestion, lowest, steepest, diverged } = await findLearningRate(classifier(), data, { to: 1000 });
    expect(diverged).toBe(true);
    expect(lowest).toBe(points.reduce((a, b) => (b.smoothedLoss < a.smoothedLoss ? b : a)).learningRate);
    expect(suggestion).toBe(lowest / 10);
    expect(steepest).toBeLessThan(lowest);
    const accuracy = async (learningRate: number) => (await classifier({ kind: 'adam', learningRate }).fit(data, { epochs: 3 })).epochs[2].accuracy!;
    expect(await accuracy(suggestion!)).toBeGreaterThan(0.85);
    expect(await accuracy(suggestion! / 1000)).toBeLessThan(0.6);
  });

  it('takes the place of a schedule, goes through the rows as often as it needs, and takes threads', async () => {
    const schedule = classifier({ kind: 'adam', learningRate: { kind: 'cosineDecay', initialLearningRate: 0.1, decaySteps: 3 } });
    const few = { x: [[1, 2], [3]], y: [0, 1] };
    const alone = await findLearningRate(schedule, few, { steps: 20, to: 0.1, batchSize: 1 });
    expect(alone.points).toHaveLength(20);
    expect((await findLearningRate(classifier(), few, { steps: 20, to: 0.1, batchSize: 1, threads: 2 })).points).toEqual(alone.points);
    expect((await findLearningRate(schedule, few, { steps: 20, to: 0.1, batchSize: 1, seed: 1 })).points).not.toEqual(alone.points);
  });

  it('has no suggestion where the loss never falls', async () => {
    const { suggestion, steepest, diverged } = await findLearningRate(classifier(), data, { from: 100, to: 1e6 });
    expect({ suggestion, steepest, diverged }).toEqual({ suggestion: undefined, steepest: undefined, diverged: true });
  });

  it('ends where the loss leaves the finite numbers', async () => {
    const line = sequential([dense({ units: 1 })], { inputShape: [1] });
    line.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
    const { points, diverged } = await findLearningRate(line, { x: [[1e10]], y: [1] }, { from: 1, to: 1e30, steps: 10, stopFactor: 1e300 });
    expect(diverged).toBe(true);
    expect(points.length).toBeLessThan(10);
    expect(points.every(({ loss }) => Number.isFinite(loss))).toBe(true);
    expect(await errorOf(() => findLearningRate(line, { x: [[NaN]], y: [1] }))).toBe(
      'diverged: findLearningRate: expected a finite loss before the first step, got one that is not. Check the input and the weights for numbers that are not finite.',
    );
  });

  const refused: [unknown, string][] = [
    [{ form: 1 }, 'findLearningRate(model, data, options): expected options among from, to, steps, smoothing, stopFactor, batchSize, seed, threads, signal, got "form". Did you mean from?'],
    [{ from: 0 }, 'findLearningRate.from: expected a positive finite number, got 0.'],
    [{ to: 1e-8 }, 'findLearningRate.to: expected a learning rate above from, 1e-7, got 1e-8.'],
    [{ steps: 9 }, 'findLearningRate.steps: expected at least 10, got 9.'],
    [{ smoothing: 1 }, 'findLearningRate.smoothing: expected a number in [0, 1), got 1.'],
    [{ stopFactor: 1 }, 'findLearningRate.stopFactor: expected a number above 1, got 1.'],
    [{ batchSize: 0 }, 'findLearningRate({ batchSize }): expected a positive integer, got 0.'],
    [{ seed: -1 }, 'findLearningRate({ seed }): expected a seed that is an integer from 0 to 2^53 - 1, got -1.'],
    [{ threads: 0 }, 'findLearningRate({ threads }): expected an integer from 1 to 64, got 0. Leave it out to let sekvens choose.'],
    [{ signal: 1 }, 'findLearningRate({ signal }): expected an AbortSignal, got 1. Give the signal of an AbortController, not the controller.'],
  ];
  for (const [options, message] of refused) {
    it(`refuses: ${message}`, async () => expect(await errorOf(() => findLearningRate(classifier(), data, options as never))).toBe(`invalid-option: ${message}`));
  }

  it('refuses a model that is not compiled, and data without batches; ends when told to', async () => {
    expect(await errorOf(() => findLearningRate(sequential([dense({ units: 1 })], { inputShape: [1] }), data))).toMatch(/^invalid-option: findLearningRate: expected a compiled model/);
    expect(await errorOf(() => findLearningRate(classifier(), { epoch: () => [] }))).toBe('invalid-data: findLearningRate: expected at least one batch an epoch, got none.');
    expect(await errorOf(() => findLearningRate(classifier(), data, { signal: AbortSignal.abort() }))).toMatch(/^aborted: findLearningRate:/);
  });
});
