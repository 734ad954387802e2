/** What the steps of a plan have in common: the values that flow between them and the batch they run in. */
import type { BatchLayout, PackedTokens } from './batch-layout.js';
import type { Heap } from './heap.js';
import type { Kernels } from './kernels.js';
import type { ParameterStore } from './parameter.js';
import type { Team } from './team.js';

/** One batch on its way through the network. */
export interface BatchRun {
  readonly heap: Heap;
  readonly kernels: Kernels;
  /** The threads that share the work. */
  readonly team: Team;
  readonly parameters: ParameterStore;
  /** Undefined for networks without a time axis. */
  readonly layout: BatchLayout | undefined;
  readonly rows: number;
  readonly training: boolean;
  /** Whether a backward pass will follow; without one nothing is kept for it. */
  readonly keep: boolean;
  readonly seed: number;
  readonly step: number;
  /** Initial states of the first recurrent layer, [rows, units] each in packed order; 0 where there is none. */
  readonly initialStates: readonly number[];
}

/**
 * A matrix of `count` rows and `width` columns that one operation hands to the next.
 *
 * With `slotOf` it is folded: its rows are the distinct ids of the batch, and token i stands for row slotOf[i].
 */
export interface Value {
  readonly pointer: number;
  readonly count: number;
  readonly width: number;
  /** The layout of the tokens; undefined for one row per example. */
  readonly tokens: PackedTokens | undefined;
  readonly slotOf: number | undefined;
  /** With `slotOf`: the id of each row. */
  readonly unique?: number;
  /** The gradient with respect to the matrix: 0 until the consumer's backward pass has taken a buffer for it. */
  gradient: number;
}

/** One step of a plan. Operations keep what their backward pass needs from the forward pass of the same batch. */
export interface Operation {
  /** Takes memory for good that only batches without a backward pass need. */
  prepareInference?(): void;
  forward(run: BatchRun, input: Value): Value;
  /** Reads `output.gradient`; sets `input.gradient` where `needsInput`, and the gradients of its parameters. */
  backward(run: BatchRun, input: Value, output: Value, needsInput: boolean): void;
}

/** A value with one row per token. */
export function tokenValue(pointer: number, width: number, tokens: PackedTokens): Value {
  return { pointer, count: tokens.count, width, tokens, slotOf: undefined, gradient: 0 };
}

/** A value with one row per example. */
export function rowValue(pointer: number, width: number, rows: number): Value {
  return { pointer, count: rows, width, tokens: undefined, slotOf: undefined, gradient: 0 };
}

/** Numbers of `value` in floats. */
export function floatsOf(value: Value): number {
  return value.count * value.width;
}
