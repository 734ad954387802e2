import * as tf from '@tensorflow/tfjs';
import type { RecurrentDefinition } from '../types.js';
import { cellOf } from './cells.js';
import type { CellTensors, TfjsCell } from './cells.js';

export interface RecurrentInput {
  /** [batch, time, features] */
  readonly x: tf.Tensor3D;
  /** [batch, time]; a step where it is false leaves the states as they are. */
  readonly mask?: tf.Tensor | undefined;
  /** [batch, units] each; zeros unless given. */
  readonly initialStates?: readonly tf.Tensor[] | undefined;
  /** Dropout: factors of the input [batch, features] and of the state [batch, units], the same at every step. */
  readonly inputFactors?: tf.Tensor | undefined;
  readonly stateFactors?: tf.Tensor | undefined;
}

export interface RecurrentResult {
  /** [batch, time, units] with returnSequences, else [batch, units]. */
  readonly output: tf.Tensor;
  /** States behind the last step, h and with an LSTM c. */
  readonly states: readonly tf.Tensor[];
}

/**
 * A recurrent layer over a whole batch: one product of the input and the kernel for all time steps, then the steps.
 *
 * Masked steps are selected away, not multiplied: what stands in padding, NaN included, reaches neither a state nor a gradient.
 * Steps are taken apart and put together by one operation each, so that the tape does not grow with the square of the length.
 */
export function runRecurrent(definition: RecurrentDefinition, weights: CellTensors, input: RecurrentInput): RecurrentResult {
  const { units, returnSequences, goBackwards, zeroOutputForMask } = definition.config;
  const [batch, time] = input.x.shape;
  const cell = cellOf(definition, weights);
  const zeros = tf.zeros([batch, units]);
  let states = Array.from({ length: cell.stateCount }, (_, s) => input.initialStates?.[s] ?? zeros);
  if (time === 0) return { output: returnSequences ? tf.zeros([batch, 0, units]) : zeros, states };
  // The tape holds the arrays that came out of unstack, so they are copied before they are turned.
  const inOrder = (parts: readonly tf.Tensor[]) => (goBackwards ? [...parts].reverse() : parts);
  const steps = inOrder(projectSteps(cell, weights.kernel, input)) as readonly tf.Tensor2D[];
  const present = input.mask && inOrder(maskSteps(input.mask, units));
  const outputs: tf.Tensor[] = [];
  let output: tf.Tensor = zeros;
  steps.forEach((z, t) => {
    const next = cell.step(z, states, input.stateFactors);
    states = present ? next.map((state, s) => tf.where(present[t], state, states[s])) : next;
    output = present ? tf.where(present[t], next[0], zeroOutputForMask ? zeros : output) : next[0];
    if (returnSequences) outputs.push(output);
  });
  return { output: returnSequences ? tf.stack(outputs, 1) : output, states };
}

/** x · kernel + bias of every step, [batch, gates · units] each. */
function projectSteps(cell: TfjsCell, kernel: tf.Tensor2D, { x, mask, inputFactors }: RecurrentInput): tf.Tensor2D[] {
  const [batch, time, features] = x.shape;
  const kept = mask ? tf.where(broadcast(mask, features), x, tf.zerosLike(x)) : x;
  const dropped = inputFactors ? tf.mul(kept, tf.expandDims(inputFactors, 1)) : kept;
  const rows = tf.reshape(tf.transpose(dropped, [1, 0, 2]), [time * batch, features]);
  const projected = tf.matMul(rows, kernel);
  const biased = cell.inputBias ? tf.add(projected, cell.inputBias) : projected;
  // The gradient of unstack fails for a single part.
  return (time === 1 ? [biased] : tf.unstack(tf.reshape(biased, [time, batch, kernel.shape[1]]))) as tf.Tensor2D[];
}

/** The mask of every step, [batch, units] each. */
function maskSteps(mask: tf.Tensor, units: number): tf.Tensor[] {
  const [batch, time] = mask.shape;
  // Turned as floats: the backend 'webgpu' gets booleans wrong there.
  const byTime = tf.transpose(tf.mul(tf.expandDims(tf.cast(mask, 'float32'), 2), tf.ones([batch, time, units])), [1, 0, 2]);
  const present = tf.cast(byTime, 'bool');
  return time === 1 ? [tf.reshape(present, [batch, units])] : tf.unstack(present);
}

/** [batch, time] as booleans [batch, time, width]. */
export function broadcast(mask: tf.Tensor, width: number): tf.Tensor {
  const [batch, time] = mask.shape;
  return tf.cast(tf.mul(tf.expandDims(tf.cast(mask, 'float32'), 2), tf.ones([batch, time, width])), 'bool');
}
