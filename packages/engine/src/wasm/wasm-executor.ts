/** The executor that runs on WebAssembly kernels, in float32. */
import { assertKnownOptions, SekvensError } from '@sekvens/core';
import type { Network, NetworkWeights } from '@sekvens/layers';
import type { Executor, ExecutorInput, ForwardOptions, Gradients, NumberArray } from '../executor.js';
import { AttentionPoolingOperation } from './attention-pooling-operation.js';
import { BidirectionalOperation } from './bidirectional-operation.js';
import { Heap } from './heap.js';
import { inputMask, placeInput } from './input.js';
import { fromItems, toItems } from './item-order.js';
import { instantiateKernels } from './kernels.js';
import type { Kernels } from './kernels.js';
import { chooseNumerics } from './numerics.js';
import type { Numerics } from './numerics.js';
import type { BatchRun, Operation, Value } from './operation.js';
import { floatsOf } from './operation.js';
import { ParameterStore } from './parameter.js';
import { planNetwork } from './plan.js';
import type { Plan } from './plan.js';
import { RecurrentOperation } from './recurrent-operation.js';
import { soloTeam } from './team.js';
import type { Team } from './team.js';
import { canShareMemory } from './thread-support.js';
import { startThreadTeam } from './thread-team.js';

/** Everything a batch leaves behind between its forward and its backward pass. */
export interface FinishedForward {
  readonly run: BatchRun;
  readonly plan: Plan;
  readonly input: ExecutorInput;
  /** values[0] is the input, values[i + 1] the output of operation i. */
  readonly values: readonly Value[];
}

export interface WasmExecutorOptions {
  /** Default 'exact'; 'fast' after `await loadFastNumerics()`. */
  readonly numerics?: Numerics;
}

/** Runs `network` with `weights` on WebAssembly. */
export function createWasmExecutor(network: Network, weights: NetworkWeights | Readonly<Record<string, Float64Array>>, options: WasmExecutorOptions = {}): WasmExecutor {
  assertKnownOptions(options, ['numerics'], 'createWasmExecutor(network, weights, options)');
  return new WasmExecutor(network, weights, chooseNumerics(options.numerics ?? 'exact'));
}

export class WasmExecutor implements Executor {
  readonly name = 'wasm';
  readonly heap = new Heap(canShareMemory());
  readonly kernels: Kernels;
  private team: Team;
  readonly parameters: ParameterStore;
  private readonly plans = new Map<boolean, Plan>();
  private finished: FinishedForward | undefined;
  /** Set by an optimizer that updates lazily: brings all weights up to date. */
  settle: (() => void) | undefined;

  /** @param numerics what it computes with; this runtime has to be able to */
  constructor(readonly network: Network, weights: NetworkWeights | Readonly<Record<string, Float64Array>>, readonly numerics: Numerics) {
    this.kernels = instantiateKernels(this.heap.memory, numerics);
    this.team = soloTeam(this.kernels);
    const tables = new Set(network.layers.filter((layer) => layer.definition.kind === 'embedding').map((layer) => `${layer.name}/embeddings`));
    this.parameters = new ParameterStore(this.heap, network.weights, tables);
    network.layers.slice(1).forEach((layer) => {
      if (layer.definition.kind === 'masking') {
        throw new SekvensError({
          code: 'unsupported', where: `layer ${layer.name}`, expected: 'masking as the first layer', got: 'masking after another layer',
          hint: 'Mask the input, or use embedding({ maskZero: true }).',
        });
      }
    });
    this.setWeights(weights);
    this.planFor(false);
  }

  forward(input: ExecutorInput, options: ForwardOptions = {}): NumberArray {
    this.settle?.();
    const finished = this.run(input, options, true);
    return this.output(finished);
  }

  /** Output without what a backward pass would need. */
  predict(input: ExecutorInput): NumberArray {
    this.settle?.();
    return this.output(this.run(input, {}, false));
  }

