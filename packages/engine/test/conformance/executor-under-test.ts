import type { Network } from '@sekvens/layers';
import type { Executor, ExecutorInput, ForwardOptions, Gradients, NumberArray } from '../../src/executor.js';
import type { TrainerOptions } from '../../src/reference/trainer.js';

/** Weights by path, in float64. An executor of lower precision rounds them itself. */
export type Weights = Readonly<Record<string, Float64Array>>;

export type CreateExecutor = (network: Network, weights: Weights) => Executor | Promise<Executor>;

/** Something that trains, one step a call; the steps count from 0. */
export interface TrainerUnderTest {
  step(input: ExecutorInput, targets: Int32Array): number | Promise<number>;
  getWeights(): Readonly<Record<string, Float32Array | Float64Array>> | Promise<Readonly<Record<string, Float32Array | Float64Array>>>;
}

export type CreateTrainer = (network: Network, weights: Weights, options: TrainerOptions) => TrainerUnderTest | Promise<TrainerUnderTest>;

/** Allowed errors, as shares of a tensor's largest magnitude. */
export interface Tolerances {
  /** Outputs, states and gradients against the goldens, whose numbers have nine digits. */
  readonly goldens: number;
  /** Two computations of the same executor that must agree. */
  readonly laws: number;
  /** Losses and weights after 25 training steps against the goldens. */
  readonly training: number;
}

/** Everything one forward and backward pass gives. */
export interface Run {
  readonly output: NumberArray;
  readonly finalStates: readonly (Float32Array | Float64Array)[];
  readonly gradients: Gradients;
}

/** Runs forward, and backward with `lossWeights` as the gradient of the output: gradients of Σ output · lossWeights. */
export function runBothWays(executor: Executor, input: ExecutorInput, lossWeights: (length: number) => Float64Array, options?: ForwardOptions): Run {
  const output = executor.forward(input, options);
  const finalStates = executor.finalStates();
  return { output, finalStates, gradients: executor.backward(lossWeights(output.data.length)) };
}

/** The tensors of a run by name, for comparison. */
export function tensorsOf({ output, finalStates, gradients }: Run): Record<string, ArrayLike<number>> {
  const tensors: Record<string, ArrayLike<number>> = { output: output.data };
  finalStates.forEach((state, i) => (tensors[`final state ${i}`] = state));
  for (const [path, gradient] of Object.entries(gradients.weights)) tensors[`gradient of ${path}`] = gradient;
  if (gradients.input) tensors['gradient of the input'] = gradients.input.data;
  gradients.initialStates?.forEach((gradient, i) => (tensors[`gradient of initial state ${i}`] = gradient));
  return tensors;
}
