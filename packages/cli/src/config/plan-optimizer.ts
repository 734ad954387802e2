import { emaMomentumOver, scheduleOver } from '@sekvens/engine';
import type { OptimizerOption, ScheduleShape } from '@sekvens/engine';
import { effectiveValue, present, scheduleSettings } from './effective-value.js';
import type { Config } from './schema.js';

/** The optimizer of a configuration for a training of so many steps, each a batch. */
export function planOptimizer(config: Config, steps: number): OptimizerOption {
  const { name: kind, learningRate: _, emaShare, ...rest } = config.optimizer;
  // schedules and averages count updates of the weights, for which several batches may be summed
  const updates = Math.max(1, Math.floor(steps / (config.optimizer.gradientAccumulationSteps ?? 1)));
  const rate = effectiveValue(config, 'optimizer.learningRate') as number;
  return { kind, ...present(rest), ...(emaShare !== null && { emaMomentum: emaMomentumOver(emaShare, updates) }), learningRate: scheduleOver(rate, scheduleShape(config), config.schedule.steps ?? updates) };
}

function scheduleShape(config: Config): ScheduleShape {
  const names = scheduleSettings(config).filter((name) => name !== 'steps');
  return { kind: config.schedule.kind, ...Object.fromEntries(names.map((name) => [name, effectiveValue(config, `schedule.${name}`)])) } as ScheduleShape;
}