  /**
   * What each step of a row counts in the network's attention layer, [rows, timeSteps]; masked steps count 0.
   * @throws code 'unsupported' for a network without such a layer
   */
  attention(input: ExecutorInput): NumberArray {
    const { layers } = this.network;
    if (!layers.some(({ definition }) => definition.kind === 'attentionPooling1D')) {
      throw new SekvensError({ code: 'unsupported', where: 'attention(x)', expected: 'a network with an attentionPooling1D layer', got: layers.map(({ name }) => name).join(', ') });
    }
    this.settle?.();
    const { run, plan, values } = this.run(input, {}, true);
    const index = plan.operations.findIndex((operation) => operation instanceof AttentionPoolingOperation);
    const { positions, count } = values[index].tokens!;
    const { timeSteps } = run.layout!;
    const data = new Float32Array(run.rows * timeSteps);
    const weights = this.heap.f32((plan.operations[index] as AttentionPoolingOperation).weights, count);
    this.heap.i32(positions, count).forEach((place, i) => (data[place] = weights[i]));
    return { data, shape: [run.rows, timeSteps] };
  }

  /** Takes a batch through all operations. */
  run(input: ExecutorInput, options: ForwardOptions, keep: boolean): FinishedForward {
    const mask = inputMask(this.network, input);
    const plan = this.planFor(mask !== undefined);
    const { heap, kernels, parameters } = this;
    if (!keep) for (const operation of plan.operations) operation.prepareInference?.();
    heap.beginBatch();
    const placed = placeInput(heap, kernels, this.network, plan, input, mask);
    const run: BatchRun = {
      heap, kernels, parameters, team: this.team, layout: placed.layout, rows: placed.rows, keep,
      training: options.training ?? false, seed: options.seed ?? 0, step: options.step ?? 0,
      initialStates: this.placeStates(input, placed.layout ? heap.i32(placed.layout.order, placed.rows).slice() : undefined),
    };
    const values: Value[] = [placed.value];
    this.orForget(() => {
      for (const operation of plan.operations) {
        const { mark } = heap;
        const value = operation.forward(run, values[values.length - 1]);
        values.push(keep ? value : this.withoutScratch(mark, value));
      }
    });
    const finished = { run, plan, input, values };
    this.finished = keep ? finished : undefined;
    return finished;
  }

  /** Where no backward pass follows, only an operation's result is kept, so that the next one finds its memory in the caches. */
  private withoutScratch(mark: number, value: Value): Value {
    if (value.slotOf !== undefined || value.pointer < mark) return value;
    return { ...value, pointer: this.heap.keepOnly(mark, value.pointer, floatsOf(value) * 4) };
  }

  /** Takes the gradient of the last value back through all operations. */
  backpropagate(finished: FinishedForward): void {
    const { plan, run, values } = finished;
    const needsInput = this.network.input.kind === 'features';
    this.orForget(() => {
      for (let i = plan.operations.length - 1; i >= 0; i--) plan.operations[i].backward(run, values[i], values[i + 1], i > 0 || needsInput);
    });
  }

