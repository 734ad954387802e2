/**
 * One recurrent layer in one direction over the packed rows of a batch.
 *
 * The input projection x·W + b of all tokens is one product before the time loop, and the gradients of W, U and x are
 * one product each after it; the loop itself is a kernel per cell (assembly/simple-rnn.ts, lstm.ts, gru.ts). When the
 * input is folded, the projection runs over the distinct tokens of the batch and is copied to each occurrence.
 */
import type { RecurrentDefinition } from '@sekvens/layers';
import { accumulate, activationCodes, fromBias, fromZero } from './codes.js';
import { takeMask } from './dropout-keys.js';
import type { Heap } from './heap.js';
import type { BatchRun, Value } from './operation.js';
import { floatsOf } from './operation.js';
import { PackedMatrix } from './packed-matrix.js';
import type { DenseParameter, ParameterStore } from './parameter.js';

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
  private readonly packed: { w: PackedMatrix; wT: PackedMatrix; u: PackedMatrix; uT: PackedMatrix; candidate: PackedMatrix; candidateT: PackedMatrix };

  /** Final states [rows, units] of the last forward pass, in packed order. */
  last = 0;
  lastCell = 0;
  /** Gradients of the initial states after the last backward pass, [rows, units] in packed order. */
  carry = 0;
  carryCell = 0;

  private projectionInput = 0;
  private inputMask = 0;
  private stateMask = 0;
  private gatesAt = 0;
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

  /** @param initialStates pointers to [rows, units] in packed order: h, for LSTM h and c; none for zeros */
  forward(run: BatchRun, input: Value, out: OutputColumns, initialStates: readonly number[] = []): void {
    const { heap, kernels, rows } = run;
    const { units, act, rec, reverse } = this;
    const { recurrentDropout } = this.definition.config;
    const tokens = input.tokens!;
    this.project(run, input);
    this.stateMask = run.training && recurrentDropout > 0 ? takeMask(run, run.layout!.order, rows, units, recurrentDropout, this.layerKey + 1) : 0;
    const size = tokens.count * units;
    this.previous = heap.takeFloats(size);
    const masked = this.stateMask ? heap.takeFloats(size) : 0;
    this.state = masked || this.previous;
    this.last = heap.takeFloats(rows * units);
    const [initial = 0, initialCell = 0] = initialStates;
    const walk = [tokens.stepOffsets, tokens.steps, rows, 0, rows, reverse ? 1 : 0, units, act] as const;
    const { u, candidate } = this.packed;
    if (this.definition.kind === 'lstm') {
      this.previousCell = heap.takeFloats(size);
      this.activated = heap.takeFloats(size);
      this.lastCell = heap.takeFloats(rows * units);
      kernels.lstmForward(
        ...walk, rec, this.gatesAt, u.current(run), this.previous, this.previousCell, masked, this.stateMask, this.activated,
        out.pointer, out.row, initial, initialCell, this.last, this.lastCell,
      );
    } else if (this.definition.kind === 'gru') {
      this.inner = heap.takeFloats(this.resetAfter ? 3 * size : size);
      const innerBias = this.resetAfter && this.bias ? this.bias.pointer + 12 * units : 0;
      kernels.gruForward(
        ...walk, rec, this.resetAfter ? 1 : 0, this.gatesAt, this.inner, u.current(run), candidate.current(run), innerBias,
        this.previous, masked, this.stateMask, out.pointer, out.row, initial, this.last,
      );
    } else {
      kernels.simpleRnnForward(...walk, this.gatesAt, u.current(run), this.previous, masked, this.stateMask, initial, this.last);
      if (out.pointer) kernels.copyRows(out.pointer, out.row, this.gatesAt, units * 4, tokens.count, units);
    }
  }

  /** x·W + b for every token into `gatesAt`. */
  private project(run: BatchRun, input: Value): void {
    const { heap, kernels } = run;
    const { inputWidth } = this;
    const tokens = input.tokens!;
    const width = this.gates * this.units;
    const { dropout } = this.definition.config;
    const dropped = run.training && dropout > 0;
    this.inputMask = dropped ? takeMask(run, run.layout!.order, run.rows, inputWidth, dropout, this.layerKey) : 0;
    this.projectionInput = input.pointer;
    if (dropped) {
      let source = input.pointer;
      this.projectionInput = heap.takeFloats(tokens.count * inputWidth);
      if (input.slotOf !== undefined) {
        source = this.projectionInput;
        kernels.gatherRows(source, inputWidth * 4, input.pointer, inputWidth * 4, input.slotOf, tokens.count, inputWidth);
      }
      kernels.multiplyByRow(this.projectionInput, source, this.inputMask, tokens.rowOf, tokens.count, inputWidth);
    }
    const count = dropped ? tokens.count : input.count;
    const projected = heap.takeFloats(count * width);
    kernels.gemm(
      count, width, inputWidth, this.projectionInput, inputWidth * 4, 4, this.packed.w.current(run), projected, width * 4,
      this.bias ? fromBias : fromZero, this.bias ? this.bias.pointer : 0,
    );
    this.gatesAt = projected;
    if (input.slotOf !== undefined && !dropped) {
      this.gatesAt = heap.takeFloats(tokens.count * width);
      kernels.gatherRows(this.gatesAt, width * 4, projected, width * 4, input.slotOf, tokens.count, width);
    }
  }

  /**
   * @param out gradients of the outputs, or pointer 0
   * @param lastGradient gradient of the final state [rows, units], or 0
   * @param more add to `input.gradient` instead of setting it
   */
  backward(run: BatchRun, input: Value, out: OutputColumns, lastGradient: number, needsInput: boolean, more: boolean): void {
    const { heap, kernels, rows } = run;
    const { units, act, rec, reverse } = this;
    const tokens = input.tokens!;
    this.carry = heap.takeFloats(rows * units);
    const scratch = heap.takeFloats(rows * units);
    const walk = [tokens.stepOffsets, tokens.steps, rows, 0, rows, reverse ? 1 : 0, units, act] as const;
    const { uT, candidateT } = this.packed;
    const { kind } = this.definition;
    if (kind === 'lstm') {
      this.carryCell = heap.takeFloats(rows * units);
      kernels.lstmBackward(
        ...walk, rec, this.gatesAt, uT.current(run), this.previousCell, this.activated, this.stateMask,
        out.pointer, out.row, lastGradient, 0, this.carry, this.carryCell, scratch,
      );
    } else if (kind === 'gru') {
      kernels.gruBackward(
        ...walk, rec, this.resetAfter ? 1 : 0, this.gatesAt, this.inner, uT.current(run), candidateT.current(run), this.previous, this.state,
        this.stateMask, out.pointer, out.row, lastGradient, this.carry, scratch,
      );
    } else {
      kernels.simpleRnnBackward(
        ...walk, this.gatesAt, uT.current(run), this.stateMask, out.pointer, out.row, lastGradient, this.carry, scratch,
      );
    }
    this.recurrentGradients(run, tokens.count);
    this.inputGradients(run, input, needsInput, more);
  }

  private recurrentGradients(run: BatchRun, count: number): void {
    const { kernels } = run;
    const { units } = this;
    const width = this.gates * units;
    const gradient = this.recurrentKernel.gradient;
    const scratch = this.productScratch(run, count, width);
    const product = (columns: number, from: number, source: number, sourceRow: number, state: number) =>
      kernels.gemmTransposed(units, columns, count, state, units * 4, source, sourceRow, gradient + from * 4, width * 4, scratch);
    if (this.definition.kind !== 'gru') {
      product(width, 0, this.gatesAt, width * 4, this.state);
    } else if (this.resetAfter) {
      product(width, 0, this.inner, width * 4, this.state);
      if (this.bias) kernels.sumRows(this.bias.gradient + width * 4, this.inner, width * 4, count, width);
    } else {
      product(2 * units, 0, this.gatesAt, width * 4, this.state);
      product(units, 2 * units, this.gatesAt + 8 * units, width * 4, this.inner);
    }
  }

  /** Gradients of W, b and the input, from those of x·W + b. */
  private inputGradients(run: BatchRun, input: Value, needsInput: boolean, more: boolean): void {
    const { heap, kernels } = run;
    const { inputWidth } = this;
    const tokens = input.tokens!;
    const width = this.gates * this.units;
    const dropped = this.inputMask !== 0;
    const folded = input.slotOf !== undefined && !dropped;
    let gradient = this.gatesAt;
    const count = folded ? input.count : tokens.count;
    if (folded) {
      gradient = heap.takeZeros(count * width);
      kernels.scatterAddRows(gradient, width * 4, this.gatesAt, width * 4, input.slotOf, tokens.count, width);
    }
    const scratch = this.productScratch(run, count, width);
    kernels.gemmTransposed(inputWidth, width, count, this.projectionInput, inputWidth * 4, gradient, width * 4, this.kernel.gradient, width * 4, scratch);
    if (this.bias) kernels.sumRows(this.bias.gradient, gradient, width * 4, count, width);
    if (!needsInput) return;
    if (!more) input.gradient = dropped ? heap.takeZeros(floatsOf(input)) : heap.takeFloats(floatsOf(input));
    const wT = this.packed.wT.current(run);
    if (!dropped) {
      kernels.gemm(count, inputWidth, width, gradient, width * 4, 4, wT, input.gradient, inputWidth * 4, more ? accumulate : fromZero, 0);
      return;
    }
    const perToken = heap.takeFloats(count * inputWidth);
    kernels.gemm(count, inputWidth, width, gradient, width * 4, 4, wT, perToken, inputWidth * 4, fromZero, 0);
    kernels.multiplyByRow(perToken, perToken, this.inputMask, tokens.rowOf, count, inputWidth);
    if (input.slotOf === undefined) kernels.add(input.gradient, input.gradient, perToken, count * inputWidth);
    else kernels.scatterAddRows(input.gradient, inputWidth * 4, perToken, inputWidth * 4, input.slotOf, count, inputWidth);
  }

  private productScratch(run: BatchRun, count: number, width: number): number {
    return run.heap.take(32 * Math.min(Math.max(count, 1), 256) * Math.ceil(width / 8));
  }
}
