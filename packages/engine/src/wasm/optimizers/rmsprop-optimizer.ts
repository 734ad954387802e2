import type { RMSpropConfig } from '../../training-config.js';
import type { Stage } from '../stages.js';
import { AdamDrift, fillPowers } from './adam-drift.js';
import { coast } from './coast.js';
import type { CoastStates } from './coast.js';
import { tablesDecay } from './tables-decay.js';
import type { OptimizerPlace, WasmOptimizer } from './wasm-optimizer.js';
import { span, WeightStates } from './weight-states.js';

/** RMSprop. Without a gradient a row's averages decay, and with momentum it coasts on; with weight decay it drifts as Adam's rows do. */
export class RMSpropOptimizer implements WasmOptimizer {
  private readonly weights: WeightStates;
  private readonly places: CoastStates;
  private readonly drift: AdamDrift | undefined;

  constructor(place: OptimizerPlace, private readonly config: RMSpropConfig) {
    const { momentum, centered, rho } = config;
    const { heap } = place;
    const averageMomentum = place.averages?.momentum;
    let count = 1;
    this.places = { squares: 0, ...(momentum > 0 && { velocity: count++ }), ...(centered && { average: count++ }) };
    const { velocity, average } = this.places;
    if (tablesDecay(place)) {
      const drift = new AdamDrift(heap, { beta1: momentum, beta2: 1, decays: true, averageMomentum }, place.states);
      const forgets = heap.keep((span + 1) * 4);
      fillPowers(heap.f32(forgets, span + 1), rho);
      this.drift = drift;
      this.weights = new WeightStates(place, count, (kernels, rows, now) => {
        const { states, lastStep, unique, width } = rows;
        for (const state of average ? [states[0], states[average]] : [states[0]]) kernels.forgetRows(state, lastStep, unique, rows.count, width, now, forgets);
        drift.follow(kernels, rows, velocity ? states[velocity] : 0, 0, now);
      });
    } else {
      this.weights = new WeightStates(place, count, coast(heap, { momentum, push: -1, rho, averageMomentum }, this.places));
    }
  }

  prepare(): void {
    if (this.weights.prepare(this.drift?.exhausted)) this.drift?.begin(this.weights.steps);
  }

  settle(): void {
    this.weights.settle();
  }

  step(learningRate: number): Stage {
    const { rho, momentum, epsilon, weightDecay = 0 } = this.config;
    const { velocity, average } = this.places;
    const decay = learningRate * weightDecay;
    if (this.drift?.eager) this.weights.settle();
    const now = ++this.weights.steps;
    // what is left of a velocity is taken off the weight
    this.drift?.remember(now, 1, 0, decay);
    return this.weights.update((kernels, { pointer, states, lastStep, gradient, unique, count, width, decays }) => {
      if (decays) kernels.shrinkRows(pointer, lastStep, unique, count, width, now, decay);
      kernels.rmspropRows(
        pointer, states[0], velocity ? states[velocity] : 0, average ? states[average] : 0, lastStep, gradient, unique, count, width, now,
        rho, 1 - rho, learningRate, momentum, epsilon,
      );
    });
  }
}
