/**
 * One recurrent layer in one direction over the packed rows of a batch.
 *
 * The input projection x·W + b of all tokens is one product before the time loop, and the gradients of W, U and x are
 * one product each after it; the loop itself is a kernel per cell (assembly/simple-rnn.ts, lstm.ts, gru.ts). When the
 * input is folded, the projection runs over the distinct tokens of the batch and is copied to each occurrence.
 */
import type { RecurrentDefinition } from '@sekvens/layers';
import { accumulate, activationCodes, fromBias, fromZero } from './codes.js';
import { cutRows } from './cut-rows.js';
import { takeMask } from './dropout-keys.js';
import type { Heap } from './heap.js';
import type { Kernels } from './kernels.js';
import type { BatchRun, Value } from './operation.js';
import { PackedMatrix } from './packed-matrix.js';
import { ProjectionCache } from './projection-cache.js';
import type { DenseParameter, ParameterStore } from './parameter.js';
import { cut, ranges, together } from './stages.js';
import type { Stage } from './stages.js';
import type { Task } from './team.js';

/** Where a direction writes its outputs: rows `row` bytes apart; pointer 0 where only the last state is wanted. */
export interface OutputColumns {
  readonly pointer: number;
  readonly row: number;
}

const gateCounts = { simpleRNN: 1, lstm: 4, gru: 3 } as const;

export class RecurrentDirection {
  readonly units: number;
  private readonly gates: number;
  private readonly act: number;
  private readonly rec: number;
  private readonly resetAfter: boolean;
  private readonly kernel: DenseParameter;
  private readonly recurrentKernel: DenseParameter;
  private readonly bias: DenseParameter | undefined;
  private readonly cache: ProjectionCache | undefined;
  private readonly packed: { w: PackedMatrix; wT: PackedMatrix; u: PackedMatrix; uT: PackedMatrix; candidate: PackedMatrix; candidateT: PackedMatrix };

  /** Final states [rows, units] of the last forward pass, in packed order. */
  last = 0;
  lastCell = 0;
  /** Gradients of the initial states after the last backward pass, [rows, units] in packed order. */
  carry = 0;
  carryCell = 0;

  private projectionInput = 0;
  private projectionGradient = 0;
  private folded = false;
  private inputMask = 0;
  private stateMask = 0;
  private gatesAt = 0;
  /** Projections by id that the time loop fetches for itself; 0 where `gatesAt` holds those of all tokens. */
  private table = 0;
  private inner = 0;
  private previous = 0;
  private previousCell = 0;
  private state = 0;
  private activated = 0;

  constructor(
    heap: Heap,
    parameters: ParameterStore,
    path: string,
    private readonly definition: RecurrentDefinition,
    private readonly inputWidth: number,
    private readonly reverse: boolean,
    private readonly layerKey: number,
    /** The size of the vocabulary where the layer is right behind an embedding, else 0. */
    vocabulary: number,
  ) {
    const { config, kind } = definition;
    const units = config.units;
    this.units = units;
    this.gates = gateCounts[kind];
    this.act = activationCodes[config.activation];
    this.rec = kind === 'simpleRNN' ? 0 : activationCodes[(config).recurrentActivation];
    this.resetAfter = kind === 'gru' && (config).resetAfter;
    this.kernel = parameters.dense(`${path}/kernel`);
    this.recurrentKernel = parameters.dense(`${path}/recurrentKernel`);
    this.bias = config.useBias ? parameters.dense(`${path}/bias`) : undefined;
    const width = this.gates * units;
    this.cache = vocabulary > 0 ? new ProjectionCache(heap, vocabulary, width) : undefined;
    const row = width * 4;
    const u = this.recurrentKernel.pointer;
    // without resetAfter, the candidate's columns of U are used apart from those of z and r
    const together = kind === 'gru' && !this.resetAfter ? 2 * units : width;
    const apart = width - together;
    this.packed = {
      w: new PackedMatrix(heap, this.kernel.pointer, row, inputWidth, width, false),
      wT: new PackedMatrix(heap, this.kernel.pointer, row, width, inputWidth, true),
      u: new PackedMatrix(heap, u, row, units, together, false),
      uT: new PackedMatrix(heap, u, row, together, units, true),
      candidate: new PackedMatrix(heap, u + together * 4, row, units, apart, false),
      candidateT: new PackedMatrix(heap, u + together * 4, row, apart, units, true),
    };
  }

