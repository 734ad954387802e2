import type { DenseConfig } from '@sekvens/layers';
import { activationCodes, fromBias, fromZero } from './codes.js';
import type { Heap } from './heap.js';
import type { BatchRun, Operation, Value } from './operation.js';
import { floatsOf } from './operation.js';
import { PackedMatrix } from './packed-matrix.js';
import type { DenseParameter } from './parameter.js';
import { cut, partsFor, ranges, together } from './stages.js';
import type { Task } from './team.js';

/** y = activation(x·W + b), for every row or every token alike. */
export class DenseOperation implements Operation {
  private readonly kernel: PackedMatrix;
  private readonly kernelT: PackedMatrix;

  constructor(
    heap: Heap,
    private readonly config: DenseConfig,
    private readonly inputWidth: number,
    private readonly weight: DenseParameter,
    private readonly bias: DenseParameter | undefined,
  ) {
    const row = config.units * 4;
    this.kernel = new PackedMatrix(heap, weight.pointer, row, inputWidth, config.units, false);
    this.kernelT = new PackedMatrix(heap, weight.pointer, row, config.units, inputWidth, true);
  }

  /** Set for one batch at a time by whoever computes a loss from the logits. */
  logits = false;

  forward(run: BatchRun, input: Value): Value {
    const { heap } = run;
    const { inputWidth, bias } = this;
    const { units, activation } = this.config;
    const output = { ...input, pointer: heap.takeFloats(input.count * units), width: units, gradient: 0 };
    const packed = this.kernel.current(run);
    const linear = this.logits || activation === 'linear';
    run.team.phase(
      cut(input.count, this.parts(run, input), 4, (kernels, from, to) => {
        const at = output.pointer + from * units * 4;
        kernels.gemm(
          to - from, units, inputWidth, input.pointer + from * inputWidth * 4, inputWidth * 4, 4, packed, at, units * 4, bias ? fromBias : fromZero, bias ? bias.pointer : 0,
        );
        if (linear) return;
        if (activation === 'softmax') kernels.softmaxRows(at, at, to - from, units);
        else kernels.activation(activationCodes[activation], at, at, (to - from) * units);
      }),
    );
    return output;
  }

  backward(run: BatchRun, input: Value, output: Value, needsInput: boolean): void {
    const { heap, team } = run;
    const { inputWidth, bias, weight } = this;
    const { units, activation } = this.config;
    const { count } = input;
    const parts = this.parts(run, input);
    let { gradient } = output;
    if (!this.logits && activation !== 'linear') {
      gradient = heap.takeFloats(floatsOf(output));
      team.phase(
        cut(count, parts, 4, (kernels, from, to) => {
          const [at, above, below] = [output.pointer, output.gradient, gradient].map((pointer) => pointer + from * units * 4);
          if (activation === 'softmax') kernels.softmaxGradient(at, above, below, to - from, units);
          else kernels.activationGradient(activationCodes[activation], at, above, below, (to - from) * units);
        }),
      );
    }
    const tasks: Task[] = [];
    // each part packs for itself, so each has its own scratch
    const scratchBytes = 32 * Math.min(count, 256) * Math.ceil(units / 8);
    for (const [from, to] of ranges(inputWidth, parts, 4)) {
      const scratch = heap.take(scratchBytes);
      tasks.push((kernels) => kernels.gemmTransposed(to - from, units, count, input.pointer + from * 4, inputWidth * 4, gradient, units * 4, weight.gradient + from * units * 4, units * 4, scratch));
    }
    if (bias) tasks.push((kernels) => kernels.sumRows(bias.gradient, gradient, units * 4, count, units));
    if (needsInput) {
      input.gradient = heap.takeFloats(floatsOf(input));
      const packed = this.kernelT.current(run);
      tasks.push(
        ...cut(count, parts, 4, (kernels, from, to) =>
          kernels.gemm(to - from, inputWidth, units, gradient + from * units * 4, units * 4, 4, packed, input.gradient + from * inputWidth * 4, inputWidth * 4, fromZero, 0)),
      );
    }
    team.phase(together(tasks, parts));
  }

  private parts(run: BatchRun, input: Value): number {
    return partsFor(input.count * this.inputWidth * this.config.units, run.team.size);
  }
}
