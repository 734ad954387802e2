/**
 * What an executor is: something that runs one network forward and backward on batches of rows.
 *
 * There are two. The reference executor computes in float64 and is written to be read; it is the oracle.
 * The WebAssembly executor computes in float32 and is the one that is fast. The same conformance suite runs over both.
 */
import type { RaggedIds } from '@sekvens/core';
import type { Network, NetworkWeights } from '@sekvens/layers';

/** Rows of feature vectors `[batch, time, features]` of unequal length; values of row r are steps offsets[r] … offsets[r + 1]. */
export interface RaggedFeatures {
  /** [steps in all rows, features], row after row. */
  readonly values: Float32Array | Float64Array;
  readonly offsets: Int32Array;
}

/** Input of one batch. Which of the forms is right follows from `network.input`. */
export interface ExecutorInput {
  /** Token ids, for networks that begin with an embedding. */
  readonly ids?: RaggedIds;
  /** Feature vectors [batch, time, features], for networks that begin with another sequence layer. */
  readonly features?: RaggedFeatures;
  /** Plain vectors [batch, features], for networks without a time axis. */
  readonly vectors?: Float32Array | Float64Array;
  /** Padded length T, at least the longest row; rows are padded at their end with id 0 or with zeros. Default: the longest row. */
  readonly timeSteps?: number;
  /** Explicit mask [batch, T], 1 = present. With feature input only; ids are masked by `maskZero`, features also by a masking layer. */
  readonly mask?: Uint8Array;
  /** Initial states of the first recurrent layer, each [batch, units]: [h], or for LSTM [h, c]. Default zeros. Not for bidirectional. */
  readonly initialStates?: readonly (Float32Array | Float64Array)[];
}

export interface ForwardOptions {
  /** Dropout is active while training. Default false. */
  readonly training?: boolean;
  /** Key of the dropout masks: the run's seed. Default 0. */
  readonly seed?: number;
  /** Key of the dropout masks: the number of the training step. Default 0. */
  readonly step?: number;
}

/** Numbers with their shape, row-major, in the order of the batch's rows. */
export interface NumberArray {
  readonly data: Float32Array | Float64Array;
  readonly shape: readonly number[];
}

/** Gradients of the loss that `outputGradient` belongs to. */
export interface Gradients {
  /** By weight path, in the weight's layout. Embeddings come dense. */
  readonly weights: Readonly<Record<string, Float32Array | Float64Array>>;
  /** Gradient of feature or vector input, [batch, T, features] padded; absent for ids. */
  readonly input: NumberArray | undefined;
  /** Gradients of `initialStates`, where given. */
  readonly initialStates: readonly (Float32Array | Float64Array)[] | undefined;
}

export interface Executor {
  readonly name: 'reference' | 'wasm';
  readonly network: Network;
  /** Output [batch, features], or [batch, T, features] with masked steps filled in as Keras does. */
  forward(input: ExecutorInput, options?: ForwardOptions): NumberArray;
  /** Final states of the first recurrent layer after the last `forward`, each [batch, units]. */
  finalStates(): readonly (Float32Array | Float64Array)[];
  /** Gradients of Σ output · outputGradient for the last `forward`. `outputGradient` has the output's shape. */
  backward(outputGradient: Float32Array | Float64Array): Gradients;
  setWeights(weights: NetworkWeights | Readonly<Record<string, Float64Array>>): void;
  getWeights(): Readonly<Record<string, Float32Array | Float64Array>>;
}
