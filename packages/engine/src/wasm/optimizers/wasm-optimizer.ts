/** What the trainer knows of an optimizer. */
import type { Heap } from '../heap.js';
import type { Kernels } from '../kernels.js';
import type { ParameterStore } from '../parameter.js';
import type { Stage } from '../stages.js';
import type { StateRegister } from '../state-register.js';
import type { Team } from '../team.js';
import type { WeightAverages } from './weight-averages.js';

export interface WasmOptimizer {
  /** Must be called before each batch is run. */
  prepare(): void;
  /** Tasks that take one step along the gradients of the last backward pass; all of them must be run before anything else happens. */
  step(learningRate: number): Stage;
  /** Brings the rows of all tables to the last step. */
  settle(): void;
}

/** Where gradients are. */
export interface GradientPlace {
  readonly heap: Heap;
  readonly kernels: Kernels;
  readonly parameters: ParameterStore;
  /** Where an optimizer registers all it has to remember. Weights are in it as `weights/` and their path. */
  readonly states: StateRegister;
  /** The threads at work now. */
  readonly team: () => Team;
}

/** Where an optimizer works. */
export interface OptimizerPlace extends GradientPlace {
  /** The paths of the weights that weight decay shrinks. */
  readonly decaying: ReadonlySet<string>;
  /** The running averages to keep; undefined for none. */
  readonly averages: WeightAverages | undefined;
}
