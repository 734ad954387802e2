import { assertKnownOptions, assertSeed, SekvensError, selectRows, show, throwIfAborted } from '@sekvens/core';
import type { RaggedIds } from '@sekvens/core';
import { initializeWeights, network as buildNetwork, summary } from '@sekvens/layers';
import type { LayerDefinition, Network, NetworkWeights, Shape } from '@sekvens/layers';
import type { ExecutorInput, NumberArray } from '../executor.js';
import { assertLabelSmoothing, lossNames, resolveOptimizer } from '../training-config.js';
import type { LossName, OptimizerConfig, OptimizerOption } from '../training-config.js';
import { createWasmExecutor } from '../wasm/wasm-executor.js';
import type { Numerics } from '../wasm/numerics.js';
import type { WasmExecutor } from '../wasm/wasm-executor.js';
import { WasmTrainer } from '../wasm/wasm-trainer.js';
import { assertBatchSize } from './assert-batch-size.js';
import { assertSignal } from './assert-signal.js';
import { assertWeights } from './assert-weights.js';
import { evaluateModel } from './evaluate.js';
import type { EvaluateOptions, Evaluation } from './evaluate.js';
import { fitModel } from './fit.js';
import type { FitOptions, History, SavedModel } from './fit.js';
import type { ModelData } from './model-data.js';
import { readInput } from './model-input.js';
import type { ModelInput } from './model-input.js';

export interface SequentialOptions {
  /** Default 'sequential'. */
  readonly name?: string;
  /** Input shape without the batch, for networks that do not begin with an embedding: [null, features] or [features]. */
  readonly inputShape?: Shape;
  /** Seed of the initial weights. Default 0. */
  readonly seed?: number;
  /** 'exact' (default): the same bytes on every machine. 'fast': relaxed SIMD where the runtime has it, after `await loadFastNumerics()`. */
  readonly numerics?: Numerics;
}

export interface CompileOptions {
  /** 'adam' (default), 'adamw', 'rmsprop' or 'sgd', or an object with settings: { kind: 'adam', learningRate: 0.01 }. */
  readonly optimizer?: OptimizerOption;
  readonly loss: LossName;
  /**
   * α in [0, 1], for the cross-entropies: a target y counts as (1 - α)·y + α / outputs, with binaryCrossentropy as (1 - α)·y + α / 2. A part of
   * the loss, as in Keras: `evaluate` and validation have it, too. Default 0.
   */
  readonly labelSmoothing?: number;
  /** ['accuracy'] or []. Default ['accuracy'], for meanSquaredError []. */
  readonly metrics?: readonly 'accuracy'[];
}

export interface PredictOptions {
  /** Rows a batch. Default 32. */
  readonly batchSize?: number;
  readonly signal?: AbortSignal;
}

/** What a compiled model trains with. */
export interface Compiled {
  readonly optimizer: OptimizerConfig;
  readonly loss: LossName;
  readonly labelSmoothing: number;
  readonly accuracy: boolean;
}

/** A chain of layers, as a model that can be trained: `sequential([embedding(…), lstm(…), dense(…)])`. */
export function sequential(layers: readonly LayerDefinition[], options: SequentialOptions = {}): Sequential {
  assertKnownOptions(options, ['name', 'inputShape', 'seed', 'numerics'], 'sequential(layers, options)');
  const { seed = 0, numerics, ...rest } = options;
  assertSeed(seed, 'sequential({ seed })');
  const network = buildNetwork(layers, rest);
  return new Sequential(network, initializeWeights(network, seed), { numerics });
}

/** A network with its weights on the WebAssembly executor. */
export class Sequential {
  private executor: WasmExecutor;
  private compiledWith: Compiled | undefined;
  private trainer: WasmTrainer | undefined;
  private training = false;

  constructor(readonly network: Network, weights: NetworkWeights, options: { readonly numerics?: Numerics } = {}) {
    assertWeights(network, weights, 'new Sequential(network, weights)');
    this.executor = createWasmExecutor(network, weights, { numerics: options.numerics });
  }

