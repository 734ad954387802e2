import type { Parameter } from './layer.js';

/** What a recurrent layer does at one time step to one row of the batch. */
export interface Cell {
  /** Vectors of `units` numbers carried from step to step: h, and for LSTM also c. The first one is the output. */
  readonly stateCount: number;
  /**
   * @param x the input, [features], after input dropout.
   * @param states the previous states, each [units].
   * @param kept factors of the recurrent dropout, [units]: they multiply h where it meets the recurrent kernel, and only there.
   */
  step(x: Float64Array, states: readonly Float64Array[], kept: Float64Array): CellStep;
}

export interface CellStep {
  readonly states: readonly Float64Array[];
  /** What the step computed on its way to the states, each [units], by the names that traces have them under. */
  readonly gates: Readonly<Record<string, Float64Array>>;
  /** Takes the gradients of the new states, adds to the gradients of the weights. */
  backward(stateGradients: readonly Float64Array[]): { readonly x: Float64Array; readonly states: readonly Float64Array[] };
}

/** A cell's weights in Keras' layout: kernel [in, gates · units], recurrentKernel [units, gates · units], bias or none. */
export interface CellParameters {
  readonly kernel: Parameter;
  readonly recurrentKernel: Parameter;
  readonly bias: Parameter | undefined;
}
