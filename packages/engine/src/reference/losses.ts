/**
 * The losses and their gradients, as Keras 3 defines them.
 *
 * An item is a row of [batch, outputs], or a step of [batch, time, outputs]. Its loss ℓ, with output p and target y:
 *
 *   sparseCategoricalCrossentropy   -ln q[y]                  q = p / Σp, clipped to [1e-7, 1 - 1e-7]
 *   categoricalCrossentropy         -Σⱼ yⱼ ln qⱼ
 *   binaryCrossentropy              mean over j of -(yⱼ ln pⱼ + (1 - yⱼ) ln(1 - pⱼ))      p clipped likewise
 *   meanSquaredError                mean over j of (pⱼ - yⱼ)²
 *
 * From logits z: q = softmax(z) without clipping, and ln p = -ln(1 + e⁻ᶻ). A clipped output has the gradient 0.
 *
 * Label smoothing α (cross-entropies only): a target y, a one where it is a class, counts as (1 - α)·y + α / outputs, in binaryCrossentropy as
 * (1 - α)·y + α / 2. It is a part of the loss, as in Keras, in training and in evaluation alike; the sparse loss is PyTorch's cross_entropy.
 *
 * Reduction, Keras' sum_over_batch_size: Σ w·ℓ / n, with the weight w of the row (default 1). n counts the items, whatever they weigh. Where
 * a mask [batch, time] is given, masked steps are left out of the sum and of n: the mean of a batch of output sequences is one over its
 * unmasked steps, so that long rows count more than short ones. Without any item the loss is 0.
 */
import { SekvensError, show } from '@sekvens/core';
import { lossNames } from '../training-config.js';
import type { LossName } from '../training-config.js';
import { softmax } from './activation-functions.js';

export interface LossInput {
  /** [batch, outputs] or [batch, time, outputs]. */
  readonly output: { readonly data: Float64Array; readonly shape: readonly number[] };
  /** Class indices, one an item, for the sparse loss; else as many numbers as the output has. */
  readonly targets: Int32Array | Float32Array | Float64Array;
  /** One a row. Default 1. */
  readonly sampleWeights?: Float32Array | Float64Array;
  /** [batch, time], 1 = present. */
  readonly mask?: Uint8Array;
  /** The output is logits instead of probabilities. Not for meanSquaredError. Default false. */
  readonly fromLogits?: boolean;
  /** In [0, 1]. Not for meanSquaredError. Default 0. */
  readonly labelSmoothing?: number;
}

export interface LossResult {
  readonly value: number;
  /** Gradient of the loss with respect to the output. */
  readonly gradient: Float64Array;
}

type ItemLoss = (output: Float64Array, target: Float64Array) => LossResult;

const epsilon = 1e-7;
const clip = (p: number) => Math.min(Math.max(p, epsilon), 1 - epsilon);
const isClipped = (p: number) => p < epsilon || p > 1 - epsilon;
const sumOf = (x: Float64Array) => x.reduce((a, b) => a + b, 0);

/** The loss of a batch, and its gradient. */
export function computeLoss(name: LossName, { output, targets, sampleWeights, mask, fromLogits = false, labelSmoothing = 0 }: LossInput): LossResult {
  const outputs = output.shape[output.shape.length - 1];
  const items = output.shape.slice(0, -1).reduce((a, b) => a * b, 1);
  const itemsPerRow = output.shape.length === 3 ? output.shape[1] : 1;
  const itemLoss = itemLossOf(name, fromLogits);
  const given = readTargets(name, targets, items, outputs);
  const spread = labelSmoothing / (name === 'binaryCrossentropy' ? 2 : outputs);
  const targetOf = labelSmoothing === 0 ? given : (item: number) => given(item).map((y) => (1 - labelSmoothing) * y + spread);
  checkLength('sampleWeights', sampleWeights, output.shape[0]);
  checkLength('mask', mask, items);

  const counted = mask ? mask.reduce((n, present) => n + (present ? 1 : 0), 0) : items;
  let value = 0;
  const gradient = new Float64Array(output.data.length);
  for (let item = 0; item < items; item++) {
    if (mask && !mask[item]) continue;
    const weight = (sampleWeights?.[Math.floor(item / itemsPerRow)] ?? 1) / counted;
    const result = itemLoss(output.data.subarray(item * outputs, (item + 1) * outputs), targetOf(item));
    value += weight * result.value;
    gradient.set(result.gradient.map((g) => g * weight), item * outputs);
  }
  return { value, gradient };
}

