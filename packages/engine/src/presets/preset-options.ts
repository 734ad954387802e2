import { closest, SekvensError, show } from '@sekvens/core';
import type { PlannedTraining, TrainOptions } from '../classifier/text-classifier.js';
import { scheduleOver } from '../schedules/schedule-over.js';
import type { OptimizerOption } from '../training-config.js';
import { accuracyPresets } from './accuracy-presets.js';
import type { AccuracyPreset, AccuracyPresetName } from './accuracy-presets.js';
import { emaMomentumOver } from './ema-momentum-over.js';
import { textNetwork } from './text-network.js';

/** The options of a preset for `TextClassifier.train`. */
export interface PresetOptions extends Required<Pick<TrainOptions, 'vectorizer' | 'layers' | 'batchSize'>> {
  readonly epochs: (training: PlannedTraining) => number;
  readonly optimizer: (training: PlannedTraining) => OptimizerOption;
}

/**
 * Everything that decides how accurate a text classifier becomes, by name: `TextClassifier.train(rows, { ...presetOptions('balanced') })`.
 * Options after it win; epochs are more where rows are few, and the learning-rate schedule follows both.
 *
 * @param name 'fast', 'balanced' or 'accurate'
 * @param changes `epochs`, where they are to be others: the schedule is laid over them
 * @throws code 'invalid-option' for another name
 */
export function presetOptions(name: AccuracyPresetName, changes: { readonly epochs?: number } = {}): PresetOptions {
  const names = Object.keys(accuracyPresets);
  if (!names.includes(name)) {
    const meant = typeof name === 'string' ? closest(name, names) : undefined;
    throw new SekvensError({ code: 'invalid-option', where: 'presetOptions(name)', expected: `one of ${names.join(', ')}`, got: show(name), hint: meant && `Did you mean ${meant}?` });
  }
  const preset: AccuracyPreset = accuracyPresets[name];
  const { vectorizer, network, batchSize, optimizer, schedule, emaShare } = preset;
  const epochs = ({ stepsPerEpoch }: PlannedTraining): number => changes.epochs ?? Math.max(preset.epochs, Math.ceil(preset.minSteps / stepsPerEpoch));
  return {
    vectorizer,
    layers: textNetwork(network),
    batchSize,
    epochs,
    optimizer: (training) => {
      const steps = epochs(training) * training.stepsPerEpoch;
      const averages = emaShare !== undefined && { useEma: true, emaMomentum: emaMomentumOver(emaShare, steps) };
      return { ...optimizer, ...averages, learningRate: scheduleOver(optimizer.learningRate, schedule, steps) };
    },
  };
}
