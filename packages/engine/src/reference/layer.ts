/**
 * How the reference executor sees a layer: a function from what flows in to what flows out, which also returns its own
 * derivative: `backward`, a closure over everything the forward pass computed.
 */
import type { RecurrentDefinition } from '@sekvens/layers';
import { fillDropoutMask, rowElement } from '../dropout-mask.js';
import type { CellStep } from './cell.js';

/** Numbers with their shape, row-major. */
export interface Tensor {
  readonly data: Float64Array;
  readonly shape: readonly number[];
}

/** What flows from layer to layer. Token ids are numbers as well: [batch, time]. */
export interface Flow {
  readonly tensor: Tensor;
  /** [batch, time], 1 = present; undefined where no mask arrives. */
  readonly mask: Uint8Array | undefined;
}

/** A weight, and the place where its gradient is added up. */
export interface Parameter {
  readonly value: Float64Array;
  readonly gradient: Float64Array;
  /** For embeddings: where the squares of single occurrences' gradients are added up. */
  readonly squares: Float64Array;
}

/** What a layer is given beside its config and input. */
export interface LayerContext {
  /** The layer's weight of that name: `kernel`, `forward/kernel`. */
  parameter(name: string): Parameter;
  /** Key of the dropout masks; undefined outside training. */
  readonly dropout: { readonly seed: number; readonly step: number; readonly layer: number } | undefined;
  /** Initial states of a recurrent layer, each [batch, units]; undefined for zeros. */
  readonly initialStates: readonly Float64Array[] | undefined;
}

export interface LayerGradients {
  /** In the shape of the input; empty for token ids. */
  readonly input: Float64Array;
  readonly initialStates?: readonly Float64Array[];
}

/** One direction of a recurrent layer. */
export interface RecurrentPass {
  readonly definition: RecurrentDefinition;
  /** What each row did, in the order in which its steps were taken; undefined where a step was masked. */
  readonly taken: readonly (readonly (CellStep | undefined)[])[];
}

export interface LayerResult {
  readonly output: Flow;
  /** Attention: the weight of every step, [batch, time]. */
  readonly attention?: Float64Array;
  /** Recurrent layers: the states after the last step, each [batch, units]. */
  readonly finalStates?: readonly Float64Array[];
  /** Recurrent layers: what was done at every step, of a bidirectional layer by its two directions. */
  readonly passes?: readonly RecurrentPass[];
  /** Takes the gradient of the output, adds to the gradients of the parameters, returns the gradient of the input. */
  backward(outputGradient: Float64Array): LayerGradients;
}

/** Factors [rows, features] of a mask that holds for a whole row: ones outside training and at rate 0. */
export function rowFactors(context: LayerContext, stream: 0 | 1 | 2 | 3, rate: number, rows: number, features: number): Float64Array {
  const factors = new Float64Array(rows * features).fill(1);
  if (!context.dropout || rate === 0) return factors;
  const key = { ...context.dropout, stream, rate };
  for (let row = 0; row < rows; row++) fillDropoutMask(key, rowElement(row, features), factors, row * features, features);
  return factors;
}
