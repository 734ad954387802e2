import type { ClassifierTask } from '@sekvens/engine';
import type { OptionDefinition } from '../command-definition.js';
import { usageError } from '../usage-error.js';
import type { DataOptions } from './data-options.js';
import { oneOf } from './parsers.js';

export const taskNames = ['multi-class', 'multi-label'] as const;

/** What commander makes of {@link taskOption}. */
export interface TaskOptions extends DataOptions {
  readonly task?: (typeof taskNames)[number];
}

export const taskOption: OptionDefinition = {
  flags: '--task <name>',
  description: 'multi-class: a text has one label; multi-label: any number of them, also none',
  defaultText: 'multi-label with several --label columns or --label-separator, else multi-class',
  parse: oneOf(taskNames),
};

/** The task that was asked for, or that the way labels are read implies. */
export function taskOf({ task, label, labelSeparator, dataset }: TaskOptions): ClassifierTask {
  const implied = typeof label === 'object' ? 'several --label columns' : labelSeparator !== undefined ? '--label-separator' : undefined;
  if (task === 'multi-class' && implied !== undefined) throw usageError('--task', `multi-label with ${implied}`, 'multi-class');
  if (task === 'multi-label' && dataset !== undefined) throw usageError('--task', `multi-class with --dataset ${dataset}`, 'multi-label', 'Its texts have one label each.');
  return task === 'multi-label' || implied !== undefined ? 'multiLabel' : 'multiClass';
}