function itemLossOf(name: LossName, fromLogits: boolean): ItemLoss {
  switch (name) {
    case 'sparseCategoricalCrossentropy':
    case 'categoricalCrossentropy':
      return fromLogits ? crossentropyOfLogits : crossentropyOfProbabilities;
    case 'binaryCrossentropy':
      return fromLogits ? binaryCrossentropyOfLogits : binaryCrossentropyOfProbabilities;
    case 'meanSquaredError':
      if (fromLogits) throw new SekvensError({ code: 'invalid-option', where: 'computeLoss({ fromLogits })', expected: 'a cross-entropy', got: show(name) });
      return meanSquaredError;
    default:
      throw new SekvensError({
        code: 'invalid-option',
        where: 'computeLoss(name)',
        expected: `one of ${lossNames.join(', ')}`,
        got: show(name),
      });
  }
}

const crossentropyOfLogits: ItemLoss = (z, y) => {
  const largest = z.reduce((a, b) => Math.max(a, b), -Infinity);
  const logSum = largest + Math.log(sumOf(z.map((value) => Math.exp(value - largest))));
  const q = softmax(z);
  return { value: sumOf(z.map((value, j) => y[j] * (logSum - value))), gradient: q.map((value, j) => value * sumOf(y) - y[j]) };
};

const crossentropyOfProbabilities: ItemLoss = (p, y) => {
  const sum = sumOf(p);
  const q = p.map((value) => value / sum);
  const dq = q.map((value, j) => (isClipped(value) ? 0 : -y[j] / value));
  const mean = sumOf(dq.map((value, j) => value * q[j]));
  return { value: sumOf(q.map((value, j) => -y[j] * Math.log(clip(value)))), gradient: dq.map((value) => (value - mean) / sum) };
};

/** -(y ln p + (1 - y) ln(1 - p)) with p = 1 / (1 + e⁻ᶻ), written so that neither logarithm overflows. */
const binaryCrossentropyOfLogits: ItemLoss = (z, y) => {
  const losses = z.map((value, j) => Math.max(value, 0) - value * y[j] + Math.log1p(Math.exp(-Math.abs(value))));
  return { value: sumOf(losses) / z.length, gradient: z.map((value, j) => (1 / (1 + Math.exp(-value)) - y[j]) / z.length) };
};

const binaryCrossentropyOfProbabilities: ItemLoss = (p, y) => {
  const losses = p.map((value, j) => -(y[j] * Math.log(clip(value)) + (1 - y[j]) * Math.log(1 - clip(value))));
  const gradient = p.map((value, j) => (isClipped(value) ? 0 : (value - y[j]) / (value * (1 - value)) / p.length));
  return { value: sumOf(losses) / p.length, gradient };
};

const meanSquaredError: ItemLoss = (p, y) => {
  const squares = p.map((value, j) => (value - y[j]) ** 2);
  return { value: sumOf(squares) / p.length, gradient: p.map((value, j) => (2 * (value - y[j])) / p.length) };
};

/** The target of an item as [outputs] numbers; a class index becomes a one there and zeros elsewhere. */
function readTargets(name: LossName, targets: LossInput['targets'], items: number, outputs: number): (item: number) => Float64Array {
  const sparse = name === 'sparseCategoricalCrossentropy';
  checkLength('targets', targets, sparse ? items : items * outputs);
  if (!sparse) return (item) => Float64Array.from(targets.subarray(item * outputs, (item + 1) * outputs));
  return (item) => {
    const index = targets[item];
    if (!Number.isInteger(index) || index < 0 || index >= outputs) {
      throw new SekvensError({ code: 'invalid-data', where: `computeLoss({ targets })[${item}]`, expected: `a class from 0 to ${outputs - 1}`, got: show(index) });
    }
    const oneHot = new Float64Array(outputs);
    oneHot[index] = 1;
    return oneHot;
  };
}

function checkLength(name: string, values: { readonly length: number } | undefined, expected: number): void {
  if (values && values.length !== expected) {
    throw new SekvensError({ code: 'invalid-data', where: `computeLoss({ ${name} })`, expected: `${expected} values`, got: `${values.length}` });
  }
}
