/** Dropout and activation, which work on each number alike. */
import type { ActivationName } from '@sekvens/layers';
import { activationCodes } from './codes.js';
import { takeMask } from './dropout-keys.js';
import type { BatchRun, Operation, Value } from './operation.js';
import { floatsOf } from './operation.js';
import { cut, partsFor } from './stages.js';

/** Dropout of single elements, or with `spatial` of whole features of a row. Does nothing outside training. */
export class DropoutOperation implements Operation {
  private mask = 0;

  constructor(private readonly rate: number, private readonly spatial: boolean, private readonly layerKey: number) {}

  forward(run: BatchRun, input: Value): Value {
    if (!run.training || this.rate === 0) return { ...input, gradient: 0 };
    const output = { ...input, pointer: run.heap.takeFloats(floatsOf(input)), gradient: 0 };
    if (this.spatial) this.mask = takeMask(run, run.layout!.order, run.rows, input.width, this.rate, this.layerKey);
    else this.mask = takeMask(run, input.tokens ? input.tokens.keys : exampleNumbers(run), input.count, input.width, this.rate, this.layerKey);
    this.apply(run, output.pointer, input.pointer, input);
    return output;
  }

  backward(run: BatchRun, input: Value, output: Value, needsInput: boolean): void {
    if (!needsInput) return;
    if (!run.training || this.rate === 0) {
      input.gradient = output.gradient;
      return;
    }
    input.gradient = run.heap.takeFloats(floatsOf(input));
    this.apply(run, input.gradient, output.gradient, input);
  }

  private apply(run: BatchRun, target: number, source: number, shape: Value): void {
    const { count, width, tokens } = shape;
    run.team.phase(
      cut(count, partsFor(count * width, run.team.size), 4, (kernels, from, to) => {
        const at = from * width * 4;
        if (this.spatial) kernels.multiplyByRow(target + at, source + at, this.mask, tokens!.rowOf + from * 4, to - from, width);
        else kernels.multiply(target + at, source + at, this.mask + at, (to - from) * width);
      }),
    );
  }
}

/** The number of each packed row in the batch; without a time axis rows are in the batch's order. */
function exampleNumbers(run: BatchRun): number {
  return run.layout ? run.layout.order : run.heap.putIntegers(Int32Array.from({ length: run.rows }, (_, r) => r));
}

export class ActivationOperation implements Operation {
  constructor(private readonly activation: ActivationName) {}

  /** Set for one batch at a time by whoever computes a loss from the logits. */
  logits = false;

  forward(run: BatchRun, input: Value): Value {
    const output = { ...input, pointer: run.heap.takeFloats(floatsOf(input)), gradient: 0 };
    if (this.logits) run.kernels.activation(activationCodes.linear, input.pointer, output.pointer, floatsOf(input));
    else if (this.activation === 'softmax') run.kernels.softmaxRows(input.pointer, output.pointer, input.count, input.width);
    else run.kernels.activation(activationCodes[this.activation], input.pointer, output.pointer, floatsOf(input));
    return output;
  }

  backward(run: BatchRun, input: Value, output: Value, needsInput: boolean): void {
    if (!needsInput) return;
    const { kernels } = run;
    input.gradient = this.logits ? output.gradient : run.heap.takeFloats(floatsOf(input));
    if (this.logits) return;
    if (this.activation === 'softmax') kernels.softmaxGradient(output.pointer, output.gradient, input.gradient, input.count, input.width);
    else kernels.activationGradient(activationCodes[this.activation], output.pointer, output.gradient, input.gradient, floatsOf(input));
  }
}
