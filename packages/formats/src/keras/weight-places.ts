import { classToName, toKerasConfig } from '@sekvens/layers';
import type { Network, NetworkLayer, WeightSpec } from '@sekvens/layers';
import { networkForKeras } from './network-for-keras.js';

/** A weight of the network and where `model.weights.h5` has it, below `layers`. */
export interface WeightPlace {
  readonly weight: WeightSpec;
  readonly path: string;
}

/**
 * Keras 3 names what it stores after classes, not after layers: the second dense layer is `dense_1`, whatever it is called. Recurrent
 * layers have a cell, bidirectional ones two layers, and weights are numbered.
 */
export function weightPlaces(network: Network): WeightPlace[] {
  const classes = kerasClasses(network);
  const counts = new Map<string, number>();
  return network.layers.flatMap((layer, i) => {
    const name = classToName(classes[i]);
    const count = counts.get(name) ?? 0;
    counts.set(name, count + 1);
    const folder = count === 0 ? name : `${name}_${count}`;
    const numbers = new Map<string, number>();
    return layer.weights.map((weight) => {
      const cell = cellOf(layer, weight);
      const number = numbers.get(cell) ?? 0;
      numbers.set(cell, number + 1);
      return { weight, path: `${folder}/${cell}vars/${number}` };
    });
  });
}

function cellOf({ definition, name }: NetworkLayer, { path }: WeightSpec): string {
  if (definition.kind === 'bidirectional') return `${path.startsWith(`${name}/forward/`) ? 'forward' : 'backward'}_layer/cell/`;
  return ['simpleRNN', 'lstm', 'gru'].includes(definition.kind) ? 'cell/' : '';
}

/** Keras' class of every layer. */
function kerasClasses(network: Network): string[] {
  return toKerasConfig(networkForKeras(network)).config.layers.slice(1).map(({ class_name: name }) => name);
}

/** The weights of a layer in the order of legacy files: those that are trained first. */
export function legacyOrder({ weights }: NetworkLayer): WeightSpec[] {
  return [...weights.filter(({ trainable }) => trainable), ...weights.filter(({ trainable }) => !trainable)];
}
