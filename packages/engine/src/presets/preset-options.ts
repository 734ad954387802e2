import { closest, SekvensError, show } from '@sekvens/core';
import type { PlannedTraining, TrainOptions } from '../classifier/text-classifier.js';
import { scheduleOver } from '../schedules/schedule-over.js';
import type { OptimizerOption } from '../training-config.js';
import { accuracyPresets } from './accuracy-presets.js';
import type { AccuracyPreset, AccuracyPresetName } from './accuracy-presets.js';
import { textNetwork } from './text-network.js';

/** The options of a preset for `TextClassifier.train`. */
export interface PresetOptions extends Required<Pick<TrainOptions, 'vectorizer' | 'layers' | 'batchSize'>> {
  readonly epochs: number;
  readonly optimizer: (training: PlannedTraining) => OptimizerOption;
}

/**
 * Everything that decides how accurate a text classifier becomes, by name: `TextClassifier.train(rows, { ...presetOptions('balanced') })`.
 * Options after it win; the learning-rate schedule follows the number of rows and `epochs`.
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
  const { description: _, vectorizer, network, optimizer, schedule, ...training } = preset;
  const { epochs = preset.epochs } = changes;
  return {
    vectorizer,
    layers: textNetwork(network),
    ...training,
    epochs,
    optimizer: ({ stepsPerEpoch }) => ({ ...optimizer, learningRate: scheduleOver(optimizer.learningRate, schedule, epochs * stepsPerEpoch) }),
  };
}
