import { assertKnownOptions, SekvensError, show } from '@sekvens/core';
import type { Option } from '../options/option.js';
import { refuseAt } from '../options/option.js';
import type { LayerDefinition } from '../types.js';
import type { LayerSpec } from './layer-spec.js';

/** Options of Keras and TensorFlow.js that people look for here. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  inputShape: 'Give it to network(layers, { inputShape }) instead.',
  batchInputShape: 'Give inputShape, without the batch, to network(layers, { inputShape }) instead.',
  inputLength: 'Leave it out: rows may have any length.',
  inputDtype: 'Leave it out: embeddings read integers, other layers 32-bit floats.',
  dtype: 'Leave it out: weights are 32-bit floats.',
  unroll: 'Leave it out: it would not change the result.',
  implementation: 'Leave it out: it would not change the result.',
  seed: 'One seed for all layers goes to initializeWeights(network, seed), and one to training.',
  stateful: 'Leave it out: every row begins with zeros.',
  returnState: 'Leave it out: a network has one output.',
  noiseShape: 'Use spatialDropout1D({ rate }) to drop features for all time steps.',
  keepdims: 'Leave it out: pooling takes the time axis away.',
  dataFormat: 'Leave it out: features are the last axis.',
};

/**
 * A frozen definition from options: unknown names refused, every value checked, every default filled in.
 * The errors name the place as `lstm({ units })`.
 */
export function define<Definition extends LayerDefinition>(spec: LayerSpec<Definition['config']>, options: unknown): Definition {
  const { kind } = spec;
  const known = Object.entries<Option<unknown>>(spec.options as Record<string, Option<unknown>>);
  const names = [...known.map(([name]) => name), ...(spec.extraOptions ?? []), 'name'];
  assertOffered(kind, options, names);
  const given = (options ?? {}) as Readonly<Record<string, unknown>>;
  const refuse = (option: string) => refuseAt(kind, option);
  const config: Record<string, unknown> = {};
  for (const [name, option] of known) config[name] = readOption(kind, name, option, given, config);
  const checked = config as unknown as Definition['config'];
  const complete = spec.complete ? spec.complete(checked, refuse) : checked;
  const definition = { kind, name: readName(kind, given.name), config: Object.freeze(complete) };
  return Object.freeze(spec.build ? spec.build(definition, given, refuse) : definition) as Definition;
}

function assertOffered(kind: string, options: unknown, names: readonly string[]): void {
  if (options !== null && typeof options === 'object') {
    const foreign = Object.keys(options).find((name) => !names.includes(name) && (Object.hasOwn(ELSEWHERE, name) || /(Regularizer|Constraint)$/.test(name)));
    if (foreign !== undefined) {
      throw new SekvensError({
        code: 'unsupported',
        where: `${kind}({ ${foreign} })`,
        expected: 'no such option here',
        got: show((options as Record<string, unknown>)[foreign]),
        hint: Object.hasOwn(ELSEWHERE, foreign) ? ELSEWHERE[foreign] : 'Leave it out: layers have no regularizers and constraints; dropout and weight decay are the means against overfitting here.',
      });
    }
  }
  assertKnownOptions(options, names, `${kind}(options)`);
}

function readOption(kind: string, name: string, option: Option<unknown>, given: Readonly<Record<string, unknown>>, before: object): unknown {
  const value = given[name];
  if (value !== undefined) return option.type.read(value, refuseAt(kind, name));
  if (option.defaultFrom) return option.defaultFrom(before);
  if (option.default !== undefined) return option.default;
  return option.type.read(undefined, (expected, got, hint) => refuseAt(kind, name)(expected, got, hint ?? 'It is required.'));
}

function readName(kind: string, name: unknown): string | undefined {
  if (name === undefined) return undefined;
  if (typeof name === 'string' && isName(name)) return name;
  throw refuseAt(kind, 'name')('a name of 1 to 100 characters without slash or control characters', name);
}

/** Names are parts of weight paths, `lstm/kernel`: so no slash. */
export function isName(name: string): boolean {
  // eslint-disable-next-line no-control-regex -- control characters are what is kept out
  return /^[^/\u0000-\u001f\u007f]{1,100}$/.test(name);
}
