import type { SGDConfig } from '../../training-config.js';
import type { Stage } from '../stages.js';
import { AdamDrift } from './adam-drift.js';
import { coast } from './coast.js';
import { tablesDecay } from './tables-decay.js';
import type { OptimizerPlace, WasmOptimizer } from './wasm-optimizer.js';
import { WeightStates } from './weight-states.js';

/**
 * SGD. With momentum, rows of tables coast on while they have no gradient; nesterov's step ahead then is p += μ · v. With weight decay they
 * drift as Adam's do.
 */
export class SGDOptimizer implements WasmOptimizer {
  private readonly weights: WeightStates;
  private readonly drift: AdamDrift | undefined;
  /** How far a velocity moves its weight: p += push · v. */
  private readonly push: number;

  constructor(place: OptimizerPlace, private readonly config: SGDConfig) {
    const { momentum, nesterov } = config;
    const averageMomentum = place.averages?.momentum;
    const count = momentum === 0 ? 0 : 1;
    this.push = nesterov ? momentum : 1;
    if (tablesDecay(place)) {
      const drift = new AdamDrift(place.heap, { beta1: momentum, beta2: 1, decays: true, averageMomentum }, place.states);
      this.drift = drift;
      this.weights = new WeightStates(place, count, (kernels, rows, now) => drift.follow(kernels, rows, count && rows.states[0], 0, now));
    } else if (count > 0 || averageMomentum !== undefined) {
      this.weights = new WeightStates(place, count, coast(place.heap, { momentum, push: this.push, rho: 0, averageMomentum }, count > 0 ? { velocity: 0 } : {}));
    } else {
      this.weights = new WeightStates(place, 0);
    }
  }

  prepare(): void {
    if (this.weights.prepare(this.drift?.exhausted)) this.drift?.begin(this.weights.steps);
  }

  settle(): void {
    this.weights.settle();
  }

  step(learningRate: number): Stage {
    const { momentum, nesterov, weightDecay = 0 } = this.config;
    const decay = learningRate * weightDecay;
    if (this.drift?.eager) this.weights.settle();
    const now = ++this.weights.steps;
    this.drift?.remember(now, -this.push, 0, decay);
    return this.weights.update((kernels, { pointer, states: [velocity], lastStep, gradient, unique, count, width, decays }) => {
      if (decays) kernels.shrinkRows(pointer, lastStep, unique, count, width, now, decay);
      if (momentum === 0) kernels.sgdRows(pointer, gradient, unique, count, width, learningRate);
      else kernels.momentumRows(pointer, velocity, lastStep, gradient, unique, count, width, now, learningRate, momentum, nesterov ? 1 : 0);
    });
  }
}
