import { describe, expect, it } from 'vitest';
import { taskOf } from './task-option.js';
import type { TaskOptions } from './task-option.js';

describe('taskOf', () => {
  it.each<[TaskOptions, string]>([
    [{}, 'multiClass'],
    [{ label: 'class', task: 'multi-class' }, 'multiClass'],
    [{ task: 'multi-label' }, 'multiLabel'],
    [{ label: ['toxic', 'threat'] }, 'multiLabel'],
    [{ labelSeparator: '|' }, 'multiLabel'],
    [{ labelSeparator: '|', task: 'multi-label' }, 'multiLabel'],
  ])('of %j is %s', (options, task) => expect(taskOf(options)).toBe(task));

  it.each<[TaskOptions, string]>([
    [{ label: ['a', 'b'], task: 'multi-class' }, '--task: expected multi-label with several --label columns, got multi-class.'],
    [{ labelSeparator: '|', task: 'multi-class' }, '--task: expected multi-label with --label-separator, got multi-class.'],
    [{ dataset: 'sample', task: 'multi-label' }, '--task: expected multi-class with --dataset sample, got multi-label. Its texts have one label each.'],
  ])('of %j is refused', (options, message) => expect(() => taskOf(options)).toThrow(message));
});
