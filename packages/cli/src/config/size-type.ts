import { z } from 'zod/mini';
import type { SettingType } from './setting.js';

const units: Readonly<Record<string, number>> = { '': 1, B: 1, kB: 1e3, KB: 1e3, MB: 1e6, GB: 1e9, KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3 };
const pattern = /^(\d+(?:\.\d+)?) ?(B|kB|KB|MB|GB|KiB|MiB|GiB|)$/;
const expected = 'a size such as 500kB or 2MB';

/** Bytes, with a unit: 500kB, 2MB, 1.5MiB. */
export const sizeType: SettingType<string> = {
  schema: z.string({ error: expected }).check(z.refine((text) => bytesOf(text) > 0, { error: expected })),
  fromText: (text) => text,
};

export function bytesOf(size: string): number {
  const [, value, unit] = pattern.exec(size) ?? [];
  return value === undefined ? NaN : Number(value) * units[unit];
}
