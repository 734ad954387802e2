import { cells, lessonModels, poolings } from '@sekvens/engine';
import type { LessonModelName } from '@sekvens/engine';
import { z } from 'zod/mini';
import { optional, setting } from '../setting.js';
import type { SettingType } from '../setting.js';
import { flag, oneOf, rate, wholeNumber } from '../setting-types.js';

const models: readonly LessonModelName[] = Object.keys(lessonModels) as LessonModelName[];
const byModel = 'by the model';

const layerList: SettingType<readonly unknown[]> = {
  schema: z.array(z.unknown(), { error: 'a list of layers' }).check(z.minLength(1, { error: 'a list of at least one layer' })),
  fromText: (text) => text,
};

/** The layers: a model by name, with settings of it changed, or a list of layers. */
export const networkSection = {
  model: setting(oneOf<LessonModelName | 'custom'>([...models, 'custom']), 'bigru', {
    flags: '--model <name>',
    description: `one of ${models.join(', ')}; bigru is the most accurate of them on news. custom: none, but the settings that follow`,
  }),
  cell: optional(oneOf(cells), { flags: '--cell <name>', description: `recurrent cell: ${cells.join(', ')}`, defaultText: byModel }),
  units: optional(wholeNumber(1), { flags: '--units <n>', description: 'size of the state, in each direction', defaultText: byModel }),
  layers: optional(wholeNumber(1), { flags: '--layers <n>', description: 'recurrent layers on top of each other', defaultText: byModel }),
  bidirectional: optional(flag, {
    flags: '--bidirectional', description: 'read texts in both directions', defaultText: byModel, negation: { flags: '--no-bidirectional', description: 'read them forwards alone' },
  }),
  embeddingSize: optional(wholeNumber(1), { flags: '--embedding-size <n>', description: 'length of the word vectors', defaultText: byModel }),
  mask: optional(flag, { description: 'leave padding out; without it, padding takes part', defaultText: byModel }),
  pooling: optional(oneOf(poolings), {
    flags: '--pooling <name>', description: `what the last recurrent layer hands on: ${poolings.join(', ')} (of its states)`, defaultText: byModel,
  }),
  wordDropout: optional(rate, { flags: '--word-dropout <share>', description: 'share of words left out at random in training', defaultText: byModel }),
  spatialDropout: optional(rate, { description: 'share of features of the word vectors dropped in training, the same ones for all words of a text', defaultText: byModel }),
  layerDropout: optional(rate, { description: 'share of features dropped between recurrent layers, the same ones at every step', defaultText: byModel }),
  recurrentDropout: optional(rate, { flags: '--recurrent-dropout <share>', description: 'share of the state dropped in training, the same features at every step', defaultText: byModel }),
  dropout: optional(rate, { flags: '--dropout <share>', description: 'share of features dropped in training in front of the output', defaultText: byModel }),
  denseUnits: optional(wholeNumber(0), { description: 'units of a dense layer in front of the output; 0: none', defaultText: byModel }),
  definition: optional(layerList, {
    description: 'all layers as a list of { kind, config } in place of the settings above; vocabularySize and classes stand for those numbers',
  }),
};
