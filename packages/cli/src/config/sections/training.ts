import { lessonModels } from '@sekvens/engine';
import { z } from 'zod/mini';
import { durationType } from '../duration-type.js';
import { optional, setting } from '../setting.js';
import type { SettingType } from '../setting.js';
import { asOnCommandLine, flag, oneOf, positiveNumber, rate, wholeNumber } from '../setting-types.js';
import { taskOption } from '../../options/task-option.js';
import type { taskNames } from '../../options/task-option.js';

const classWeights: SettingType<'balanced' | Readonly<Record<string, number>>> = {
  schema: z.union([z.literal('balanced'), z.record(z.string(), positiveNumber.schema)], { error: 'balanced, or a number above 0 for each label' }),
  fromText: (text) => text,
};

const backends = ['sekvens', 'tfjs:cpu', 'tfjs:wasm', 'tfjs:webgpu', 'tfjs:node', 'tfjs:node-gpu'] as const;

/** How long, in what portions, and what may differ from run to run. */
export const trainingSection = {
  task: optional(asOnCommandLine(taskOption) as SettingType<(typeof taskNames)[number]>, { flags: taskOption.flags, description: taskOption.description, defaultText: taskOption.defaultText }),
  epochs: optional(wholeNumber(1), { flags: '--epochs <n>', description: 'how often to go through the rows', defaultText: '1; as many as it takes with --max-time or --max-steps' }),
  minSteps: optional(wholeNumber(1), { flags: '--min-steps <n>', description: 'go through the rows more often than --epochs says, where it takes more to so many steps', defaultText: 'as often as --epochs says' }),
  batchSize: optional(wholeNumber(1), {
    flags: '--batch-size <rows>',
    description: 'rows a training step',
    defaultText: `${Object.entries(lessonModels).map(([name, { batchSize }]) => `${name} ${batchSize}`).join(', ')}, custom 32`,
  }),
  bucket: setting(flag, false, { flags: '--bucket', description: 'batches of texts of similar length: less padding, so faster where padding is computed' }),
  maxTime: optional(durationType, {
    flags: '--max-time <duration>',
    description: 'end training within 30s, 5m, 2h, …, schedule included; reading, vocabulary and tests come on top. The clock decides the number of steps: --max-steps repeats such a run',
    defaultText: 'no limit',
  }),
  maxSteps: optional(wholeNumber(1), { flags: '--max-steps <n>', description: 'end training after so many steps (batches)', defaultText: 'no limit' }),
  labelSmoothing: setting(rate, 0, { flags: '--label-smoothing <share>', description: 'share of the certainty of each label that goes to all labels alike' }),
  classWeights: optional(classWeights, { description: 'how much the rows of each label weigh: balanced, or a number a label', defaultText: 'all the same' }),
  earlyStopping: optional(wholeNumber(1), {
    flags: '--early-stopping <epochs>',
    description: 'end training when the loss on the validation data has not fallen for so many epochs; the model is that of the best epoch, also where --epochs come first',
    defaultText: 'train to the end, keep the last weights',
  }),
  backend: setting(oneOf(backends), 'sekvens', {
    flags: '--backend <name>',
    description: `what computes: sekvens, the engine; or TensorFlow.js, which has to be installed beside it: ${backends.slice(1).join(', ')}`,
  }),
  seed: setting(wholeNumber(0), 0, {
    flags: '--seed <n>', description: 'of initial weights, shuffling and splits: the same command with the same seed gives the same model, byte for byte',
  }),
  threads: optional(wholeNumber(1), {
    flags: '--threads <n>', description: 'threads that share the work of a step; they change the time, not a bit of the model', defaultText: 'the cores, at most 8, where steps are large enough',
  }),
};