  /** Where work ends with an error, as when a thread is lost, copies of the weights that were about to be made may not be there: all are made anew. */
  private orForget(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.parameters.version++;
      throw error;
    }
  }

  /** The last value of a batch as callers see it: [rows, width], or [rows, timeSteps, width]. */
  output(finished: FinishedForward): NumberArray {
    const { run, values } = finished;
    const last = values[values.length - 1];
    const { rows, layout } = run;
    const shape = last.tokens ? [rows, layout!.timeSteps, last.width] : [rows, last.width];
    return { data: this.heap.f32(fromItems(finished, last.pointer, last.width), floatsOf(last)).slice(), shape };
  }

  backward(outputGradient: Float32Array | Float64Array): Gradients {
    const { finished, heap } = this;
    if (!finished) throw new SekvensError({ code: 'internal', where: 'backward', expected: 'a forward pass before it', got: 'none' });
    const last = finished.values[finished.values.length - 1];
    last.gradient = toItems(finished, heap.putFloats(outputGradient), last.width);
    this.backpropagate(finished);
    const weights: Record<string, Float32Array> = {};
    for (const parameter of this.parameters.parameters) if (parameter.spec.trainable) weights[parameter.spec.path] = this.parameters.readGradient(parameter);
    return { weights, input: this.inputGradient(finished), initialStates: this.stateGradients(finished) };
  }

  finalStates(): readonly Float32Array[] {
    const { finished } = this;
    const direction = finished && this.firstDirection(finished.plan);
    if (!finished || !direction) return [];
    return [direction.last, direction.lastCell].filter((pointer) => pointer !== 0).map((pointer) => this.unsortRows(finished, pointer, direction.units));
  }

  setWeights(weights: NetworkWeights | Readonly<Record<string, Float64Array>>): void {
    for (const parameter of this.parameters.parameters) {
      const values = weights[parameter.spec.path];
      if (!values || values.length !== parameter.count) {
        throw new SekvensError({
          code: 'invalid-data', where: `setWeights, ${parameter.spec.path}`, expected: `${parameter.count} numbers, shape [${parameter.spec.shape.join(', ')}]`,
          got: values ? `${values.length} numbers` : 'nothing',
        });
      }
      this.parameters.write(parameter, values);
    }
  }

  getWeights(): Record<string, Float32Array> {
    this.settle?.();
    return Object.fromEntries(this.parameters.parameters.map((parameter) => [parameter.spec.path, this.parameters.read(parameter)]));
  }

  /**
   * Lets `size` threads share the work of each batch until {@link leaveTeam}; resolves when all have started. Results do not depend on
   * their number, to the last bit.
   * @throws code 'unsupported' where there can be no other threads
   */
  async joinTeam(size: number): Promise<void> {
    await this.leaveTeam();
    if (size > 1) this.team = await startThreadTeam(size, this.kernels, this.heap.memory, { numerics: this.numerics });
  }

  /** Ends the other threads; resolves when they have ended. */
  leaveTeam(): Promise<void> {
    const { team } = this;
    this.team = soloTeam(this.kernels);
    return team.close();
  }

  /** The threads at work now. */
  get threads(): Team {
    return this.team;
  }

  /** The last operation of every plan made so far. */
  lastOperations(): Operation[] {
    return [...this.plans.values()].map((plan) => plan.operations[plan.operations.length - 1]);
  }

  private planFor(inputMasked: boolean): Plan {
    let plan = this.plans.get(inputMasked);
    if (!plan) this.plans.set(inputMasked, (plan = planNetwork(this.heap, this.parameters, this.network, inputMasked)));
    return plan;
  }

  private firstDirection(plan: Plan) {
    for (const operation of plan.operations) {
      if (operation instanceof RecurrentOperation) return operation.direction;
      if (operation instanceof BidirectionalOperation) return undefined;
    }
    return undefined;
  }

  private placeStates(input: ExecutorInput, order: Int32Array | undefined): readonly number[] {
    if (!input.initialStates || !order) return [];
    return input.initialStates.map((state) => {
      const units = state.length / order.length;
      const sorted = new Float32Array(state.length);
      order.forEach((row, p) => sorted.set(state.subarray(row * units, (row + 1) * units), p * units));
      return this.heap.putFloats(sorted);
    });
  }

  private unsortRows(finished: FinishedForward, pointer: number, width: number): Float32Array {
    const { rows, layout } = finished.run;
    const source = this.heap.f32(pointer, rows * width);
    const out = new Float32Array(rows * width);
    const order = this.heap.i32(layout!.order, rows);
    for (let p = 0; p < rows; p++) out.set(source.subarray(p * width, (p + 1) * width), order[p] * width);
    return out;
  }

  private inputGradient(finished: FinishedForward): NumberArray | undefined {
    if (this.network.input.kind !== 'features') return undefined;
    const [value] = finished.values;
    const { run } = finished;
    const gradient = this.heap.f32(value.gradient, floatsOf(value));
    if (!value.tokens) return { data: gradient.slice(), shape: [run.rows, value.width] };
    const { timeSteps } = run.layout!;
    const data = new Float32Array(run.rows * timeSteps * value.width);
    const positions = this.heap.i32(value.tokens.positions, value.count);
    const zeroed = this.network.layers[0].definition.kind === 'masking' ? inputMask(this.network, finished.input) : undefined;
    for (let i = 0; i < value.count; i++) {
      if (zeroed?.[positions[i]] === 0) continue;
      data.set(gradient.subarray(i * value.width, (i + 1) * value.width), positions[i] * value.width);
    }
    return { data, shape: [run.rows, timeSteps, value.width] };
  }

  private stateGradients(finished: FinishedForward): readonly Float32Array[] | undefined {
    const direction = this.firstDirection(finished.plan);
    if (!finished.input.initialStates || !direction) return undefined;
    return [direction.carry, direction.carryCell].filter((pointer) => pointer !== 0).map((pointer) => this.unsortRows(finished, pointer, direction.units));
  }
}
