import type { AdamConfig, AdamWConfig } from '../../training-config.js';
import type { Stage } from '../stages.js';
import { AdamDrift } from './adam-drift.js';
import { tablesDecay } from './tables-decay.js';
import type { OptimizerPlace, WasmOptimizer } from './wasm-optimizer.js';
import { WeightStates } from './weight-states.js';

/** Adam and AdamW. Rows of tables without a gradient drift on: see adam-drift.ts. */
export class AdamOptimizer implements WasmOptimizer {
  private readonly weights: WeightStates;
  private readonly drift: AdamDrift;
  private power1 = 1;
  private power2 = 1;

  constructor(place: OptimizerPlace, private readonly config: AdamConfig | AdamWConfig) {
    const { beta1, beta2, squareOccurrences } = config;
    this.drift = new AdamDrift(place.heap, { beta1, beta2, decays: tablesDecay(place), averageMomentum: place.averages?.momentum }, place.states);
    for (const parameter of place.parameters.parameters) if (parameter.kind === 'table') parameter.wantsSquares = squareOccurrences;
    this.weights = new WeightStates(place, 2, (kernels, rows, now) => this.drift.follow(kernels, rows, rows.states[0], rows.states[1], now));
    place.states.addNumbers('optimizer/powers', () => [this.power1, this.power2], ([power1, power2]) => [this.power1, this.power2] = [power1, power2]);
  }

  prepare(): void {
    if (this.weights.prepare(this.drift.exhausted)) this.drift.begin(this.weights.steps);
  }

  settle(): void {
    this.weights.settle();
  }

  step(learningRate: number): Stage {
    const { beta1, beta2, epsilon, epsilonHat, weightDecay = 0 } = this.config;
    const decay = learningRate * weightDecay;
    if (this.drift.eager) this.weights.settle();
    const now = ++this.weights.steps;
    this.power1 *= beta1;
    this.power2 *= beta2;
    const [correction1, correction2] = [1 - this.power1, 1 - this.power2];
    const root = Math.sqrt(correction2);
    this.drift.remember(now, (learningRate * root) / correction1, epsilonHat ? epsilon : epsilon * root, decay);
    return this.weights.update((kernels, { pointer, states: [m, v], lastStep, gradient, squares, unique, count, width, decays }) =>
      kernels.adamRows(
        pointer, m, v, lastStep, gradient, squares, unique, count, width, now,
        beta1, 1 - beta1, beta2, 1 - beta2, learningRate / correction1, 1 / correction2, epsilonHat ? epsilon / root : epsilon, decays ? decay : 0,
      ));
  }
}
