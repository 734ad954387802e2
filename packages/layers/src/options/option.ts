/** What a kind of option accepts, and how it looks in Keras' configs. */
import { SekvensError, show } from '@sekvens/core';

/** Makes the error of the option that is being read; `inner` names a part of it, e.g. `stddev`. */
export type Refuse = (expected: string, got: unknown, hint?: string, inner?: string) => SekvensError;

export interface OptionType<T> {
  /** The value in its normal form; throws what `refuse` makes. */
  read(value: unknown, refuse: Refuse): T;
  /** As Keras writes it. Without it: as it is. */
  toKeras?(value: T, inner: (definition: unknown) => unknown): unknown;
  /** From what Keras writes to what `read` takes, null for the default; throws a {@link SekvensError}. Without it: as it is, and null is refused. */
  fromKeras?(value: unknown, legacy: boolean, inner: (config: unknown) => unknown): unknown;
}

/** An option of a layer. Without any default it is required. */
export interface Option<T, Config = object> {
  readonly type: OptionType<T>;
  readonly default?: T;
  /** A default that follows from the options before it. */
  defaultFrom?(config: Config): T;
  /** Keras has no such option; see `inKeras` of the layer, without which only the default can be written for Keras. */
  readonly ours?: true;
  /** Not in the JSON of networks written before there was such an option; what it does not say is the default. */
  readonly added?: true;
}

/** `lstm({ units })` */
export function refuseAt(call: string, option: string): Refuse {
  return (expected, got, hint, inner) =>
    new SekvensError({ code: 'invalid-option', where: `${call}({ ${option}${inner === undefined ? '' : `.${inner}`} })`, expected, got: got === undefined ? 'nothing' : show(got), hint });
}

/** A name in Keras' style: returnSequences → return_sequences. */
export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
