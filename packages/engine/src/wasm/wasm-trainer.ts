/** Training on the WebAssembly executor: loss, backward pass and update of one batch at a time. */
import { SekvensError } from '@sekvens/core';
import type { Targets } from '@sekvens/core';
import type { Network } from '@sekvens/layers';
import { decayingWeights } from '../decaying-weights.js';
import type { ExecutorInput } from '../executor.js';
import { learningRateAt } from '../schedules/learning-rate-at.js';
import type { LearningRate } from '../schedules/learning-rate.js';
import type { LossName, OptimizerConfig } from '../training-config.js';
import { DenseOperation } from './dense-operation.js';
import { itemPlaces, itemWeights, toItems } from './item-order.js';
import { floatsOf } from './operation.js';
import { createWasmOptimizer } from './optimizers/create-wasm-optimizer.js';
import { GradientAccumulator } from './optimizers/gradient-accumulator.js';
import { GradientCheck } from './optimizers/gradient-check.js';
import { GradientClipping } from './optimizers/gradient-clipping.js';
import type { WasmOptimizer } from './optimizers/wasm-optimizer.js';
import { WeightAverages } from './optimizers/weight-averages.js';
import { ActivationOperation } from './simple-operations.js';
import { StateRegister } from './state-register.js';
import type { StateArray } from './state-register.js';
import type { FinishedForward, WasmExecutor } from './wasm-executor.js';

export interface WasmTrainerOptions {
  readonly optimizer: OptimizerConfig;
  readonly loss: LossName;
  /** Share of each target that is spread over all outputs, in training and in evaluation. Default 0. */
  readonly labelSmoothing?: number;
  /** Key of the dropout masks. Default 0. */
  readonly seed?: number;
}

/** Sums over the items of a batch; items are rows, or unmasked steps of output sequences. */
export interface BatchTotals {
  /** Σ weight · loss. */
  readonly loss: number;
  /** Σ weight · correct: 1 where the largest output is the target's class (binary: the share of outputs on the right side of 0.5). */
  readonly correct: number;
  /** Σ weight. */
  readonly weight: number;
  readonly items: number;
  /** The first weight whose gradient is not finite, where the loss is; nothing has been updated then. */
  readonly brokenGradient?: string;
}

export class WasmTrainer {
  private readonly optimizer: WasmOptimizer;
  private readonly clipping: GradientClipping;
  private readonly accumulator: GradientAccumulator;
  private readonly averages: WeightAverages | undefined;
  private readonly gradientCheck: GradientCheck;
  private readonly totalsAt: number;
  private readonly fused: boolean;
  private readonly executor: WasmExecutor;
  private rate: LearningRate;
  private stepNumber = 0;
  /** Steps that have changed the weights: what learning-rate schedules count. */
  private updates = 0;
  /** Key of the dropout masks; may be changed between steps. */
  seed: number;
  /** All that decides how the training goes on. */
  private readonly states = new StateRegister();
  /** What rows were before they were brought up to date for someone to read; see {@link reveal}. */
  private aside: Record<string, StateArray> | undefined;
  private settled = true;

  constructor(executor: WasmExecutor, private readonly options: WasmTrainerOptions) {
    this.executor = executor;
    const { heap, parameters } = executor;
    const { optimizer } = options;
    this.rate = optimizer.learningRate;
    this.seed = options.seed ?? 0;
    this.fused = isFused(executor.network, options.loss);
    this.totalsAt = heap.keep(24);
    for (const parameter of parameters.parameters) this.states.add(`weights/${parameter.spec.path}`, () => heap.f32(parameter.pointer, parameter.count));
    this.states.addNumbers('trainer/steps', () => [this.stepNumber, this.updates], ([step, updates]) => [this.stepNumber, this.updates] = [step, updates]);
    this.states.addNumbers('trainer/learningRate', () => (typeof this.rate === 'number' ? [this.rate] : []), ([rate]) => (this.rate = rate ?? this.rate));
    const decaying = decayingWeights(executor.network.weights, optimizer);
    const place = { heap, kernels: executor.kernels, parameters, team: () => executor.threads, states: this.states };
    this.averages = optimizer.useEma ? new WeightAverages(place, optimizer.emaMomentum ?? 0.99) : undefined;
    this.optimizer = createWasmOptimizer({ ...place, decaying, averages: this.averages }, optimizer);
    this.clipping = new GradientClipping(place, optimizer);
    this.accumulator = new GradientAccumulator(place, optimizer.gradientAccumulationSteps ?? 1);
    this.gradientCheck = new GradientCheck(place);
    executor.settle = () => this.reveal();
  }

