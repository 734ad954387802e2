/** What settings of optimizers and schedules may be, and how an error says it. */
import { SekvensError, show } from '@sekvens/core';

const checks = {
  positive: [(value) => isNumber(value) && value > 0 && value < Infinity, 'a positive finite number'],
  notNegative: [(value) => isNumber(value) && value >= 0 && value < Infinity, 'a finite number from 0 up'],
  count: [(value) => Number.isSafeInteger(value) && (value as number) > 0, 'a positive integer'],
  whole: [(value) => Number.isSafeInteger(value) && (value as number) >= 0, 'an integer from 0 up'],
  share: [(value) => isNumber(value) && value >= 0 && value <= 1, 'a number in [0, 1]'],
  decay: [(value) => isNumber(value) && value >= 0 && value < 1, 'a number in [0, 1)'],
  innerDecay: [(value) => isNumber(value) && value > 0 && value < 1, 'a number in (0, 1)'],
  flag: [(value) => typeof value === 'boolean', 'true or false'],
} as const satisfies Record<string, readonly [(value: unknown) => boolean, string]>;

export type CheckName = keyof typeof checks;

/** Refuses the first setting that fails its check. Settings in `optional` may be undefined. */
export function assertSettings(settings: object, required: Readonly<Record<string, CheckName>>, optional: Readonly<Record<string, CheckName>>, where: string): void {
  for (const [name, check] of Object.entries({ ...required, ...optional })) {
    const value = (settings as Record<string, unknown>)[name];
    if (value === undefined && name in optional) continue;
    const [holds, expected] = checks[check];
    if (!holds(value)) throw refuseOption(`${where}.${name}`, expected, value);
  }
}

export function refuseOption(where: string, expected: string, got: unknown, hint?: string): SekvensError {
  return new SekvensError({ code: 'invalid-option', where, expected, got: show(got), hint });
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number';
}
