/** Targets as callers give them, checked against the network's output. */
import { assertMultiHot, isMultiHot, SekvensError, selectTargets, show } from '@sekvens/core';
import type { Targets } from '@sekvens/core';
import type { Network } from '@sekvens/layers';
import type { LossName } from '../training-config.js';
import type { InputRows } from './model-input.js';

/** Targets of rows in memory, from which batches are taken. */
export interface TargetRows {
  /** The targets of the named rows; for an output at every time step each row is filled up with zeros to `timeSteps`. */
  select(rows: ArrayLike<number>, timeSteps: number): Targets;
}

/**
 * Reads `y`: for each row, or for an output at every time step each step of it, one class index (sparse loss) or as many numbers as
 * there are outputs; flat, or one array a row. Or the labels of every row, which are written out as zeros and ones for a batch at a time.
 */
export function readTargets(network: Network, loss: LossName, y: unknown, input: InputRows, where: string): TargetRows {
  const { rows } = input;
  const width = network.outputShape[network.outputShape.length - 1]!;
  const perItem = loss === 'sparseCategoricalCrossentropy' ? 1 : width;
  const overTime = network.outputShape.length === 3;
  if (isMultiHot(y)) {
    if (overTime || loss === 'sparseCategoricalCrossentropy') throw refuse(`${where}, y`, `targets for ${overTime ? 'an output at every time step' : `the loss ${loss}`}`, 'the labels of rows');
    if (y.width !== width) throw refuse(`${where}, y.width`, `${width}, the outputs of the network`, show(y.width));
    assertMultiHot(y, rows, `${where}, y`);
    return { select: (chosen) => selectTargets(y, rows, chosen) };
  }
  if (overTime) assertPaddingHidden(network, input, where);
  const offsets = new Float64Array(rows + 1);
  for (let r = 0; r < rows; r++) offsets[r + 1] = offsets[r] + (overTime ? input.length(r) : 1) * perItem;
  const unit = `${perItem === 1 ? (loss === 'sparseCategoricalCrossentropy' ? 'one class index' : 'one number') : `${perItem} numbers`} a ${overTime ? 'time step' : 'row'}`;
  const target = new (loss === 'sparseCategoricalCrossentropy' ? Int32Array : Float32Array)(offsets[rows]);

  const check = checkOf(loss, width);
  const copy = (numbers: ArrayLike<unknown>, at: number, place: string) => {
    for (let j = 0; j < numbers.length; j++) {
      check(numbers[j], `${place}[${j}]`);
      target[at + j] = numbers[j] as number;
    }
  };
  if (!isArrayLike(y)) throw refuse(`${where}, y`, `an array with ${unit}`, show(y));
  if (y.length > 0 && isArrayLike(y[0])) {
    if (y.length !== rows) throw refuse(`${where}, y`, `${rows} rows of targets, as x has`, `${y.length}`);
    for (let r = 0; r < rows; r++) {
      const row = y[r];
      const count = offsets[r + 1] - offsets[r];
      if (!isArrayLike(row) || row.length !== count) throw refuse(`${where}, y[${r}]`, `${count} numbers, ${unit}`, isArrayLike(row) ? `${row.length}` : show(row));
      copy(row, offsets[r], `${where}, y[${r}]`);
    }
  } else {
    if (y.length !== offsets[rows]) throw refuse(`${where}, y`, `${offsets[rows]} numbers for ${rows} rows, ${unit}`, `${y.length}`);
    copy(y, 0, `${where}, y`);
  }
  return {
    select(chosen, timeSteps) {
      const step = (overTime ? timeSteps : 1) * perItem;
      const taken = target instanceof Int32Array ? new Int32Array(chosen.length * step) : new Float32Array(chosen.length * step);
      for (let i = 0; i < chosen.length; i++) taken.set(target.subarray(offsets[chosen[i]], offsets[chosen[i] + 1]), i * step);
      return taken;
    },
  };
}

/** Refuses the targets of a finished batch where their values cannot be meant; how many there have to be, the trainer knows. */
export function assertBatchTargets(network: Network, loss: LossName, targets: unknown, where: string): void {
  if (!(targets instanceof Int32Array) && !(targets instanceof Float32Array)) throw refuse(where, 'an Int32Array or Float32Array', show(targets));
  const check = checkOf(loss, network.outputShape[network.outputShape.length - 1]!);
  for (let i = 0; i < targets.length; i++) check(targets[i], `${where}[${i}]`);
}

function checkOf(loss: LossName, outputs: number): (value: unknown, place: string) => void {
  const [expected, low, high] = rangeOf(loss, outputs);
  const whole = loss === 'sparseCategoricalCrossentropy';
  return (value, place) => {
    if (typeof value === 'number' && value >= low && value <= high && (!whole || Number.isInteger(value))) return;
    let hint: string | undefined;
    if (whole && typeof value === 'string') hint = 'Give the position of the label among all labels.';
    else if (whole && Number.isInteger(value) && (value as number) >= outputs) hint = `The last layer has ${outputs} units; give it as many as there are classes.`;
    throw refuse(place, expected, show(value), hint);
  };
}

function rangeOf(loss: LossName, outputs: number): [string, number, number] {
  switch (loss) {
    case 'sparseCategoricalCrossentropy':
      return [`a class from 0 to ${outputs - 1}`, 0, outputs - 1];
    case 'categoricalCrossentropy':
      return ['a finite number of at least 0', 0, Number.MAX_VALUE];
    case 'binaryCrossentropy':
      return ['a number from 0 to 1', 0, 1];
    case 'meanSquaredError':
      return ['a finite number', -Number.MAX_VALUE, Number.MAX_VALUE];
  }
}

/** Without a mask padded steps would need targets, too, which rows of unequal length do not have. */
function assertPaddingHidden(network: Network, input: InputRows, where: string): void {
  const first = network.layers[0].definition;
  const paddingIsMasked = first.kind !== 'masking' || first.config.maskValue === 0;
  if (network.layers[network.layers.length - 1].passesMask && paddingIsMasked) return;
  for (let r = 1; r < input.rows; r++) {
    if (input.length(r) === input.length(0)) continue;
    throw refuse(
      `${where}, x[${r}]`, `${input.length(0)} time steps as in the first row, for an output at every time step without a mask`, `${input.length(r)}`,
      'Mask the padding with embedding({ maskZero: true }) or masking(), or pad the rows and their targets to one length.',
    );
  }
}

function isArrayLike(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
}

function refuse(where: string, expected: string, got: string, hint?: string): SekvensError {
  return new SekvensError({ code: 'invalid-data', where, expected, got, hint });
}
