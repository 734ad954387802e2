import type { DenseConfig } from '@sekvens/layers';
import { activationCodes, fromBias, fromZero } from './codes.js';
import type { Heap } from './heap.js';
import type { BatchRun, Operation, Value } from './operation.js';
import { floatsOf } from './operation.js';
import { PackedMatrix } from './packed-matrix.js';
import type { DenseParameter } from './parameter.js';

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
    const { kernels, heap } = run;
    const { units, activation } = this.config;
    const output = { ...input, pointer: heap.takeFloats(input.count * units), width: units, gradient: 0 };
    const b = this.bias;
    kernels.gemm(
      input.count, units, this.inputWidth, input.pointer, this.inputWidth * 4, 4, this.kernel.current(run), output.pointer, units * 4, b ? fromBias : fromZero, b ? b.pointer : 0,
    );
    if (this.logits || activation === 'linear') return output;
    if (activation === 'softmax') kernels.softmaxRows(output.pointer, output.pointer, output.count, units);
    else kernels.activation(activationCodes[activation], output.pointer, output.pointer, floatsOf(output));
    return output;
  }

  backward(run: BatchRun, input: Value, output: Value, needsInput: boolean): void {
    const { kernels, heap } = run;
    const { units, activation } = this.config;
    let gradient = output.gradient;
    if (!this.logits && activation !== 'linear') {
      gradient = heap.takeFloats(floatsOf(output));
      if (activation === 'softmax') kernels.softmaxGradient(output.pointer, output.gradient, gradient, output.count, units);
      else kernels.activationGradient(activationCodes[activation], output.pointer, output.gradient, gradient, floatsOf(output));
    }
    const scratch = heap.take(32 * Math.min(input.count, 256) * Math.ceil(units / 8));
    kernels.gemmTransposed(this.inputWidth, units, input.count, input.pointer, this.inputWidth * 4, gradient, units * 4, this.weight.gradient, units * 4, scratch);
    if (this.bias) kernels.sumRows(this.bias.gradient, gradient, units * 4, input.count, units);
    if (!needsInput) return;
    input.gradient = heap.takeFloats(floatsOf(input));
    kernels.gemm(input.count, this.inputWidth, units, gradient, units * 4, 4, this.kernelT.current(run), input.gradient, this.inputWidth * 4, fromZero, 0);
  }
}
