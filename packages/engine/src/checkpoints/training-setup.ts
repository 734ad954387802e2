/** What a training was begun with, and may not change when it goes on: options, network, optimizer and data. */
import { SekvensError, show } from '@sekvens/core';
import type { ClassWeights } from '../model/class-weights.js';
import type { LossName, OptimizerConfig } from '../training-config.js';

/** What is known of data without keeping them. Null is what a BatchSource does not say. */
export interface DataFacts {
  readonly rows: number | null;
  readonly batches: number | null;
  readonly fingerprint: string | null;
}

export interface TrainingSetup {
  readonly options: { readonly epochs: number; readonly batchSize: number; readonly shuffle: boolean; readonly seed: number; readonly classWeights: ClassWeights | null };
  readonly model: {
    readonly network: unknown;
    readonly optimizer: OptimizerConfig;
    readonly loss: LossName;
    readonly labelSmoothing: number;
    readonly accuracy: boolean;
    readonly numerics: string;
  };
  readonly data: DataFacts;
  readonly validationData: DataFacts | null;
}

/** Refuses to go on with anything else than the checkpoint of `file` was made with; names the first thing that differs. */
export function assertSameSetup(now: TrainingSetup, checkpoint: TrainingSetup, where: string, file: string): void {
  for (const part of ['options', 'model'] as const) {
    const found = firstDifference(checkpoint[part], now[part], part === 'model' ? ['model'] : []);
    if (!found) continue;
    throw new SekvensError({
      code: 'invalid-option', where, expected: `${found.path.join('.')} ${say(found.before)}, as in ${file}`, got: say(found.now),
      hint: 'Go on with what the training was begun with, or begin a new one; only threads may differ.',
    });
  }
  for (const part of ['data', 'validationData'] as const) {
    if (!firstDifference(checkpoint[part], now[part], [])) continue;
    throw new SekvensError({
      code: 'invalid-data', where, expected: `the ${part === 'data' ? 'training' : 'validation'} data that ${file} was made with, ${describe(checkpoint[part])}`, got: describe(now[part]),
      hint: 'Other data would not end in the weights of a training that was never interrupted. Give the same rows in the same order, or begin a new training.',
    });
  }
}

interface Difference {
  readonly path: readonly string[];
  readonly before: unknown;
  readonly now: unknown;
}

function firstDifference(before: unknown, now: unknown, path: readonly string[]): Difference | undefined {
  if (!isObject(before) || !isObject(now)) return Object.is(before, now) ? undefined : { path, before, now };
  for (const name of new Set([...Object.keys(before), ...Object.keys(now)])) {
    const found = firstDifference(before[name], now[name], [...path, name]);
    if (found) return found;
  }
  return undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function say(value: unknown): string {
  return value === undefined ? 'not set' : show(value);
}

function describe(facts: DataFacts | null): string {
  if (!facts) return 'none';
  const { rows, batches, fingerprint } = facts;
  const parts = [rows !== null && `${rows} rows`, batches !== null && `${batches} batches an epoch`, fingerprint !== null && `fingerprint ${fingerprint}`].filter((part) => part !== false);
  return parts.length > 0 ? parts.join(', ') : 'a source of unknown size';
}