  /**
   * The forward pass, cut into at most `parts` tasks a stage. What it needs is taken from the heap at once; nothing is computed yet.
   * @param initialStates pointers to [rows, units] in packed order: h, for LSTM h and c; none for zeros
   */
  forward(run: BatchRun, input: Value, out: OutputColumns, parts: number, initialStates: readonly number[] = []): Stage[] {
    const { heap, rows } = run;
    const { units, act, rec, reverse, definition, resetAfter } = this;
    const { recurrentDropout } = definition.config;
    const tokens = input.tokens!;
    const projection = this.project(run, input, parts);
    if (!run.keep) return [...projection, ...this.infer(run, input, out, parts, initialStates)];
    const stateMask = run.training && recurrentDropout > 0 ? takeMask(run, run.layout!.order, rows, units, recurrentDropout, this.layerKey + 1) : 0;
    const size = tokens.count * units;
    const previous = heap.takeFloats(size);
    const masked = stateMask ? heap.takeFloats(size) : 0;
    const last = heap.takeFloats(rows * units);
    const previousCell = definition.kind === 'lstm' ? heap.takeFloats(size) : 0;
    const activated = definition.kind === 'lstm' ? heap.takeFloats(size) : 0;
    const lastCell = definition.kind === 'lstm' ? heap.takeFloats(rows * units) : 0;
    const inner = definition.kind === 'gru' ? heap.takeFloats(resetAfter ? 3 * size : size) : 0;
    Object.assign(this, { stateMask, previous, state: masked || previous, last, previousCell, activated, lastCell, inner });
    const [initial = 0, initialCell = 0] = initialStates;
    const { gatesAt } = this;
    const u = this.packed.u.pointer;
    const candidate = this.packed.candidate.pointer;
    const innerBias = resetAfter && this.bias ? this.bias.pointer + 12 * units : 0;
    const recurrence = cutRows(run, tokens, parts, (kernels, from, to) => {
      const walk = [tokens.stepOffsets, tokens.steps, rows, from, to, reverse ? 1 : 0, units, act] as const;
      if (definition.kind === 'lstm') {
        kernels.lstmForward(
          ...walk, rec, gatesAt, u, previous, previousCell, masked, stateMask, activated, out.pointer, out.row, initial, initialCell, last, lastCell,
        );
      } else if (definition.kind === 'gru') {
        kernels.gruForward(
          ...walk, rec, resetAfter ? 1 : 0, gatesAt, inner, u, candidate, innerBias, previous, masked, stateMask, out.pointer, out.row, initial, last,
        );
      } else kernels.simpleRnnForward(...walk, gatesAt, u, previous, masked, stateMask, initial, last);
    });
    const stages = [...projection, recurrence];
    // SimpleRNN's states are its outputs; the kernel leaves them in place of the projections
    if (definition.kind === 'simpleRNN' && out.pointer) stages.push([(kernels) => kernels.copyRows(out.pointer, out.row, gatesAt, units * 4, tokens.count, units)]);
    return stages;
  }

  /** The time loop where no backward pass follows: states run along in place, and nothing is kept of the steps. */
  private infer(run: BatchRun, input: Value, out: OutputColumns, parts: number, initialStates: readonly number[]): Stage[] {
    const { heap, rows } = run;
    const { units, act, rec, reverse, definition, resetAfter, gatesAt, table } = this;
    const tokens = input.tokens!;
    const last = heap.takeFloats(rows * units);
    const lastCell = definition.kind === 'lstm' ? heap.takeFloats(rows * units) : 0;
    const inner = definition.kind === 'gru' ? heap.takeFloats(resetAfter ? 3 * rows * units : rows * units) : 0;
    Object.assign(this, { last, lastCell });
    const [initial = 0, initialCell = 0] = initialStates;
    const u = this.packed.u.pointer;
    const candidate = this.packed.candidate.pointer;
    const innerBias = resetAfter && this.bias ? this.bias.pointer + 12 * units : 0;
    const recurrence = cutRows(run, tokens, parts, (kernels, from, to) => {
      const walk = [tokens.stepOffsets, tokens.steps, from, to, reverse ? 1 : 0, units, act] as const;
      if (definition.kind === 'lstm') kernels.lstmInfer(...walk, rec, gatesAt, table, tokens.ids, u, out.pointer, out.row, initial, initialCell, last, lastCell);
      else if (definition.kind === 'gru') kernels.gruInfer(...walk, rec, resetAfter ? 1 : 0, gatesAt, table, tokens.ids, inner, u, candidate, innerBias, out.pointer, out.row, initial, last);
      else kernels.simpleRnnInfer(...walk, gatesAt, table, tokens.ids, u, out.pointer, out.row, initial, last);
    });
    return [recurrence];
  }

