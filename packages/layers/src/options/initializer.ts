import { assertKnownOptions, closest, isSekvensError, SekvensError, show } from '@sekvens/core';
import type { InitializerKind } from '../initialize/initializers.js';
import { initializerSpecs } from '../initialize/initializers.js';
import type { InitializerConfig } from '../types.js';
import type { OptionType, Refuse } from './option.js';

/** An initialiser's name, or its kind with the parameters that differ from the defaults. */
export type InitializerOption =
  | InitializerKind
  | 'randomUniform'
  | 'randomNormal'
  | InitializerConfig
  | { readonly kind: 'constant'; readonly value?: number }
  | { readonly kind: 'uniform'; readonly min?: number; readonly max?: number }
  | { readonly kind: 'normal' | 'truncatedNormal'; readonly mean?: number; readonly stddev?: number }
  | { readonly kind: 'orthogonal'; readonly gain?: number };

/** The names that TensorFlow.js has for two of them. */
const ALIASES: ReadonlyMap<unknown, InitializerKind> = new Map([['randomUniform', 'uniform'], ['randomNormal', 'normal']]);
const KINDS = Object.keys(initializerSpecs) as InitializerKind[];

/** Initialiser of a weight of two dimensions. */
export const matrixInitializer: OptionType<InitializerConfig> = { read: (value, refuse) => readInitializer(value, refuse), toKeras, fromKeras };

/** Initialiser of a bias. */
export const biasInitializer: OptionType<InitializerConfig> = {
  ...matrixInitializer,
  read(value, refuse) {
    const config = readInitializer(value, refuse);
    if (initializerSpecs[config.kind].matrixOnly) throw refuse('an initializer for vectors', config.kind, `'${config.kind}' fills matrices; a bias usually begins as 'zeros'.`);
    return config;
  },
};

function readInitializer(value: unknown, refuse: Refuse): InitializerConfig {
  const given = typeof value === 'string' ? { kind: value } : value;
  if (given === null || typeof given !== 'object' || Array.isArray(given)) throw refuse("an initializer's name or { kind, … }", value);
  const { kind: name, ...rest } = given as { kind?: unknown } & Record<string, unknown>;
  const kind = ALIASES.get(name) ?? KINDS.find((known) => known === name);
  if (kind === undefined) {
    const meant = typeof name === 'string' ? closest(name, KINDS) : undefined;
    throw refuse(`an initializer among ${KINDS.join(', ')}`, name, meant === undefined ? undefined : `Did you mean '${meant}'?`);
  }
  return Object.freeze({ kind, ...readParameters(kind, rest, refuse) }) as InitializerConfig;
}

function readParameters(kind: InitializerKind, given: Record<string, unknown>, refuse: Refuse): Record<string, number> {
  const { parameters } = initializerSpecs[kind];
  try {
    assertKnownOptions(given, Object.keys(parameters), kind);
  } catch (error) {
    if (!isSekvensError(error)) throw error;
    const names = Object.keys(parameters);
    throw refuse(names.length === 0 ? `'${kind}', which has no parameters` : `'${kind}' with ${names.join(', ')}`, Object.keys(given).find((name) => !names.includes(name)), error.hint);
  }
  const read: Record<string, number> = {};
  for (const [name, standard] of Object.entries(parameters)) {
    const value = given[name] === undefined ? standard : given[name];
    if (typeof value !== 'number' || !Number.isFinite(value)) throw refuse('a finite number', value, undefined, name);
    if (name === 'stddev' && value < 0) throw refuse('a standard deviation of at least 0', value, undefined, name);
    read[name] = value;
  }
  if (kind === 'uniform' && !(read.min <= read.max)) throw refuse('min to be at most max', read);
  return read;
}

function toKeras(config: InitializerConfig): unknown {
  const { className, parameters, also } = initializerSpecs[config.kind].keras;
  const values = config as unknown as Record<string, number>;
  const named = Object.fromEntries(Object.entries(parameters).map(([ours, keras]) => [keras, values[ours]]));
  return { module: 'keras.initializers', class_name: className, config: { ...also, ...named }, registered_name: null };
}

function fromKeras(value: unknown): unknown {
  if (typeof value === 'string') return fromKerasName(value);
  const { class_name: className, config } = (value ?? {}) as { class_name?: unknown; config?: unknown };
  const given = (config ?? {}) as Record<string, unknown>;
  if (className === 'VarianceScaling') return fromScaling(given);
  const kind = KINDS.find((known) => initializerSpecs[known].keras.className === className);
  if (kind === undefined) throw unsupported(className === undefined ? value : className);
  const { parameters, only } = initializerSpecs[kind].keras;
  const read: Record<string, unknown> = { kind };
  for (const [ours, keras] of Object.entries(parameters)) if (given[keras] !== undefined) read[ours] = given[keras];
  for (const name of Object.keys(given)) {
    if (Object.values(parameters).includes(name) || name === 'seed' || given[name] === null || given[name] === only?.[name]) continue;
    throw unsupported(`${String(className)} with ${name} = ${show(given[name])}`);
  }
  return read;
}

/** Keras' short names: `glorot_uniform`, `random_uniform` or `uniform`. */
function fromKerasName(name: string): unknown {
  const plain = name.toLowerCase().replaceAll('_', '');
  const kind = KINDS.find((known) => initializerSpecs[known].keras.className.toLowerCase() === plain || known.toLowerCase() === plain);
  if (kind === undefined) throw unsupported(name);
  return { kind };
}

/** TensorFlow.js writes all scaled initialisers under the name of their base class. */
function fromScaling(given: Record<string, unknown>): unknown {
  const distribution = given.distribution === 'normal' ? 'truncated_normal' : given.distribution;
  const kind = KINDS.find((known) => {
    const { scaling } = initializerSpecs[known];
    return scaling && scaling.scale === given.scale && scaling.mode === given.mode && scaling.distribution === distribution;
  });
  if (kind === undefined) throw unsupported(`VarianceScaling with scale ${show(given.scale)}, mode ${show(given.mode)}, distribution ${show(given.distribution)}`);
  return { kind };
}

function unsupported(got: unknown): SekvensError {
  return new SekvensError({
    code: 'unsupported',
    where: 'initializer',
    expected: `one of ${KINDS.map((kind) => initializerSpecs[kind].keras.className).join(', ')}`,
    got: typeof got === 'string' ? got : show(got),
  });
}
