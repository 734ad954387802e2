import { SekvensError } from '@sekvens/core';
import { present } from '../../config/effective-value.js';
import type { MergedConfig } from '../../config/merge-layers.js';

const optimizerSettings = ['name', 'learningRate', 'beta1', 'beta2', 'epsilon'];

/** Refuses settings that trainings through TensorFlow.js do not have, all of them in one error. */
export function checkTfjsSettings({ values, placeOf }: MergedConfig): void {
  const { optimizer, schedule, training, output } = values;
  const others = Object.keys(present({ ...optimizer })).filter((name) => !optimizerSettings.includes(name)).map((name) => `optimizer.${name}`);
  const asked: readonly (readonly [path: string, isAsked: boolean])[] = [
    ['optimizer.name', optimizer.name !== 'adam' && optimizer.name !== 'sgd'],
    ...others.map((path) => [path, true] as const),
    ['schedule.kind', schedule.kind !== 'constant'],
    ['training.labelSmoothing', training.labelSmoothing > 0],
    ['training.classWeights', training.classWeights !== null],
    ['training.earlyStopping', training.earlyStopping !== null],
    ['training.maxTime', training.maxTime !== null],
    ['training.threads', training.threads !== null],
    ['output.saveBest', output.saveBest],
  ];
  const refused = asked.filter(([, isAsked]) => isAsked).map(([path]) => placeOf(path));
  if (refused.length === 0) return;
  throw new SekvensError({
    code: 'unsupported', where: placeOf('training.backend'), expected: 'sgd or adam at a constant rate, and nothing that TensorFlow.js has not', got: refused.join(', '),
    hint: 'Leave these out, or train without --backend: the engine has all of them, and is faster.',
  });
}