  /** x·W + b for every token into `gatesAt`. */
  private project(run: BatchRun, input: Value, parts: number): Stage[] {
    const { heap, kernels } = run;
    const { inputWidth, bias } = this;
    const tokens = input.tokens!;
    const width = this.gates * this.units;
    const { dropout } = this.definition.config;
    const dropped = run.training && dropout > 0;
    this.inputMask = dropped ? takeMask(run, run.layout!.order, run.rows, inputWidth, dropout, this.layerKey) : 0;
    this.projectionInput = input.pointer;
    this.table = 0;
    if (dropped) {
      let source = input.pointer;
      this.projectionInput = heap.takeFloats(tokens.count * inputWidth);
      if (input.slotOf !== undefined) {
        source = this.projectionInput;
        kernels.gatherRows(source, inputWidth * 4, input.pointer, inputWidth * 4, input.slotOf, tokens.count, inputWidth);
      }
      kernels.multiplyByRow(this.projectionInput, source, this.inputMask, tokens.rowOf, tokens.count, inputWidth);
    }
    const { w, u, candidate } = this.packed;
    const pack = together([...w.refresh(run), ...u.refresh(run), ...candidate.refresh(run)], parts);
    if (!run.keep && !dropped && input.slotOf !== undefined && this.cache?.pointer) return [pack, ...this.projectMissing(run, input, this.cache, parts)];
    const count = dropped ? tokens.count : input.count;
    const source = this.projectionInput;
    const projected = heap.takeFloats(count * width);
    const folded = input.slotOf !== undefined && !dropped;
    const gatesAt = folded ? heap.takeFloats(tokens.count * width) : projected;
    this.gatesAt = gatesAt;
    const stages: Stage[] = [
      pack,
      cut(count, parts, 4, (k, from, to) =>
        k.gemm(
          to - from, width, inputWidth, source + from * inputWidth * 4, inputWidth * 4, 4, w.pointer, projected + from * width * 4, width * 4,
          bias ? fromBias : fromZero, bias ? bias.pointer : 0,
        )),
    ];
    if (folded) {
      const slotOf = input.slotOf;
      stages.push(cut(tokens.count, parts, 4, (k, from, to) => k.gatherRows(gatesAt + from * width * 4, width * 4, projected, width * 4, slotOf + from * 4, to - from, width)));
    }
    return stages;
  }

  /** The projections from the cache, after those of ids that come for the first time. */
  private projectMissing(run: BatchRun, input: Value, cache: ProjectionCache, parts: number): Stage[] {
    const { heap } = run;
    const { inputWidth, bias } = this;
    const width = this.gates * this.units;
    const [row, inputRow] = [width * 4, inputWidth * 4];
    const { places, ids, count } = cache.missing(run, input);
    const source = heap.takeFloats(count * inputWidth);
    const projected = heap.takeFloats(count * width);
    this.gatesAt = heap.takeFloats(run.rows * width);
    this.table = cache.pointer;
    const w = this.packed.w.pointer;
    return [
      cut(count, parts, 4, (k, from, to) => {
        k.gatherRows(source + from * inputRow, inputRow, input.pointer, inputRow, places + from * 4, to - from, inputWidth);
        k.gemm(to - from, width, inputWidth, source + from * inputRow, inputRow, 4, w, projected + from * row, row, bias ? fromBias : fromZero, bias ? bias.pointer : 0);
        k.placeRows(cache.pointer, row, projected + from * row, row, ids + from * 4, to - from, width);
      }),
    ];
  }

  /** Takes memory for the projections of the vocabulary. */
  prepareInference(): void {
    this.cache?.prepare();
  }

  /**
   * The backward pass up to the gradients of x·W + b, and from there those of the weights.
   * @param out gradients of the outputs, or pointer 0
   * @param lastGradient gradient of the final state [rows, units], or 0
   */
  backward(run: BatchRun, input: Value, out: OutputColumns, lastGradient: number, parts: number): Stage[] {
    const { heap, rows } = run;
    const { units, act, rec, reverse, definition, resetAfter, stateMask, gatesAt, previous, previousCell, activated, inner, state } = this;
    const tokens = input.tokens!;
    const carry = heap.takeFloats(rows * units);
    const scratch = heap.takeFloats(rows * units);
    const carryCell = definition.kind === 'lstm' ? heap.takeFloats(rows * units) : 0;
    Object.assign(this, { carry, carryCell });
    const uT = this.packed.uT.pointer;
    const candidateT = this.packed.candidateT.pointer;
    const recurrence = cutRows(run, tokens, parts, (kernels, from, to) => {
      const walk = [tokens.stepOffsets, tokens.steps, rows, from, to, reverse ? 1 : 0, units, act] as const;
      if (definition.kind === 'lstm') {
        kernels.lstmBackward(
          ...walk, rec, gatesAt, uT, previousCell, activated, stateMask, out.pointer, out.row, lastGradient, 0, carry, carryCell, scratch,
        );
      } else if (definition.kind === 'gru') {
        kernels.gruBackward(
          ...walk, rec, resetAfter ? 1 : 0, gatesAt, inner, uT, candidateT, previous, state, stateMask, out.pointer, out.row, lastGradient, carry, scratch,
        );
      } else kernels.simpleRnnBackward(...walk, gatesAt, uT, stateMask, out.pointer, out.row, lastGradient, carry, scratch);
    });
    const pack = together([...this.packed.uT.refresh(run), ...this.packed.candidateT.refresh(run), ...this.packed.wT.refresh(run)], parts);
    return [pack, recurrence, ...this.weightGradients(run, input, parts)];
  }

