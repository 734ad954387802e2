/** What one thing is that `sekvens train` can be told: its type, default and texts, wherever it is told. */
import type { z } from 'zod/mini';

export interface SettingType<Value> {
  /** Checks a value from a file, and brings it into the form that programs use. Its messages complete "expected …". */
  readonly schema: z.ZodMiniType<Value>;
  /** The value that a word of the command line stands for, as far as the words alone say; the schema decides whether it will do. */
  readonly fromText: (text: string) => unknown;
  /** Reads the words of the command line instead, where an option that other commands have as well does so. */
  readonly parse?: (text: string) => unknown;
  /** The names among which the value is, for suggestions. */
  readonly names?: readonly string[];
}

export interface Setting<Value = unknown> {
  readonly type: SettingType<NonNullable<Value>>;
  /** One line. */
  readonly description: string;
  /** null: not set. */
  readonly default: Value;
  /** What holds where it is not set. */
  readonly defaultText?: string;
  /** The option of the command line, as its help shows it. Settings without one go as `--section.name value`. */
  readonly flags?: string;
  /** A second option, that turns it off: `--no-header`. */
  readonly negation?: { readonly flags: string; readonly description: string };
  /** Nothing computes it yet: it is no setting until this line is taken away. */
  readonly unavailable?: true;
}

export type Section = Readonly<Record<string, Setting>>;

/** The values of a section. */
export type ValuesOf<Settings extends Section> = { readonly [Name in keyof Settings]: Settings[Name] extends Setting<infer Value> ? Value : never };

/** How help and comments say what holds where nothing is said. */
export function defaultTextOf({ default: value, defaultText }: Setting): string | undefined {
  return defaultText ?? (typeof value === 'string' || typeof value === 'number' ? String(value) : undefined);
}

/** A setting that always has a value. */
export function setting<Value>(type: SettingType<Value>, value: Value & {}, texts: Omit<Setting<Value>, 'type' | 'default'>): Setting<Value> {
  return { type: type as SettingType<NonNullable<Value>>, default: value, ...texts };
}

/** A setting that need not have a value. */
export function optional<Value>(type: SettingType<Value>, texts: Omit<Setting<Value | null>, 'type' | 'default'>): Setting<Value | null> {
  return { type: type as SettingType<NonNullable<Value>>, default: null, ...texts };
}
