import { Sequential } from '@sekvens/engine';
import type { PlannedTraining } from '@sekvens/engine';
import { initializeWeights } from '@sekvens/layers';
import { secondsOf } from '../config/duration-type.js';
import { epochsOf } from '../config/effective-value.js';
import { planOptimizer } from '../config/plan-optimizer.js';
import type { Config } from '../config/schema.js';
import { TrainingLimit } from './training-limit.js';

/** How long a training is going to be. */
export interface TrainingPlan {
  /** Steps that it takes, and that the schedule is laid over; undefined where only the clock ends it. */
  readonly steps: number | undefined;
  /** Seconds that are left for it; undefined without a limit. */
  readonly seconds: number | undefined;
}

/** Seconds that measuring how fast steps are takes: a twentieth of the time, but long enough for kernels to be optimized by the runtime. */
const measuringTime = (limit: number): number => Math.min(Math.max(limit / 20, Math.min(2, limit / 6)), 15);
/** Share of what is left that steps are planned for, since none is exactly as fast as those before. */
const plannedShare = 0.95;

interface Planning {
  readonly batchSize: number;
  readonly threads: number | null;
  readonly signal: AbortSignal;
  readonly now: () => number;
}

/**
 * The number of steps, from epochs, --max-steps or --max-time. A schedule has to know where it ends: for a limit of time, the first part of it
 * goes into training a network of the same kind that is thrown away, which tells how many steps there is time for.
 */
export async function planTraining(config: Config, planned: PlannedTraining, planning: Planning): Promise<TrainingPlan> {
  const { training, schedule, optimizer } = config;
  const { maxSteps, maxTime } = training;
  const most = Math.min((epochsOf(config, planned.stepsPerEpoch) ?? Infinity) * planned.stepsPerEpoch, maxSteps ?? Infinity);
  if (maxTime === null) return { steps: most, seconds: undefined };
  const limit = secondsOf(maxTime);
  const scheduleIsOpen = schedule.kind !== 'constant' && schedule.kind !== 'piecewiseConstant' && schedule.steps === null;
  if (!scheduleIsOpen && optimizer.emaShare === null) return { steps: most === Infinity ? undefined : most, seconds: limit };
  const began = planning.now();
  const seconds = await secondsPerStep(config, planned, planning, measuringTime(limit));
  const left = Math.max(0, limit - (planning.now() - began) / 1000);
  return { steps: Math.max(1, Math.min(most, Math.floor((left * plannedShare) / seconds))), seconds: left };
}

/** As measured over some time, of which the last third counts: before, the runtime still optimizes. */
async function secondsPerStep(config: Config, { network, data, loss }: PlannedTraining, { batchSize, threads, signal, now }: Planning, seconds: number): Promise<number> {
  const model = new Sequential(network, initializeWeights(network, config.training.seed));
  model.compile({ optimizer: planOptimizer(config, 1), loss });
  const times: number[] = [];
  const limit = new TrainingLimit(now, { seconds });
  let since = 0;
  const watch = {
    onEpochBegin: () => void (since = now()),
    onBatchEnd: () => {
      times.push(now() - since);
      since = now();
    },
  };
  // too large a number to be reached, small enough to be counted
  await model.fit(data, { epochs: 1e9, batchSize, seed: config.training.seed, callbacks: [watch, limit], signal, ...(threads !== null && { threads }) });
  const counted = times.slice(Math.floor((times.length * 2) / 3));
  return counted.reduce((sum, time) => sum + time, 0) / 1000 / counted.length;
}