  /** What the model computes with: 'exact' also where 'fast' was asked for and the runtime has no relaxed SIMD. */
  get numerics(): Numerics {
    return this.executor.numerics;
  }

  /** Optimizer, loss and metrics of the model, once compiled. */
  get compiled(): Compiled | undefined {
    return this.compiledWith;
  }

  /** Chooses optimizer, loss and metrics. Compiling again forgets the optimizer's state and keeps the weights. Not while `fit` runs. */
  compile(options: CompileOptions): void {
    const where = 'compile(options)';
    assertKnownOptions(options, ['optimizer', 'loss', 'labelSmoothing', 'metrics'], where);
    const { optimizer = 'adam', loss, labelSmoothing = 0, metrics = loss === 'meanSquaredError' ? [] : ['accuracy'] } = (options as CompileOptions | undefined) ?? ({} as CompileOptions);
    if (!lossNames.includes(loss)) throw refuse('compile({ loss })', `one of ${lossNames.join(', ')}`, loss);
    if (!Array.isArray(metrics) || metrics.some((metric) => metric !== 'accuracy') || (metrics.length > 0 && loss === 'meanSquaredError')) {
      throw refuse('compile({ metrics })', loss === 'meanSquaredError' ? 'no metrics with meanSquaredError' : "['accuracy'] or []", metrics);
    }
    assertLabelSmoothing(labelSmoothing, loss, 'compile({ labelSmoothing })');
    this.assertIdle(where);
    const compiled = { optimizer: resolveOptimizer(optimizer), loss, labelSmoothing, accuracy: metrics.length > 0 };
    const executor = this.trainer ? createWasmExecutor(this.network, this.getWeights(), { numerics: this.numerics }) : this.executor;
    // the trainer refuses a loss that does not go with the last layer; until then nothing has changed
    this.trainer = new WasmTrainer(executor, compiled);
    this.executor = executor;
    this.compiledWith = compiled;
  }

  /**
   * Trains on `data`: rows { x, y } or a BatchSource. Steps are synchronous; between them other work gets its turn.
   * One training at a time: a second call before the first has ended is refused.
   * @throws code 'invalid-data' for unusable rows, 'aborted' when `signal` ends it, 'diverged' when the loss is no longer finite
   */
  fit(data: ModelData, options: FitOptions = {}): Promise<History> {
    return this.fitAs(undefined, data, options);
  }

  /** {@link fit} of a model that is more than its weights: checkpoints then hold the files `saved`. */
  async fitAs(saved: SavedModel | undefined, data: ModelData, options: FitOptions): Promise<History> {
    this.assertIdle('fit');
    this.training = true;
    try {
      return await fitModel(this, data, options, saved);
    } finally {
      this.training = false;
    }
  }

  /** Mean loss and accuracy over `data`, without dropout. */
  evaluate(data: ModelData, options: EvaluateOptions = {}): Promise<Evaluation> {
    return evaluateModel(this, data, options);
  }

  /**
   * The outputs for `x`, [rows, outputs] or [rows, time, outputs], in the order of the rows.
   * Each batch is padded to its longest row, for an output at every time step to the longest of all; in a network without a mask the
   * padding takes part, as in Keras.
   */
  predict(x: ModelInput, options: PredictOptions = {}): NumberArray {
    const { outputShape } = this.network;
    return this.inBatches(x, options, 'predict', outputShape.length === 3, [outputShape[outputShape.length - 1]!], (input) => this.executor.predict(input));
  }

  /**
   * What each time step counts in the model's attentionPooling1D layer, [rows, time], in the order of the rows: numbers from 0 to 1 that
   * add up to 1 over a row's steps. Masked steps count 0. Rows are padded to the longest of all.
   * @throws code 'unsupported' for a model without such a layer
   */
  attention(x: ModelInput, options: PredictOptions = {}): NumberArray {
    return this.inBatches(x, options, 'attention', true, [], (input) => this.executor.attention(input));
  }

