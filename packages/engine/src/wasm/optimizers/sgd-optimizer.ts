import type { SGDConfig } from '../../training-config.js';
import type { Stage } from '../stages.js';
import { coast } from './coast.js';
import type { OptimizerPlace, WasmOptimizer } from './wasm-optimizer.js';
import { WeightStates } from './weight-states.js';

/** SGD. With momentum, rows of tables coast on while they have no gradient; nesterov's step ahead then is p += μ · v. */
export class SGDOptimizer implements WasmOptimizer {
  private readonly weights: WeightStates;

  constructor(place: OptimizerPlace, private readonly config: SGDConfig) {
    const { momentum, nesterov } = config;
    this.weights = momentum === 0
      ? new WeightStates(place, 0)
      : new WeightStates(place, 1, coast(place.heap, { momentum, push: nesterov ? momentum : 1, rho: 0 }, { velocity: 0 }));
  }

  prepare(): void {
    this.weights.prepare();
  }

  settle(): void {
    this.weights.settle();
  }

  step(learningRate: number): Stage {
    const { momentum, nesterov } = this.config;
    const now = ++this.weights.steps;
    return this.weights.update((kernels, { pointer, states: [velocity], lastStep, gradient, unique, count, width }) => {
      if (momentum === 0) kernels.sgdRows(pointer, gradient, unique, count, width, learningRate);
      else kernels.momentumRows(pointer, velocity, lastStep, gradient, unique, count, width, now, learningRate, momentum, nesterov ? 1 : 0);
    });
  }
}
