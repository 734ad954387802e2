import { SekvensError, show } from '@sekvens/core';
import type { Targets } from '@sekvens/core';
import type { Network } from '@sekvens/layers';
import type { LossName } from '../training-config.js';
import { balancedClassWeights } from './balanced-class-weights.js';
import type { ModelBatch, ModelBatches } from './model-data.js';

/**
 * How much rows of each class count in training: a number for every class, in their order, or numbers by class index, with 1 for the classes
 * left out; or 'balanced', rows / (classes · rows of the class), for rows in memory.
 */
export type ClassWeights = 'balanced' | ArrayLike<number> | Readonly<Record<number, number>>;

/** Weights of the rows of a batch. */
export type RowWeights = (batch: ModelBatch) => Float32Array | undefined;

/**
 * The weights of rows with class weights: the product of a row's own weight and that of its class, as Keras' fit(class_weight) has it. The class
 * is the target of the sparse loss, the largest share of a categorical one, and for one output of binaryCrossentropy whether it is above 0.5.
 * @throws code 'invalid-option' for weights that do not fit the network's classes, and for losses and outputs without one class a row
 */
export function resolveClassWeights(option: ClassWeights | undefined, network: Network, loss: LossName, batches: ModelBatches, where: string): RowWeights {
  if (option === undefined) return (batch) => batch.sampleWeights;
  const width = network.outputShape.at(-1)!;
  if (network.outputShape.length === 3) throw refuse(where, 'nothing for an output at every time step', option, 'Weigh rows with sampleWeights.');
  if (loss === 'meanSquaredError') throw refuse(where, 'nothing with meanSquaredError, which has no classes', option);
  if (loss === 'binaryCrossentropy' && width > 1) throw refuse(where, `nothing with binaryCrossentropy of ${width} outputs, where a row has no one class`, option);
  const classes = loss === 'binaryCrossentropy' ? 2 : width;
  const classOf = classReader(loss, width);
  const weights = option === 'balanced' ? balance(batches, classes, classOf, where) : readWeights(option, classes, where);
  return ({ rows, targets, sampleWeights }) => Float32Array.from({ length: rows }, (_, r) => weights[classOf(targets, r)] * (sampleWeights?.[r] ?? 1));
}

type ClassReader = (targets: Targets, row: number) => number;

function classReader(loss: LossName, width: number): ClassReader {
  if (loss === 'sparseCategoricalCrossentropy') return (targets, row) => targets[row];
  if (loss === 'binaryCrossentropy') return (targets, row) => (targets[row] > 0.5 ? 1 : 0);
  return (targets, row) => {
    let best = 0;
    for (let j = 1; j < width; j++) if (targets[row * width + j] > targets[row * width + best]) best = j;
    return best;
  };
}

function balance({ rowCount, rowTargets }: ModelBatches, classes: number, classOf: ClassReader, where: string): number[] {
  const targets = rowTargets?.();
  if (!targets) throw refuse(where, 'weights by class for batches made elsewhere', 'balanced', 'Give a number for each class, or rows in memory, { x, y }.');
  return balancedClassWeights(Array.from({ length: rowCount! }, (_, row) => classOf(targets, row)), classes);
}

function readWeights(option: ClassWeights, classes: number, where: string): number[] {
  const isList = Array.isArray(option) || (ArrayBuffer.isView(option) && 'length' in option);
  if (typeof option !== 'object' || option === null) throw refuse(where, `'balanced', ${classes} numbers, or numbers by class index`, option);
  if (isList && (option as ArrayLike<number>).length !== classes) throw refuse(where, `${classes} numbers, one a class`, option);
  const weights = new Array<number>(classes).fill(1);
  for (const [key, weight] of Object.entries(option) as [string, unknown][]) {
    const index = Number(key);
    if (!(Number.isInteger(index) && index >= 0 && index < classes && String(index) === key)) throw refuse(where, `classes from 0 to ${classes - 1}`, key);
    if (typeof weight !== 'number' || !(weight >= 0 && weight < Infinity)) throw refuse(`${where}[${key}]`, 'a finite number of at least 0', weight);
    weights[index] = weight;
  }
  return weights;
}

function refuse(where: string, expected: string, got: unknown, hint?: string): SekvensError {
  return new SekvensError({ code: 'invalid-option', where, expected, got: show(got), hint });
}
