import { lessonModels, sequential } from '@sekvens/engine';
import type { LessonModelName, Sequential } from '@sekvens/engine';

/** One of the lesson's models as the benchmarks train it. */
export function lessonModel(name: LessonModelName, seed = 0): Sequential {
  const model = sequential(lessonModels[name].layers({ vocabularySize: 20_000, classes: 4 }), { seed });
  model.compile({ optimizer: 'adam', loss: 'sparseCategoricalCrossentropy' });
  return model;
}
