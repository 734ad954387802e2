import { planOptimizer } from '../config/plan-optimizer.js';
import type { Config } from '../config/schema.js';
import { writeConfig } from '../config/write-config.js';
import { version } from '../version.js';
import type { TrainingPlan } from './plan-training.js';

/**
 * The configuration of a run as a file that repeats it, byte for byte: the folder is left free, a preset is written out, and in place of the
 * time stands the number of steps that there was time for.
 */
export function runConfig(config: Config, { steps: planned }: TrainingPlan, steps: number): Promise<string> {
  const { training, optimizer, schedule, output } = config;
  const isTimed = training.maxTime !== null;
  const { emaMomentum } = planOptimizer(config, planned ?? steps) as { readonly emaMomentum?: number };
  const repeatable: Config = {
    ...config,
    preset: null,
    training: isTimed ? { ...training, maxTime: null, maxSteps: steps } : training,
    schedule: isTimed && !['constant', 'piecewiseConstant'].includes(schedule.kind) ? { ...schedule, steps: schedule.steps ?? planned ?? null } : schedule,
    optimizer: isTimed && optimizer.emaShare !== null ? { ...optimizer, emaShare: null, emaMomentum: emaMomentum ?? null } : optimizer,
    output: { ...output, folder: null },
  };
  return writeConfig(repeatable, [
    `Configuration of a run of sekvens ${version}; sekvens train --config FILE repeats it with the same data.`,
    ...(config.preset === null ? [] : [`The preset ${config.preset} is written out.`]),
    ...(isTimed ? [`It ran with --max-time ${training.maxTime}: maxSteps is the number of steps there was time for.`] : []),
  ]);
}
