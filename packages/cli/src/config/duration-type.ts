import { z } from 'zod/mini';
import type { SettingType } from './setting.js';

const units = { ms: 0.001, s: 1, m: 60, h: 3600 } as const;
const pattern = /^(?:\d+(?:\.\d+)?(?:ms|s|m|h))+$/;
const expected = 'a duration such as 30s, 5m or 1h30m';

/** Seconds, written with units: 30s, 5m, 2h, 1h30m. Stays the text it is, so that files show what was asked for; {@link secondsOf} reads it. */
export const durationType: SettingType<string> = {
  schema: z.string({ error: expected }).check(z.refine((text) => pattern.test(text) && secondsOf(text) > 0, { error: expected })),
  fromText: (text) => text,
};

export function secondsOf(duration: string): number {
  return [...duration.matchAll(/([\d.]+)(ms|s|m|h)/g)].reduce((sum, [, value, unit]) => sum + Number(value) * units[unit as keyof typeof units], 0);
}
