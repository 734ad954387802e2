import { accuracyPresets } from '@sekvens/engine';
import type { AccuracyPresetName } from '@sekvens/engine';
import { optional } from '../setting.js';
import { oneOf } from '../setting-types.js';

const names = Object.keys(accuracyPresets) as AccuracyPresetName[];

/** Settings that stand outside of all sections. */
export const presetSection = {
  preset: optional(oneOf(names), {
    flags: '--preset <name>',
    description: `settings of tokens, network, training, optimizer and schedule that go together (what is said beside it wins); ${names.map((name) => `${name}: ${accuracyPresets[name].description}`).join('; ')}`,
    defaultText: 'none',
  }),
};
