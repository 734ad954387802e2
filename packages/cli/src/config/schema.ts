/** Everything `sekvens train` can be told. Options, files, their comments, defaults and errors all come from here. */
import { z } from 'zod/mini';
import type { Column } from '@sekvens/data/node';
import type { FileOptions } from '../options/data-options.js';
import { dataSection } from './sections/data.js';
import { networkSection } from './sections/network.js';
import { optimizerSection } from './sections/optimizer.js';
import { outputSection } from './sections/output.js';
import { presetSection } from './sections/preset.js';
import { scheduleSection } from './sections/schedule.js';
import { testSection } from './sections/test.js';
import { tokensSection } from './sections/tokens.js';
import { trainingSection } from './sections/training.js';
import { validationSection } from './sections/validation.js';
import type { Section, Setting, ValuesOf } from './setting.js';

/** By name, in the order of files; '' holds what stands outside of sections. */
const all = {
  '': presetSection,
  data: dataSection,
  test: testSection,
  validation: validationSection,
  tokens: tokensSection,
  network: networkSection,
  training: trainingSection,
  optimizer: optimizerSection,
  schedule: scheduleSection,
  output: outputSection,
};

type DataValues = { readonly [Name in Exclude<keyof FileOptions, 'text' | 'multiLabel'>]-?: NonNullable<FileOptions[Name]> | null } & {
  readonly files: readonly string[] | null;
  readonly text: readonly Column[] | null;
  readonly dataset: 'ag-news' | 'sample' | null;
  readonly dataDir: string | null;
  readonly download: boolean;
  readonly limit: number | null;
};

/** A value for every setting. */
export type Config = ValuesOf<typeof presetSection> & { readonly data: DataValues } & {
  readonly [Name in Exclude<keyof typeof all, '' | 'data'>]: ValuesOf<(typeof all)[Name]>;
};

/** `epochs` of the section `training` is `training.epochs`; a setting outside of sections is called by its name alone. */
export const pathOf = (section: string, name: string): string => (section === '' ? name : `${section}.${name}`);

export const sections: Readonly<Record<string, Section>> = Object.fromEntries(
  Object.entries(all).map(([name, section]) => [name, Object.fromEntries(Object.entries(section as Section).filter(([, { unavailable }]) => unavailable === undefined))]),
);

/** Every setting by its path, in the order of files. */
export const settings: ReadonlyMap<string, Setting> = new Map(
  Object.entries(sections).flatMap(([section, members]) => Object.entries(members).map(([name, setting]) => [pathOf(section, name), setting] as const)),
);

/** What a configuration file may hold: any of the settings, each once. */
export const fileSchema = z.strictObject({
  ...members(sections['']),
  /** What `sekvens tune` looks for, and where; read-search-space.ts checks it. */
  search: z.nullish(z.record(z.string(), z.unknown(), { error: 'settings, each with values or a range' })),
  ...Object.fromEntries(Object.entries(sections).filter(([name]) => name !== '').map(([name, section]) => [name, z.nullish(z.strictObject(members(section), { error: 'settings, each as name: value' }))])),
});

function members(section: Section): Readonly<Record<string, z.ZodMiniType>> {
  return Object.fromEntries(Object.entries(section).map(([name, setting]) => [name, z.optional(valueSchema(setting))]));
}

/** The values a setting may have; null where it need not have one. */
export function valueSchema({ type, default: value }: Setting): z.ZodMiniType {
  return value === null ? z.nullable(type.schema) : type.schema;
}

/** From values by path to values by section. */
export function nested(values: ReadonlyMap<string, unknown>): Config {
  const config: Record<string, unknown> = {};
  for (const [section, members] of Object.entries(sections)) {
    const part = Object.fromEntries(Object.keys(members).map((name) => [name, values.get(pathOf(section, name))]));
    if (section === '') Object.assign(config, part);
    else config[section] = part;
  }
  return config as unknown as Config;
}

/** The reverse of {@link nested}. */
export function flattened(config: Config): Map<string, unknown> {
  const values = (section: string): Readonly<Record<string, unknown>> => (section === '' ? config : config[section as keyof Config]) as unknown as Readonly<Record<string, unknown>>;
  return new Map(Object.entries(sections).flatMap(([section, members]) => Object.keys(members).map((name) => [pathOf(section, name), values(section)[name]] as const)));
}
