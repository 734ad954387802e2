import * as tf from '@tensorflow/tfjs';
import type { GRUConfig, LSTMConfig, RecurrentDefinition, SimpleRNNConfig } from '../types.js';
import { activate } from './activate.js';

/** The weights of a cell in Keras' layouts, as WeightSpec states them. */
export interface CellTensors {
  readonly kernel: tf.Tensor2D;
  readonly recurrentKernel: tf.Tensor2D;
  readonly bias: tf.Tensor | undefined;
}

/** A cell without its input product: what one step makes of x · kernel + bias and the states. */
export interface TfjsCell {
  readonly stateCount: 1 | 2;
  /** Added to the input product of all steps at once. */
  readonly inputBias: tf.Tensor | undefined;
  /**
   * @param z x · kernel + inputBias of this step, [batch, gates · units]
   * @param kept factors of the state as the recurrent kernel reads it; undefined without recurrent dropout
   */
  step(z: tf.Tensor2D, states: readonly tf.Tensor[], kept: tf.Tensor | undefined): tf.Tensor[];
}

/** The cell of a layer. */
export function cellOf(definition: RecurrentDefinition, weights: CellTensors): TfjsCell {
  switch (definition.kind) {
    case 'simpleRNN':
      return simpleRNNCell(definition.config, weights);
    case 'lstm':
      return lstmCell(definition.config, weights);
    case 'gru':
      return definition.config.resetAfter ? resetAfterCell(definition.config, weights) : resetBeforeCell(definition.config, weights);
  }
}

const product = (a: tf.Tensor, b: tf.Tensor): tf.Tensor2D => tf.matMul(a, b);
const read = (state: tf.Tensor, kept: tf.Tensor | undefined): tf.Tensor => (kept ? tf.mul(state, kept) : state);

function simpleRNNCell({ activation }: SimpleRNNConfig, { recurrentKernel, bias }: CellTensors): TfjsCell {
  return {
    stateCount: 1,
    inputBias: bias,
    step: (z, [h], kept) => [activate(activation, tf.add(z, product(read(h, kept), recurrentKernel)))],
  };
}

function lstmCell({ activation, recurrentActivation }: LSTMConfig, { recurrentKernel, bias }: CellTensors): TfjsCell {
  return {
    stateCount: 2,
    inputBias: bias,
    step(z, [h, c], kept) {
      const [i, f, g, o] = tf.split(tf.add(z, product(read(h, kept), recurrentKernel)), 4, 1);
      const gate = (x: tf.Tensor) => activate(recurrentActivation, x);
      const next = tf.add(tf.mul(gate(f), c), tf.mul(gate(i), activate(activation, g)));
      return [tf.mul(gate(o), activate(activation, next)), next];
    },
  };
}

/** h' = z ⊙ h + (1 - z) ⊙ candidate */
function mix(z: tf.Tensor, h: tf.Tensor, candidate: tf.Tensor): tf.Tensor {
  return tf.add(candidate, tf.mul(z, tf.sub(h, candidate)));
}

function resetAfterCell({ activation, recurrentActivation }: GRUConfig, { recurrentKernel, bias }: CellTensors): TfjsCell {
  const [inputBias, recurrentBias] = bias ? tf.unstack(bias) : [];
  return {
    stateCount: 1,
    inputBias,
    step(x, [h], kept) {
      const recurrent = product(read(h, kept), recurrentKernel);
      const [xz, xr, xh] = tf.split(x, 3, 1);
      const [hz, hr, hh] = tf.split(bias ? tf.add(recurrent, recurrentBias) : recurrent, 3, 1);
      const z = activate(recurrentActivation, tf.add(xz, hz));
      const r = activate(recurrentActivation, tf.add(xr, hr));
      return [mix(z, h, activate(activation, tf.add(xh, tf.mul(r, hh))))];
    },
  };
}

function resetBeforeCell({ activation, recurrentActivation, units }: GRUConfig, { recurrentKernel, bias }: CellTensors): TfjsCell {
  const [ofGates, ofCandidate] = tf.split(recurrentKernel, [2 * units, units], 1);
  return {
    stateCount: 1,
    inputBias: bias,
    step(x, [h], kept) {
      const state = read(h, kept);
      const [xz, xr, xh] = tf.split(x, 3, 1);
      const [hz, hr] = tf.split(product(state, ofGates), 2, 1);
      const z = activate(recurrentActivation, tf.add(xz, hz));
      const r = activate(recurrentActivation, tf.add(xr, hr));
      return [mix(z, h, activate(activation, tf.add(xh, product(tf.mul(r, state), ofCandidate))))];
    },
  };
}
