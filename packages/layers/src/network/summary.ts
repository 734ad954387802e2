import { assertKnownOptions, SekvensError, show } from '@sekvens/core';
import { layerSpecs } from '../layers/specs.js';
import type { Network, WeightSpec } from '../types.js';
import { parameterCount } from './count-parameters.js';
import { roundHalfEven } from './round-half-even.js';
import { textTable } from './text-table.js';

export interface SummaryOptions {
  /** Length of a line in characters. Default 76, what Keras takes on a terminal of 80. */
  readonly lineLength?: number;
  /** Where the three columns end, as shares of the line, ascending. Default [0.45, 0.8, 1]. */
  readonly positions?: readonly number[];
}

const WHERE = 'summary(network, options)';

/** The layers of a network with their output shapes and parameters, in the layout of Keras 3's `model.summary()`. Ends without a line break. */
export function summary(network: Network, options: SummaryOptions = {}): string {
  assertKnownOptions(options, ['lineLength', 'positions'], WHERE);
  const lineLength = readLineLength(options.lineLength);
  const ends = readPositions(options.positions).map((position) => Math.floor(position * lineLength));
  const widths = ends.map((end, i) => end - (i === 0 ? 0 : ends[i - 1]));
  if (Math.min(...widths) < 4) throw bad('lineLength', 'columns of at least 4 characters', widths, 'Make the line longer or move the positions apart.');
  const rows = network.layers.map(({ name, definition, outputShape, weights }) => [
    `${name} (${layerSpecs[definition.kind].className})`,
    `(${outputShape.map((size) => size ?? 'None').join(', ')})`,
    parameterCount(weights).toLocaleString('en-US'),
  ]);
  return [
    `Model: "${network.name}"`,
    ...textTable(['Layer (type)', 'Output Shape', 'Param #'], rows, lineLength, widths),
    totalLine('Total params', network.weights),
    totalLine('Trainable params', network.weights.filter((weight) => weight.trainable)),
    totalLine('Non-trainable params', network.weights.filter((weight) => !weight.trainable)),
  ].join('\n');
}

function totalLine(title: string, weights: readonly WeightSpec[]): string {
  const count = parameterCount(weights);
  return ` ${title}: ${count.toLocaleString('en-US')} (${memorySize(count * 4)})`;
}

/** Two decimals of the largest unit that the size fills. */
function memorySize(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB'];
  let unit = 0;
  let size = bytes;
  for (; size >= 1024 && unit < units.length - 1; unit++) size /= 1024;
  return `${(roundHalfEven(size * 100) / 100).toFixed(2)} ${units[unit]}`;
}

function readLineLength(value: unknown): number {
  if (value === undefined) return 76;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 20 || value > 1000) throw bad('lineLength', 'an integer from 20 to 1000', value);
  return value;
}

function readPositions(value: unknown): readonly number[] {
  if (value === undefined) return [0.45, 0.8, 1];
  const isAscending = (list: readonly unknown[]) => list.every((p, i) => typeof p === 'number' && p > (i === 0 ? 0 : (list[i - 1] as number)) && p <= 1);
  if (!Array.isArray(value) || value.length !== 3 || !isAscending(value)) throw bad('positions', 'three ascending shares above 0 and up to 1', value);
  return value as number[];
}

function bad(option: string, expected: string, got: unknown, hint?: string): SekvensError {
  return new SekvensError({ code: 'invalid-option', where: `summary(network, { ${option} })`, expected, got: show(got), hint });
}
