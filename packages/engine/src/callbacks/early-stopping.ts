import { assertKnownOptions, SekvensError } from '@sekvens/core';
import { assertSettings, refuseOption } from '../option-checks.js';
import type { Callback } from '../model/callback.js';
import { createMonitor, stateNumbers } from './monitor.js';
import type { MonitorOptions } from './monitor.js';

export interface EarlyStoppingOptions extends MonitorOptions {
  /** Epochs without an improvement after which the training ends. Default 0: at the first epoch that is no better than the best. */
  readonly patience?: number;
  /** Improvements that do not reach beyond this value do not count against the patience. Default: none. */
  readonly baseline?: number;
  /** The first epoch that is watched, from 0. Default 0. */
  readonly startFromEpoch?: number;
  /** Ends with the weights of the best epoch, whether the training was stopped or came to its end. Default false. */
  readonly restoreBestWeights?: boolean;
  /** Name of its state in checkpoints. Default earlyStopping(monitor). */
  readonly name?: string;
}

/** The callback, and what it has seen so far. */
export interface EarlyStopping extends Callback {
  readonly name: string;
  /** The best value so far; undefined before the first. */
  readonly best: number | undefined;
  /** Its epoch, from 0. */
  readonly bestEpoch: number | undefined;
  /** The epoch after which it ended the training, from 0; undefined where it did not. */
  readonly stoppedEpoch: number | undefined;
}

const known = ['monitor', 'mode', 'minDelta', 'patience', 'baseline', 'startFromEpoch', 'restoreBestWeights', 'name'];
const stateNames = ['best', 'bestEpoch', 'wait', 'stoppedEpoch'] as const;

/**
 * Ends the training when a figure has stopped improving: after `patience` epochs in a row that are not better, by more than `minDelta`,
 * than the best one. Keras' EarlyStopping, whose defaults it has, with one difference: a figure that is not finite is never the best.
 * With `restoreBestWeights` the weights at the end are those of the best epoch, byte for byte; the optimizer's state stays.
 * @throws code 'invalid-option' when the training begins without the figure, as without validation data
 */
export function earlyStopping(options: EarlyStoppingOptions = {}): EarlyStopping {
  const where = 'earlyStopping';
  assertKnownOptions(options, known, `${where}(options)`);
  const monitor = createMonitor(options, where);
  const { patience = 0, baseline, startFromEpoch = 0, restoreBestWeights = false, name = `${where}(${monitor.metric})` } = options;
  assertSettings({ patience, startFromEpoch, restoreBestWeights }, { patience: 'whole', startFromEpoch: 'whole', restoreBestWeights: 'flag' }, {}, where);
  if (baseline !== undefined && !Number.isFinite(baseline)) throw refuseOption(`${where}.baseline`, 'a finite number', baseline);
  if (typeof name !== 'string' || name === '') throw refuseOption(`${where}.name`, 'a name', name);
  let best: number | undefined;
  let bestEpoch: number | undefined;
  let stoppedEpoch: number | undefined;
  let bestWeights: Readonly<Record<string, Float32Array>> | undefined;
  let wait = 0;
  return {
    name,
    get best() {
      return best;
    },
    get bestEpoch() {
      return bestEpoch;
    },
    get stoppedEpoch() {
      return stoppedEpoch;
    },
    onTrainBegin(control) {
      monitor.assertPresent(control);
      [best, bestEpoch, bestWeights, wait, stoppedEpoch] = [undefined, undefined, undefined, 0, undefined];
    },
    onEpochEnd(log, control) {
      const { epoch } = log;
      if (epoch < startFromEpoch) return;
      const value = monitor.valueOf(log);
      wait++;
      const improved = monitor.improves(value, best);
      if (improved) best = value;
      // the first epoch is the best as long as there is no other, whatever its figure
      if (improved || bestEpoch === undefined) {
        bestEpoch = epoch;
        if (restoreBestWeights) bestWeights = control.getWeights();
      }
      if (improved) {
        if (baseline === undefined || monitor.improves(value, baseline)) wait = 0;
      } else if (wait >= patience && epoch > 0) {
        stoppedEpoch = epoch;
        control.stop();
      }
    },
    onTrainEnd(_, control) {
      if (bestWeights) control.setWeights(bestWeights);
    },
    getState() {
      const orNull = (value: number | undefined) => value ?? null;
      return { values: { best: orNull(best), bestEpoch: orNull(bestEpoch), wait, stoppedEpoch: orNull(stoppedEpoch) }, ...(bestWeights && { weights: bestWeights }) };
    },
    setState({ values, weights }) {
      const state = stateNumbers(values, stateNames, name);
      if (restoreBestWeights && state.bestEpoch !== undefined && !weights) {
        throw new SekvensError({
          code: 'invalid-data', where: `${name}.setState`, expected: 'the weights of the best epoch, for restoreBestWeights', got: 'a state without weights', hint: 'Go on without restoreBestWeights, as the training began.',
        });
      }
      ({ best, bestEpoch, stoppedEpoch } = state);
      wait = state.wait ?? 0;
      bestWeights = restoreBestWeights ? weights : undefined;
    },
  };
}
