import { scheduleOver } from '@sekvens/engine';
import type { OptimizerOption, ScheduleShape } from '@sekvens/engine';
import { effectiveValue, present, scheduleSettings } from './effective-value.js';
import type { Config } from './schema.js';

/** The optimizer of a configuration for a training of so many steps. */
export function planOptimizer(config: Config, steps: number): OptimizerOption {
  const { name: kind, learningRate: _, ...rest } = config.optimizer;
  const rate = effectiveValue(config, 'optimizer.learningRate') as number;
  return { kind, ...present(rest), learningRate: scheduleOver(rate, scheduleShape(config), config.schedule.steps ?? steps) };
}

function scheduleShape(config: Config): ScheduleShape {
  const names = scheduleSettings(config).filter((name) => name !== 'steps');
  return { kind: config.schedule.kind, ...Object.fromEntries(names.map((name) => [name, effectiveValue(config, `schedule.${name}`)])) } as ScheduleShape;
}
