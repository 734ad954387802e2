import { assertKnownOptions, isSekvensError, SekvensError } from '@sekvens/core';
import { assertSettings, refuseOption } from '../option-checks.js';
import type { Callback, TrainingControl } from '../model/callback.js';
import { createMonitor, stateNumbers } from './monitor.js';
import type { MonitorOptions } from './monitor.js';

export interface ReduceLROnPlateauOptions extends MonitorOptions {
  /** What the learning rate is multiplied by, above 0 and below 1. Default 0.1. */
  readonly factor?: number;
  /** Epochs without an improvement after which it is reduced. Default 10. */
  readonly patience?: number;
  /** A change of no more than this is no improvement. Default 0.0001. */
  readonly minDelta?: number;
  /** Epochs after a reduction in which none counts against the patience. Default 0. */
  readonly cooldown?: number;
  /** The learning rate is not reduced below this. Default 0. */
  readonly minLearningRate?: number;
  /** Name of its state in checkpoints. Default reduceLROnPlateau(monitor). */
  readonly name?: string;
}

const known = ['monitor', 'mode', 'factor', 'patience', 'minDelta', 'cooldown', 'minLearningRate', 'name'];
const stateNames = ['best', 'wait', 'coolingDown'] as const;

/**
 * Multiplies the learning rate by `factor` when a figure has not improved by more than `minDelta` for `patience` epochs. Keras'
 * ReduceLROnPlateau, whose defaults it has, with one difference: a figure that is not finite is never the best.
 * @throws when the training begins: code 'unsupported' where the optimizer has a schedule, 'invalid-option' without the figure
 */
export function reduceLROnPlateau(options: ReduceLROnPlateauOptions = {}): Callback & { readonly name: string } {
  const where = 'reduceLROnPlateau';
  assertKnownOptions(options, known, `${where}(options)`);
  const { factor = 0.1, patience = 10, minDelta = 1e-4, cooldown = 0, minLearningRate = 0 } = options;
  const monitor = createMonitor({ ...options, minDelta }, where);
  const { name = `${where}(${monitor.metric})` } = options;
  assertSettings({ factor, patience, cooldown, minLearningRate }, { factor: 'innerDecay', patience: 'whole', cooldown: 'whole', minLearningRate: 'notNegative' }, {}, where);
  if (typeof name !== 'string' || name === '') throw refuseOption(`${where}.name`, 'a name', name);
  let best: number | undefined;
  let wait = 0;
  let coolingDown = 0;
  return {
    name,
    onTrainBegin(control) {
      monitor.assertPresent(control);
      assertSettable(control, where);
      [best, wait, coolingDown] = [undefined, 0, 0];
    },
    onEpochEnd(log, control) {
      const value = monitor.valueOf(log);
      if (coolingDown > 0) {
        coolingDown--;
        wait = 0;
      }
      if (monitor.improves(value, best)) {
        best = value;
        wait = 0;
      } else if (coolingDown <= 0) {
        wait++;
        const reduced = Math.max(control.learningRate * factor, minLearningRate);
        // also where the rate has become so small that its next number would be 0
        if (wait < patience || control.learningRate <= minLearningRate || reduced === 0) return;
        control.learningRate = reduced;
        coolingDown = cooldown;
        wait = 0;
      }
    },
    getState: () => ({ values: { best: best ?? null, wait, coolingDown } }),
    setState({ values }) {
      const state = stateNumbers(values, stateNames, name);
      best = state.best;
      wait = state.wait ?? 0;
      coolingDown = state.coolingDown ?? 0;
    },
  };
}

/** Refuses a rate that comes from a schedule now, not when it is to be reduced: only setting it tells. A schedule may begin with 0. */
function assertSettable(control: TrainingControl, where: string): void {
  try {
    control.learningRate = control.learningRate || 1;
  } catch (error) {
    if (!isSekvensError(error) || error.code !== 'unsupported') throw error;
    throw new SekvensError({
      code: 'unsupported', where, expected: 'an optimizer with a number as its learning rate', got: error.got, hint: 'Compile it with a number, or leave the rate to the schedule.', cause: error,
    });
  }
}
