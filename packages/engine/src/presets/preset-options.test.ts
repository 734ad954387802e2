import { network } from '@sekvens/layers';
import { describe, expect, it } from 'vitest';
import { TextClassifier } from '../classifier/text-classifier.js';
import { resolveOptimizer } from '../training-config.js';
import { accuracyPresets } from './accuracy-presets.js';
import type { AccuracyPreset, AccuracyPresetName } from './accuracy-presets.js';
import { presetOptions } from './preset-options.js';

const rows = Array.from({ length: 24 }, (_, i) => ({ text: i % 2 === 0 ? `goal ${i}` : `bank ${i}`, label: i % 2 === 0 ? 'sports' : 'business' }));
const names = Object.keys(accuracyPresets) as AccuracyPresetName[];

describe.each(names)('the preset %s', (name) => {
  const preset: AccuracyPreset = accuracyPresets[name];

  it('is a network that two classes and hundreds of them can be told apart by', () => {
    for (const classes of [2, 300]) expect(network(presetOptions(name).layers({ vocabularySize: 9, classes, task: 'multiClass' })).outputShape).toEqual([null, classes]);
  });

  it.each([
    ['many rows', 10_000, preset.epochs],
    ['few rows', 10, Math.ceil(preset.minSteps / 10)],
  ])('trains %s as long as its schedule and its average of the weights last', (_, stepsPerEpoch, epochs) => {
    const training = { stepsPerEpoch } as never;
    const steps = stepsPerEpoch * epochs;
    expect(presetOptions(name).epochs(training)).toBe(epochs);
    expect(resolveOptimizer(presetOptions(name).optimizer(training))).toMatchObject({
      kind: preset.optimizer.kind, learningRate: { kind: preset.schedule.kind, totalSteps: steps }, ...(preset.emaShare !== undefined && { emaMomentum: 1 - 1 / (preset.emaShare * steps) }),
    });
    expect(presetOptions(name, { epochs: 7 }).epochs(training)).toBe(7);
    expect(presetOptions(name, { epochs: 7 }).optimizer(training)).toMatchObject({ learningRate: { totalSteps: 7 * stepsPerEpoch } });
  });
});

describe('presetOptions', () => {
  it('is what TextClassifier.train takes', async () => {
    const { classifier, history } = await TextClassifier.train(rows, { ...presetOptions('fast', { epochs: 12 }), batchSize: 8 });
    expect(history.epochs).toHaveLength(12);
    expect(classifier.predict('goal').label).toBe('sports');
  });

  it('refuses other names', () => {
    expect(() => presetOptions('acurate' as never)).toThrow('presetOptions(name): expected one of fast, balanced, accurate, got "acurate". Did you mean accurate?');
  });
});

describe('TextClassifier.train({ optimizer }) as a function', () => {
  it('is told the network, the data and the number of steps', async () => {
    const told: object[] = [];
    await TextClassifier.train(rows, {
      ...presetOptions('fast'),
      epochs: 1,
      batchSize: 7,
      optimizer: (training) => {
        told.push({ steps: training.stepsPerEpoch, layers: training.network.layers.length, rows: 'y' in training.data && (training.data.y as Int32Array).length });
        return Promise.resolve('sgd');
      },
    });
    expect(told).toEqual([{ steps: 4, layers: 6, rows: 24 }]);
  });

  it('needs batches that know their number', async () => {
    const training = TextClassifier.train(rows, { ...presetOptions('fast'), batches: () => ({ epoch: () => [] }) });
    await expect(training).rejects.toThrow('TextClassifier.train({ batches }): expected batches that know their number, for an optimizer or epochs that are a function, got none with batchCount.');
  });
});
