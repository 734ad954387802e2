/** What callbacks that watch a figure share: which one, whether it should fall or rise, and when it has improved. */
import { closest, SekvensError } from '@sekvens/core';
import { assertSettings, refuseOption } from '../option-checks.js';
import { epochMetrics } from '../model/callback.js';
import type { EpochLog, EpochMetric, JsonValue, TrainingControl } from '../model/callback.js';

export interface MonitorOptions {
  /** The figure to watch: 'loss', 'accuracy', 'validationLoss' (default) or 'validationAccuracy'. */
  readonly monitor?: EpochMetric;
  /** 'min' where the figure should fall, 'max' where it should rise. Default 'auto': losses should fall, accuracies rise. */
  readonly mode?: 'auto' | 'min' | 'max';
  /** A change of no more than this is no improvement. */
  readonly minDelta?: number;
}

export interface Monitor {
  readonly metric: EpochMetric;
  /** Refuses a training that does not have the figure. */
  assertPresent(control: TrainingControl): void;
  valueOf(log: EpochLog): number;
  /**
   * Whether `value` is better than `reference` by more than minDelta: any number is better than none. A value that is not finite is no
   * improvement on anything.
   */
  improves(value: number, reference: number | undefined): boolean;
}

export function createMonitor({ monitor: metric = 'validationLoss', mode = 'auto', minDelta = 0 }: MonitorOptions, where: string): Monitor {
  if (!epochMetrics.includes(metric)) throw refuseOption(`${where}({ monitor })`, `one of ${epochMetrics.join(', ')}`, metric, meant(metric));
  if (!['auto', 'min', 'max'].includes(mode)) throw refuseOption(`${where}({ mode })`, "'auto', 'min' or 'max'", mode);
  assertSettings({ minDelta }, { minDelta: 'notNegative' }, {}, where);
  const falls = mode === 'auto' ? metric === 'loss' || metric === 'validationLoss' : mode === 'min';
  return {
    metric,
    assertPresent({ metrics }) {
      if (metrics.includes(metric)) return;
      const unvalidated = metric.startsWith('validation') && !metrics.includes('validationLoss');
      const hint = `${unvalidated ? 'Give fit({ validationData }), or a text classifier validationExamples' : "Compile with metrics: ['accuracy']"}, or watch another figure.`;
      throw new SekvensError({ code: 'invalid-option', where: `${where}({ monitor })`, expected: `a figure this training has: ${metrics.join(', ')}`, got: metric, hint });
    },
    // presence has been checked
    valueOf: (log) => log[metric]!,
    improves(value, reference) {
      if (!Number.isFinite(value)) return false;
      if (reference === undefined) return true;
      return falls ? value + minDelta < reference : value - minDelta > reference;
    },
  };
}

/** Keras' names are asked for out of habit. */
function meant(name: unknown): string | undefined {
  if (typeof name !== 'string') return undefined;
  const camelCase = name.replace(/^val_?/i, 'validation').replace(/acc$/i, 'accuracy');
  const found = epochMetrics.find((metric) => metric.toLowerCase() === camelCase.toLowerCase().replace('_', '')) ?? closest(camelCase, epochMetrics);
  return found && `Did you mean ${found}?`;
}

/** Refuses a state that another kind of callback, or another program, has written. */
export function stateNumbers<Name extends string>(values: Readonly<Record<string, JsonValue>>, names: readonly Name[], where: string): Record<Name, number | undefined> {
  return Object.fromEntries(names.map((name) => {
    const value = values[name];
    if (typeof value === 'number') return [name, value];
    if (value === null) return [name, undefined];
    throw new SekvensError({ code: 'invalid-data', where: `${where}.setState`, expected: `a state with ${names.join(', ')}, numbers or null`, got: value === undefined ? `none of the name ${name}` : `${JSON.stringify(value)} as ${name}` });
  })) as Record<Name, number | undefined>;
}
