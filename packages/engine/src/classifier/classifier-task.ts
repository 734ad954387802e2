/** What a classifier may be asked: which of its classes a text is of, or which of its labels a text has. */
import { SekvensError, show } from '@sekvens/core';
import type { Network } from '@sekvens/layers';

/**
 * 'multiClass': a text has one of the labels; their probabilities add up to 1.
 * 'multiLabel': a text has any number of them, also none; each has a probability of its own.
 */
export type ClassifierTask = 'multiClass' | 'multiLabel';

/** The activation a network for the task ends in, and the loss it is trained with. */
export const taskParts = {
  multiClass: { activation: 'softmax', loss: 'sparseCategoricalCrossentropy' },
  multiLabel: { activation: 'sigmoid', loss: 'binaryCrossentropy' },
} as const satisfies Record<ClassifierTask, object>;

export function assertTask(task: unknown, where: string): asserts task is ClassifierTask {
  if (typeof task === 'string' && Object.hasOwn(taskParts, task)) return;
  throw new SekvensError({ code: 'invalid-option', where, expected: "'multiClass' or 'multiLabel'", got: show(task) });
}

/** The activation of a network's last layer; undefined where that is neither dense nor an activation. */
export function lastActivation({ layers }: Network): string | undefined {
  const { definition } = layers[layers.length - 1];
  return definition.kind === 'dense' || definition.kind === 'activation' ? definition.config.activation : undefined;
}
