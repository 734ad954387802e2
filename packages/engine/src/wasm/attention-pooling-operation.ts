import { accumulate, activationCodes, fromBias, fromZero } from './codes.js';
import { cutRows } from './cut-rows.js';
import type { Heap } from './heap.js';
import type { Kernels } from './kernels.js';
import type { BatchRun, Operation, Value } from './operation.js';
import { floatsOf, rowValue } from './operation.js';
import { PackedMatrix } from './packed-matrix.js';
import type { DenseParameter } from './parameter.js';
import { cut, partsFor, ranges, together } from './stages.js';
import type { Task } from './team.js';

/** The weights of attention: a vector that scores a step, or the hidden layer in front of it. */
export interface AttentionParameters {
  readonly context: DenseParameter;
  readonly hidden: { readonly units: number; readonly kernel: DenseParameter; readonly bias: DenseParameter } | undefined;
}

/**
 * y = Σ a·x over each row's tokens, a = softmax(u·v), u = tanh(x·W + b) or x itself. All tokens of the batch go through one product each
 * with W and v, and through one each for the gradients of W, v and x; only softmax and sums go row by row.
 */
export class AttentionPoolingOperation implements Operation {
  private readonly packed: { w?: PackedMatrix; wT?: PackedMatrix; v: PackedMatrix; vT: PackedMatrix };
  private readonly scored: number;
  private hiddenAt = 0;
  /** One number a token, in packed order: what it counts in its row. */
  weights = 0;

  constructor(heap: Heap, private readonly inputWidth: number, private readonly parameters: AttentionParameters) {
    const { context, hidden } = parameters;
    this.scored = hidden ? hidden.units : inputWidth;
    const { scored } = this;
    this.packed = { v: new PackedMatrix(heap, context.pointer, 4, scored, 1, false), vT: new PackedMatrix(heap, context.pointer, scored * 4, 1, scored, false) };
    if (!hidden) return;
    this.packed.w = new PackedMatrix(heap, hidden.kernel.pointer, scored * 4, inputWidth, scored, false);
    this.packed.wT = new PackedMatrix(heap, hidden.kernel.pointer, scored * 4, scored, inputWidth, true);
  }

  forward(run: BatchRun, input: Value): Value {
    const { heap, rows, team } = run;
    const { inputWidth, scored } = this;
    const { hidden } = this.parameters;
    const { count, pointer, width } = input;
    const tokens = input.tokens!;
    const u = hidden ? heap.takeFloats(count * scored) : pointer;
    const scores = heap.takeFloats(count);
    const weights = heap.takeFloats(count);
    const output = rowValue(heap.takeFloats(rows * width), width, rows);
    Object.assign(this, { hiddenAt: u, weights });
    const w = this.packed.w?.current(run) ?? 0;
    const v = this.packed.v.current(run);
    team.phase(
      cut(count, this.parts(run, input), 4, (kernels, from, to) => {
        const at = u + from * scored * 4;
        if (hidden) {
          kernels.gemm(to - from, scored, inputWidth, pointer + from * inputWidth * 4, inputWidth * 4, 4, w, at, scored * 4, fromBias, hidden.bias.pointer);
          kernels.activation(activationCodes.tanh, at, at, (to - from) * scored);
        }
        kernels.gemm(to - from, 1, scored, at, scored * 4, 4, v, scores + from * 4, 4, fromZero, 0);
      }),
    );
    team.phase(
      cutRows(run, tokens, partsFor(floatsOf(input), team.size), (kernels, from, to) =>
        kernels.attentionPoolForward(tokens.stepOffsets, tokens.steps, from, to, width, pointer, scores, weights, output.pointer)),
    );
    return output;
  }

  backward(run: BatchRun, input: Value, output: Value, needsInput: boolean): void {
    const { heap, rows, team } = run;
    const { inputWidth, scored, hiddenAt, weights } = this;
    const { context, hidden } = this.parameters;
    const { count, pointer } = input;
    const tokens = input.tokens!;
    const parts = this.parts(run, input);
    const scoreGradient = heap.takeFloats(count);
    const means = heap.takeFloats(rows);
    input.gradient = needsInput ? heap.takeFloats(floatsOf(input)) : 0;
    const { gradient } = input;
    team.phase(
      cutRows(run, tokens, partsFor(2 * floatsOf(input), team.size), (kernels, from, to) =>
        kernels.attentionPoolBackward(tokens.stepOffsets, tokens.steps, from, to, inputWidth, pointer, weights, output.gradient, scoreGradient, means, gradient)),
    );
    const vT = this.packed.vT.current(run);
    // du = ds · vᵀ, a product over one column
    const spread = (kernels: Kernels, target: number, begin: number, from: number, to: number) =>
      kernels.gemm(to - from, scored, 1, scoreGradient + from * 4, 4, 4, vT, target + from * scored * 4, scored * 4, begin, 0);
    const scratch = (columns: number) => heap.take(32 * Math.min(count, 256) * Math.ceil(columns / 8));
    const contextScratch = scratch(1);
    const tasks: Task[] = [(kernels) => kernels.gemmTransposed(scored, 1, count, hiddenAt, scored * 4, scoreGradient, 4, context.gradient, 4, contextScratch)];
    if (hidden) {
      const before = heap.takeFloats(count * scored);
      team.phase(
        cut(count, parts, 4, (kernels, from, to) => {
          spread(kernels, before, fromZero, from, to);
          const at = from * scored * 4;
          kernels.activationGradient(activationCodes.tanh, hiddenAt + at, before + at, before + at, (to - from) * scored);
        }),
      );
      for (const [from, to] of ranges(inputWidth, parts, 4)) {
        const own = scratch(scored);
        tasks.push((kernels) =>
          kernels.gemmTransposed(to - from, scored, count, pointer + from * 4, inputWidth * 4, before, scored * 4, hidden.kernel.gradient + from * scored * 4, scored * 4, own));
      }
      tasks.push((kernels) => kernels.sumRows(hidden.bias.gradient, before, scored * 4, count, scored));
      const wT = needsInput ? this.packed.wT!.current(run) : 0;
      if (needsInput) {
        tasks.push(
          ...cut(count, parts, 4, (kernels, from, to) =>
            kernels.gemm(to - from, inputWidth, scored, before + from * scored * 4, scored * 4, 4, wT, gradient + from * inputWidth * 4, inputWidth * 4, accumulate, 0)),
        );
      }
    } else if (needsInput) tasks.push(...cut(count, parts, 4, (kernels, from, to) => spread(kernels, gradient, accumulate, from, to)));
    team.phase(together(tasks, parts));
  }

  private parts(run: BatchRun, input: Value): number {
    return partsFor(input.count * this.scored * (this.parameters.hidden ? this.inputWidth : 1), run.team.size);
  }
}
