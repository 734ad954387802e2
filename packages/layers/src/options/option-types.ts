import { closest, SekvensError, show } from '@sekvens/core';
import type { ActivationName, RecurrentActivation } from '../types.js';
import type { OptionType } from './option.js';
import { snakeCase } from './option.js';

export const flag: OptionType<boolean> = {
  read(value, refuse) {
    if (typeof value !== 'boolean') throw refuse('true or false', value);
    return value;
  },
};

/** null is a choice like any other, for what a layer may do without. */
export function nullable<T>(type: OptionType<T>): OptionType<T | null> {
  return {
    read: (value, refuse) => (value === null ? null : type.read(value, refuse)),
    ...(type.toKeras && { toKeras: (value, inner) => (value === null ? null : type.toKeras!(value, inner)) }),
    ...(type.fromKeras && { fromKeras: (value, legacy, inner) => (value === null ? null : type.fromKeras!(value, legacy, inner)) }),
  };
}

export const positiveInteger: OptionType<number> = {
  read(value, refuse) {
    if (typeof value !== 'number' || !Number.isInteger(value) || value < 1 || value > 2147483647) throw refuse('a positive integer below 2^31', value);
    return value;
  },
};

/** A share that may be dropped: all of it would leave nothing to scale up. */
export const rate: OptionType<number> = {
  read(value, refuse) {
    if (typeof value !== 'number' || !(value >= 0 && value < 1)) throw refuse('a number from 0 to below 1', value);
    return value;
  },
};

export const finiteNumber: OptionType<number> = {
  read(value, refuse) {
    if (typeof value !== 'number' || !Number.isFinite(value)) throw refuse('a finite number', value);
    return value;
  },
};

/** One of a few names. */
export function oneOf<Name extends string>(names: readonly Name[]): OptionType<Name> {
  return {
    read(value, refuse) {
      const name = names.find((known) => known === value);
      if (name !== undefined) return name;
      const meant = typeof value === 'string' && value.length > 3 ? closest(value, names) : undefined;
      throw refuse(`one of ${names.join(', ')}`, value, meant === undefined ? undefined : `Did you mean '${meant}'?`);
    },
  };
}

function activationType<Name extends string>(names: readonly Name[]): OptionType<Name> {
  return {
    ...oneOf(names),
    toKeras: (value) => snakeCase(value),
    fromKeras(value, legacy) {
      if (value === null) return 'linear';
      if (value === 'hard_sigmoid' && legacy) {
        throw new SekvensError({
          code: 'unsupported',
          where: 'activation',
          expected: "Keras 3's hard_sigmoid, clip(x / 6 + 0.5, 0, 1)",
          got: "that of Keras 2 and TensorFlow.js, clip(0.2 x + 0.5, 0, 1)",
        });
      }
      const name = names.find((known) => snakeCase(known) === value);
      if (name !== undefined) return name;
      throw new SekvensError({ code: 'unsupported', where: 'activation', expected: `one of ${names.map(snakeCase).join(', ')}`, got: show(value) });
    },
  };
}

const RECURRENT_ACTIVATIONS: readonly RecurrentActivation[] = ['tanh', 'sigmoid', 'relu', 'linear', 'hardSigmoid'];

/** Activations of recurrent layers. */
export const recurrentActivation: OptionType<RecurrentActivation> = {
  ...activationType(RECURRENT_ACTIVATIONS),
  read(value, refuse) {
    if (value === 'softmax') throw refuse(`one of ${RECURRENT_ACTIVATIONS.join(', ')}`, value, "For classes put dense({ units, activation: 'softmax' }) behind the layer.");
    return oneOf(RECURRENT_ACTIVATIONS).read(value, refuse);
  },
};

/** Activations of dense and activation layers. */
export const anyActivation: OptionType<ActivationName> = activationType([...RECURRENT_ACTIVATIONS, 'softmax']);