  /** Gradients of U, W and b; for folded input first the gradients of the distinct rows' projections. */
  private weightGradients(run: BatchRun, input: Value, parts: number): Stage[] {
    const { heap } = run;
    const { units, inputWidth, gatesAt, inner, state, bias, definition, resetAfter } = this;
    const tokens = input.tokens!;
    const width = this.gates * units;
    const row = width * 4;
    this.folded = input.slotOf !== undefined && this.inputMask === 0;
    const count = this.folded ? input.count : tokens.count;
    const projectionGradient = this.folded ? heap.takeZeros(count * width) : gatesAt;
    this.projectionGradient = projectionGradient;
    // each part packs for itself, so each has its own scratch
    const scratchBytes = 32 * 256 * Math.ceil(width / 8);
    const scratchAt = heap.take(2 * parts * scratchBytes);
    let used = 0;
    const scratch = () => scratchAt + (used++ % (2 * parts)) * scratchBytes;
    const recurrentTasks = ranges(units, parts, 4).map(([from, to]): Task => {
      const at = scratch();
      const gradient = this.recurrentKernel.gradient + from * row;
      const product = (k: Kernels, columns: number, column: number, source: number, sourceState: number) =>
        k.gemmTransposed(to - from, columns, tokens.count, sourceState + from * 4, units * 4, source, row, gradient + column * 4, row, at);
      return (k) => {
        if (definition.kind !== 'gru') product(k, width, 0, gatesAt, state);
        else if (resetAfter) product(k, width, 0, inner, state);
        else {
          product(k, 2 * units, 0, gatesAt, state);
          product(k, units, 2 * units, gatesAt + 8 * units, inner);
        }
      };
    });
    const kernelTasks = ranges(inputWidth, parts, 4).map(([from, to]): Task => {
      const at = scratch();
      return (k) => k.gemmTransposed(to - from, width, count, this.projectionInput + from * 4, inputWidth * 4, projectionGradient, row, this.kernel.gradient + from * row, row, at);
    });
    const biasTask: Task[] = bias ? [(k) => k.sumRows(bias.gradient, projectionGradient, row, count, width)] : [];
    if (bias && resetAfter) biasTask.push((k) => k.sumRows(bias.gradient + row, inner, row, tokens.count, width));
    const fold: Stage = this.folded
      ? cut(width, parts, 8, (k, from, to) => k.scatterAddRows(projectionGradient + from * 4, row, gatesAt + from * 4, row, input.slotOf!, tokens.count, to - from))
      : [];
    return [fold, together([...recurrentTasks, ...kernelTasks, ...biasTask], parts)];
  }

  /**
   * The gradient of the input, for rows [from, to) of what `backward` worked on: distinct rows for folded input, else tokens.
   * @param more add to it instead of setting it
   */
  inputGradient(kernels: Kernels, input: Value, from: number, to: number, more: boolean): void {
    const { inputWidth } = this;
    const width = this.gates * this.units;
    kernels.gemm(
      to - from, inputWidth, width, this.projectionGradient + from * width * 4, width * 4, 4, this.packed.wT.pointer,
      input.gradient + from * inputWidth * 4, inputWidth * 4, more ? accumulate : fromZero, 0,
    );
  }

  /** Whether input dropout was active in this batch; its gradient then goes through {@link maskedInputGradient}. */
  get inputDropped(): boolean {
    return this.inputMask !== 0;
  }

  /** Adds the gradient of the input through the dropout mask of this direction. */
  maskedInputGradient(run: BatchRun, input: Value): void {
    const { heap, kernels } = run;
    const { inputWidth } = this;
    const tokens = input.tokens!;
    const width = this.gates * this.units;
    const perToken = heap.takeFloats(tokens.count * inputWidth);
    kernels.gemm(tokens.count, inputWidth, width, this.projectionGradient, width * 4, 4, this.packed.wT.pointer, perToken, inputWidth * 4, fromZero, 0);
    kernels.multiplyByRow(perToken, perToken, this.inputMask, tokens.rowOf, tokens.count, inputWidth);
    if (input.slotOf === undefined) kernels.add(input.gradient, input.gradient, perToken, tokens.count * inputWidth);
    else kernels.scatterAddRows(input.gradient, inputWidth * 4, perToken, inputWidth * 4, input.slotOf, tokens.count, inputWidth);
  }

  /** Multiply-adds of one pass over `count` tokens, for deciding into how many tasks to cut it. */
  work(count: number): number {
    return count * this.gates * this.units * (this.inputWidth + this.units);
  }
}
