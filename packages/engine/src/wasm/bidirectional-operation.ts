import type { MergeMode } from '@sekvens/layers';
import { sumInputGradients } from './input-gradient.js';
import type { BatchRun, Operation, Value } from './operation.js';
import { floatsOf, rowValue, tokenValue } from './operation.js';
import type { RecurrentDirection } from './recurrent-direction.js';
import { SequenceView } from './sequence-view.js';
import { partsFor, runChains } from './stages.js';

/** Two directions over the same input, merged token by token or at their last outputs. */
export class BidirectionalOperation implements Operation {
  private readonly view: SequenceView;
  private sequence: Value | undefined;
  private left = 0;
  private right = 0;

  constructor(
    readonly forwards: RecurrentDirection,
    readonly backwards: RecurrentDirection,
    private readonly mergeMode: MergeMode,
    private readonly returnSequences: boolean,
    full: boolean,
  ) {
    this.view = new SequenceView({ full, reversed: false, zeroMasked: true });
  }

  private get width(): number {
    return this.mergeMode === 'concat' ? this.forwards.units + this.backwards.units : this.forwards.units;
  }

  prepareInference(): void {
    this.forwards.prepareInference();
    this.backwards.prepareInference();
  }

  forward(run: BatchRun, input: Value): Value {
    const { heap } = run;
    const tokens = input.tokens!;
    const { width, mergeMode } = this;
    const count = this.returnSequences ? tokens.count : run.rows;
    const [a, b] = [this.forwards, this.backwards];
    const merged = heap.takeFloats(count * width);
    const parts = this.parts(run, input);
    let outputs = [{ pointer: 0, row: 0 }, { pointer: 0, row: 0 }];
    if (this.returnSequences && mergeMode === 'concat') {
      // each direction writes its own columns
      outputs = [{ pointer: merged, row: width * 4 }, { pointer: merged + a.units * 4, row: width * 4 }];
    } else if (this.returnSequences) {
      this.left = heap.takeFloats(count * width);
      this.right = heap.takeFloats(count * width);
      outputs = [{ pointer: this.left, row: width * 4 }, { pointer: this.right, row: width * 4 }];
    }
    runChains(run.team, [a.forward(run, input, outputs[0], parts), b.forward(run, input, outputs[1], parts)]);
    if (!this.returnSequences) [this.left, this.right] = [a.last, b.last];
    this.merge(run, merged, count);
    if (!this.returnSequences) return rowValue(merged, width, count);
    this.sequence = tokenValue(merged, width, tokens);
    return this.view.forward(run, this.sequence);
  }

  private merge(run: BatchRun, merged: number, count: number): void {
    const { kernels } = run;
    const { left, right, width, mergeMode } = this;
    const [a, b] = [this.forwards.units, this.backwards.units];
    if (mergeMode === 'sum') kernels.add(merged, left, right, count * width);
    else if (mergeMode === 'mul') kernels.multiply(merged, left, right, count * width);
    else if (mergeMode === 'ave') kernels.addScaled(merged, left, right, 0.5, count * width);
    else if (!this.returnSequences) {
      kernels.copyRows(merged, width * 4, left, a * 4, count, a);
      kernels.copyRows(merged + a * 4, width * 4, right, b * 4, count, b);
    }
  }

  backward(run: BatchRun, input: Value, output: Value, needsInput: boolean): void {
    let { gradient } = output;
    if (this.returnSequences) {
      this.view.backward(run, this.sequence!, output);
      gradient = this.sequence!.gradient;
    }
    const parts = this.split(run, gradient, this.returnSequences ? floatsOf(this.sequence!) / this.width : output.count);
    const none = { pointer: 0, row: 0 };
    const directions = [this.forwards, this.backwards];
    const cuts = this.parts(run, input);
    runChains(
      run.team,
      directions.map((direction, i) => (this.returnSequences ? direction.backward(run, input, parts[i], 0, cuts) : direction.backward(run, input, none, parts[i].pointer, cuts))),
    );
    if (needsInput) sumInputGradients(run, input, directions, partsFor(this.forwards.work(input.tokens!.count), run.team.size));
  }

  /** Into how many tasks each direction is cut. */
  private parts(run: BatchRun, input: Value): number {
    return partsFor(this.forwards.work(input.tokens!.count), Math.ceil(run.team.size / 2));
  }

  /** The gradients of the two directions' outputs from that of the merged ones. */
  private split(run: BatchRun, gradient: number, count: number): { pointer: number; row: number }[] {
    const { heap, kernels } = run;
    const { width, mergeMode } = this;
    const row = width * 4;
    const size = count * width;
    if (mergeMode === 'sum') return [{ pointer: gradient, row }, { pointer: gradient, row }];
    if (mergeMode === 'ave') {
      const half = heap.takeFloats(size);
      kernels.scale(half, gradient, 0.5, size);
      return [{ pointer: half, row }, { pointer: half, row }];
    }
    if (mergeMode === 'mul') {
      return [this.right, this.left].map((other) => {
        const pointer = heap.takeFloats(size);
        kernels.multiply(pointer, gradient, other, size);
        return { pointer, row };
      });
    }
    const [a, b] = [this.forwards.units, this.backwards.units];
    if (this.returnSequences) return [{ pointer: gradient, row }, { pointer: gradient + a * 4, row }];
    return [[a, 0], [b, a]].map(([units, from]) => {
      const pointer = heap.takeFloats(count * units);
      kernels.copyRows(pointer, units * 4, gradient + from * 4, row, count, units);
      return { pointer, row: units * 4 };
    });
  }
}
