import { rowCount } from './batch.js';
import type { MultiHotTargets, RowTargets, Targets } from './batch.js';
import { SekvensError, show } from './error.js';

/** The targets of the rows named by `chosen`, row after row; of labels, [chosen, width] zeros and ones. `rows` is how many there are in all. */
export function selectTargets(targets: RowTargets, rows: number, chosen: ArrayLike<number>): Targets {
  if (isMultiHot(targets)) return selectMultiHot(targets, chosen);
  const perRow = targets.length / rows;
  const values = targets instanceof Int32Array ? new Int32Array(chosen.length * perRow) : new Float32Array(chosen.length * perRow);
  for (let i = 0; i < chosen.length; i++) {
    for (let j = 0; j < perRow; j++) values[i * perRow + j] = targets[chosen[i] * perRow + j];
  }
  return values;
}

function selectMultiHot({ ids: { values, offsets }, width }: MultiHotTargets, chosen: ArrayLike<number>): Float32Array {
  const hot = new Float32Array(chosen.length * width);
  for (let i = 0; i < chosen.length; i++) {
    for (let k = offsets[chosen[i]]; k < offsets[chosen[i] + 1]; k++) hot[i * width + values[k]] = 1;
  }
  return hot;
}

/** Whether targets name the labels of rows, instead of a number for each. */
export function isMultiHot(targets: unknown): targets is MultiHotTargets {
  return typeof targets === 'object' && targets !== null && 'ids' in targets && 'width' in targets;
}

/** Refuses labels that do not fit the rows, or that there are none of. */
export function assertMultiHot({ ids, width }: MultiHotTargets, rows: number, where: string): void {
  if (!Number.isInteger(width) || width < 1) throw refuse(`${where}.width`, 'a number of labels, from 1', show(width));
  const { values, offsets } = ids ?? {};
  if (!(values instanceof Int32Array && offsets instanceof Int32Array)) throw refuse(`${where}.ids`, 'rows of labels as { values, offsets }, both an Int32Array', show(ids));
  if (rowCount(ids) !== rows) throw refuse(`${where}.ids`, `labels of ${rows} rows`, `${rowCount(ids)}`);
  if (offsets[0] !== 0 || offsets[rows] !== values.length) throw refuse(`${where}.ids.offsets`, `numbers from 0 to ${values.length}, the number of values`, `${offsets[0]} to ${offsets[rows]}`);
  for (let r = 0; r < rows; r++) {
    if (offsets[r + 1] < offsets[r]) throw refuse(`${where}.ids.offsets[${r + 1}]`, `at least ${offsets[r]}, the one before`, `${offsets[r + 1]}`);
  }
  const wrong = values.findIndex((id) => id < 0 || id >= width);
  if (wrong >= 0) throw refuse(`${where}.ids.values[${wrong}]`, `a label from 0 to ${width - 1}`, `${values[wrong]}`);
}

function refuse(where: string, expected: string, got: string): SekvensError {
  return new SekvensError({ code: 'invalid-data', where, expected, got });
}