  /** Of the next step. May be set between steps, unless a schedule does so. */
  get learningRate(): number {
    return learningRateAt(this.rate, this.updates);
  }

  set learningRate(rate: number) {
    if (typeof this.rate !== 'number') {
      throw new SekvensError({
        code: 'unsupported', where: 'learningRate', expected: 'a model whose optimizer has a number as its learning rate', got: `one with the schedule ${this.rate.kind}`,
        hint: 'Compile it with a number where a callback sets the rate, or leave the rate to the schedule.',
      });
    }
    this.rate = rate;
  }

  /**
   * Updates the weights along the gradient of the batch's mean loss, or with accumulation along that of several batches after the last of
   * them; the totals are those before the update. Averages that are shown are put away first.
   * A loss or a gradient that is not finite updates nothing: it would make weights NaN.
   */
  step(input: ExecutorInput, targets: Targets | Float64Array, sampleWeights?: Float32Array | Float64Array): BatchTotals {
    // now the weights are those of whole steps, and an error can say so
    this.executor.threads.assertComplete();
    this.showAverages(false);
    this.putBack();
    this.settled = false;
    this.optimizer.prepare();
    const finished = this.withLogits(() => this.executor.run(input, { training: true, seed: this.seed, step: this.stepNumber }, true));
    const totals = this.loss(finished, targets, sampleWeights, true);
    this.stepNumber++;
    if (!Number.isFinite(totals.loss)) return totals;
    this.withLogits(() => this.executor.backpropagate(finished));
    const brokenGradient = this.gradientCheck.firstBroken();
    if (brokenGradient !== undefined) return { ...totals, brokenGradient };
    if (this.accumulator.add()) this.update();
    return totals;
  }

  /** The totals of a batch without dropout and without an update. */
  evaluate(input: ExecutorInput, targets: Targets | Float64Array, sampleWeights?: Float32Array | Float64Array): BatchTotals {
    this.executor.settle?.();
    return this.loss(this.withLogits(() => this.executor.run(input, {}, false)), targets, sampleWeights, false);
  }

  /** Brings rows that an optimizer updates lazily up to date; when it does so decides the last bits of the weights. */
  settle(): void {
    if (!this.settled) this.optimizer.settle();
    this.settled = true;
    this.aside = undefined;
  }

  /**
   * Brings the same rows up to date for someone who reads weights or outputs, until the next step: that one begins with the rows as they
   * were, so that it makes no difference to a training whether, when and how often somebody looks.
   */
  private reveal(): void {
    if (this.settled) return;
    this.aside = this.states.readSettling();
    this.optimizer.settle();
    this.settled = true;
  }

  private putBack(): void {
    if (!this.aside) return;
    this.states.restore(this.aside);
    this.aside = undefined;
    this.settled = false;
    this.executor.parameters.version++;
  }

  /** Copies of all that decides how the training goes on, weights among it as they are: with rows that have yet to be brought up to date. */
  readState(): Record<string, StateArray> {
    this.putBack();
    return this.states.read();
  }

  /**
   * Goes on from what {@link readState} gave. `file` names in errors where it is from.
   * @throws code 'invalid-file' for what is not the state of such a training; nothing has changed then
   */
  writeState(state: Readonly<Record<string, StateArray>>, file: string): void {
    this.putBack();
    this.states.write(state, file);
    this.settled = false;
    this.executor.parameters.version++;
  }

  /**
   * Puts the running averages of the weights in their place, or the weights back; without `useEma`, and before the first update, nothing
   * changes. A step puts the weights back by itself.
   */
  showAverages(on: boolean): void {
    const { averages } = this;
    if (!averages || this.updates === 0 || averages.areShown === on) return;
    this.settle();
    averages.swap();
  }

  /** To be called after the weights have been replaced from outside: their averages begin anew from there. */
  weightsReplaced(): void {
    this.averages?.takeWeights();
  }

  private withLogits<T>(work: () => T): T {
    const set = (on: boolean) => {
      for (const operation of this.executor.lastOperations()) {
        if (operation instanceof DenseOperation || operation instanceof ActivationOperation) operation.logits = on;
      }
    };
    set(this.fused);
    try {
      return work();
    } finally {
      set(false);
    }
  }

