import type { RMSpropConfig } from '../../training-config.js';
import type { Stage } from '../stages.js';
import { coast } from './coast.js';
import type { CoastStates } from './coast.js';
import type { OptimizerPlace, WasmOptimizer } from './wasm-optimizer.js';
import { WeightStates } from './weight-states.js';

/** RMSprop. Without a gradient a row's averages decay, and with momentum it coasts on. */
export class RMSpropOptimizer implements WasmOptimizer {
  private readonly weights: WeightStates;
  private readonly places: CoastStates;

  constructor(place: OptimizerPlace, private readonly config: RMSpropConfig) {
    const { momentum, centered, rho } = config;
    let count = 1;
    this.places = { squares: 0, ...(momentum > 0 && { velocity: count++ }), ...(centered && { average: count++ }) };
    this.weights = new WeightStates(place, count, coast(place.heap, { momentum, push: -1, rho }, this.places));
  }

  prepare(): void {
    this.weights.prepare();
  }

  settle(): void {
    this.weights.settle();
  }

  step(learningRate: number): Stage {
    const { rho, momentum, epsilon } = this.config;
    const { velocity, average } = this.places;
    const now = ++this.weights.steps;
    return this.weights.update((kernels, { pointer, states, lastStep, gradient, unique, count, width }) =>
      kernels.rmspropRows(
        pointer, states[0], velocity ? states[velocity] : 0, average ? states[average] : 0, lastStep, gradient, unique, count, width, now,
        rho, 1 - rho, learningRate, momentum, epsilon,
      ));
  }
}