  /** The outputs of the named rows of ids, as one batch in that order. */
  predictRows(ids: RaggedIds, rows: ArrayLike<number>): NumberArray {
    return this.executor.predict({ ids: selectRows(ids, rows) });
  }

  /** The layers with their shapes and parameter counts, as Keras prints them. */
  summary(): string {
    return summary(this.network);
  }

  /** Copies of all weights by path, in Keras' layouts. With `useEma` the averages, from the end of an epoch until the next training step. */
  getWeights(): Record<string, Float32Array> {
    return this.executor.getWeights();
  }

  /** Replaces all weights, or none where a name or a size is wrong. The optimizer's state stays, but for averages of weights, which begin anew from these. */
  setWeights(weights: NetworkWeights): void {
    assertWeights(this.network, weights, 'setWeights');
    // an optimizer that updates lazily must not apply what is left over from the old weights to the new ones
    this.trainer?.settle();
    this.executor.setWeights(weights);
    this.trainer?.weightsReplaced();
  }

  /** Lets `size` threads share the work of each batch until {@link leaveTeam}; `fit` does so by itself. Resolves when all have started. */
  joinTeam(size: number): Promise<void> {
    return this.executor.joinTeam(size);
  }

  /** Ends the other threads; resolves when they have ended. */
  leaveTeam(): Promise<void> {
    return this.executor.leaveTeam();
  }

  /** Bytes of WebAssembly memory the model takes now. */
  get memoryBytes(): number {
    return this.executor.heap.byteLength;
  }

  /** The trainer of the compiled model, with the seed of its dropout masks. */
  trainerFor(seed: number): WasmTrainer {
    const trainer = this.currentTrainer();
    trainer.seed = seed;
    return trainer;
  }

  /** The trainer of the compiled model. */
  currentTrainer(): WasmTrainer {
    this.requireCompiled('fit');
    return this.trainer!;
  }

  requireCompiled(where: string): Compiled {
    if (this.compiledWith) return this.compiledWith;
    throw new SekvensError({
      code: 'invalid-option', where, expected: 'a compiled model', got: 'one that is not',
      hint: "Call model.compile({ loss: 'sparseCategoricalCrossentropy' }) first.",
    });
  }

  /** What `run` gives for batches of rows, one after the other: [rows, ...rest], or with `overTime` [rows, time, ...rest], time as long as the longest row. */
  private inBatches(x: ModelInput, options: PredictOptions, where: string, overTime: boolean, rest: readonly number[], run: (input: ExecutorInput) => NumberArray): NumberArray {
    assertKnownOptions(options, ['batchSize', 'signal'], `${where}(x, options)`);
    const { batchSize = 32, signal } = options;
    assertBatchSize(batchSize, `${where}({ batchSize })`);
    assertSignal(signal, `${where}({ signal })`);
    const input = readInput(this.network, x, where);
    let timeSteps: number | undefined;
    if (overTime) {
      timeSteps = 0;
      for (let r = 0; r < input.rows; r++) timeSteps = Math.max(timeSteps, input.length(r));
    }
    const ofRow = timeSteps === undefined ? rest : [timeSteps, ...rest];
    const perRow = ofRow.reduce((a, b) => a * b, 1);
    const data = new Float32Array(input.rows * perRow);
    for (let first = 0; first < input.rows; first += batchSize) {
      throwIfAborted(signal, where);
      const chosen = Uint32Array.from({ length: Math.min(batchSize, input.rows - first) }, (_, i) => first + i);
      data.set(run({ ...input.select(chosen), timeSteps }).data, first * perRow);
    }
    return { data, shape: [input.rows, ...ofRow] };
  }

  private assertIdle(where: string): void {
    if (!this.training) return;
    throw new SekvensError({ code: 'invalid-option', where, expected: 'a model that is not being trained', got: 'one whose fit has not ended', hint: 'Await fit first.' });
  }
}

function refuse(where: string, expected: string, got: unknown): SekvensError {
  return new SekvensError({ code: 'invalid-option', where, expected, got: show(got) });
}