  private loss(finished: FinishedForward, targets: ArrayLike<number>, sampleWeights: ArrayLike<number> | undefined, keep: boolean): BatchTotals {
    const { heap, kernels } = this.executor;
    const { loss, labelSmoothing = 0 } = this.options;
    const output = finished.values[finished.values.length - 1];
    const { width, count } = output;
    const sparse = loss === 'sparseCategoricalCrossentropy';
    const perItem = sparse ? 1 : width;
    checkTargets(targets.length, count * perItem, sampleWeights?.length, finished.run.rows);
    const targetsAt = toItems(finished, sparse ? heap.putIntegers(targets) : heap.putFloats(targets), perItem);
    const { weights: weightsAt, items } = itemWeights(finished, sampleWeights);
    const gradient = keep ? heap.takeFloats(floatsOf(output)) : 0;
    const scale = items > 0 ? 1 / items : 0;
    heap.f64(this.totalsAt, 3).fill(0);
    if (loss === 'meanSquaredError') kernels.squaredError(output.pointer, count, width, targetsAt, weightsAt, scale, gradient, this.totalsAt);
    else if (loss === 'binaryCrossentropy') kernels.sigmoidCrossentropy(output.pointer, count, width, targetsAt, weightsAt, scale, gradient, this.totalsAt, labelSmoothing);
    else {
      const wrong = kernels.softmaxCrossentropy(output.pointer, count, width, targetsAt, sparse ? 0 : 1, weightsAt, scale, gradient, this.totalsAt, labelSmoothing);
      if (wrong >= 0) {
        const places = itemPlaces(finished);
        throw new SekvensError({
          code: 'invalid-data', where: `targets[${places ? heap.i32(places, count)[wrong] : wrong}]`, expected: `a class from 0 to ${width - 1}`,
          got: String(heap.i32(targetsAt, count)[wrong]),
          hint: `The last layer has ${width} units; give it as many as there are classes.`,
        });
      }
    }
    output.gradient = gradient;
    const [sum, correct, weight] = heap.f64(this.totalsAt, 3);
    return { loss: sum, correct, weight, items };
  }

  private update(): void {
    this.clipping.apply();
    // before the phase: also an update that ends half-way has changed weights
    this.executor.parameters.version++;
    this.executor.threads.phase(this.optimizer.step(this.learningRate));
    this.updates++;
    this.average();
  }

  /** What the optimizer does not do to the averages by itself. */
  private average(): void {
    const { averages, updates } = this;
    const { emaOverwriteFrequency } = this.options.optimizer;
    if (!averages) return;
    const isOverwriting = emaOverwriteFrequency !== undefined && updates % emaOverwriteFrequency === 0;
    if (updates > 1 && !isOverwriting) return;
    this.settle();
    if (updates === 1) averages.takeWeights();
    else averages.giveWeights();
  }
}

/** Whether the loss takes the last layer's logits: a cross-entropy right after its softmax or sigmoid. */
function isFused(network: Network, loss: LossName): boolean {
  if (loss === 'meanSquaredError') return false;
  const last = network.layers[network.layers.length - 1];
  const wanted = loss === 'binaryCrossentropy' ? 'sigmoid' : 'softmax';
  const { definition } = last;
  const activation = definition.kind === 'dense' || definition.kind === 'activation' ? definition.config.activation : 'none';
  if (activation !== wanted) {
    throw new SekvensError({
      code: 'invalid-option', where: `compile({ loss: '${loss}' })`, expected: `a last layer with activation '${wanted}'`, got: `${last.name} with activation '${activation}'`,
      hint: `End the network with dense({ units, activation: '${wanted}' }), or choose another loss.`,
    });
  }
  return true;
}

function checkTargets(got: number, expected: number, weights: number | undefined, rows: number): void {
  if (got !== expected) {
    throw new SekvensError({ code: 'invalid-data', where: 'targets', expected: `${expected} numbers for a batch of ${rows} rows`, got: `${got}` });
  }
  if (weights !== undefined && weights !== rows) {
    throw new SekvensError({ code: 'invalid-data', where: 'sampleWeights', expected: `${rows} numbers, one a row`, got: `${weights}` });
  }
}
