import type { PackedTokens } from './batch-layout.js';
import type { BatchRun, Value } from './operation.js';
import { tokenValue } from './operation.js';

/**
 * A recurrent layer's outputs as the next layer sees them: as they are, in reversed time (`reversed`), or with masked
 * steps filled in (`full`) by the output before, zeros before the first, or zeros throughout (`zeroMasked`).
 */
export class SequenceView {
  private index = 0;

  constructor(private readonly options: { readonly full: boolean; readonly reversed: boolean; readonly zeroMasked: boolean }) {}

  forward(run: BatchRun, sequence: Value): Value {
    if (this.isIdentity(run)) return sequence;
    const { heap, kernels } = run;
    const { width } = sequence;
    const { full } = run.layout!;
    this.index = this.takeIndex(run, sequence.tokens!, full);
    const output = tokenValue(heap.takeFloats(full.count * width), width, full);
    kernels.gatherRows(output.pointer, width * 4, sequence.pointer, width * 4, this.index, full.count, width);
    return output;
  }

  backward(run: BatchRun, sequence: Value, output: Value): void {
    if (this.isIdentity(run)) return;
    const { width } = sequence;
    sequence.gradient = run.heap.takeZeros(sequence.count * width);
    run.kernels.scatterAddRows(sequence.gradient, width * 4, output.gradient, width * 4, this.index, output.count, width);
  }

  private isIdentity(run: BatchRun): boolean {
    return run.layout!.masked ? !this.options.full : !this.options.reversed;
  }

  /** For every token of `full`, the token of `packed` whose output it shows, or -1 for zeros. */
  private takeIndex(run: BatchRun, packed: PackedTokens, full: PackedTokens): number {
    const { heap, layout } = run;
    const { rows, timeSteps } = layout!;
    const { reversed, zeroMasked } = this.options;
    const order = heap.i32(layout!.order, rows);
    const positions = heap.i32(packed.positions, packed.count);
    const rowOf = heap.i32(packed.rowOf, packed.count);
    const tokenAt = new Int32Array(rows * timeSteps).fill(-1);
    for (let i = 0; i < packed.count; i++) tokenAt[rowOf[i] * timeSteps + positions[i] - order[rowOf[i]] * timeSteps] = i;
    const index = new Int32Array(full.count);
    for (let p = 0; p < rows; p++) {
      let shown = -1;
      for (let s = 0; s < timeSteps; s++) {
        const token = tokenAt[p * timeSteps + (reversed ? timeSteps - 1 - s : s)];
        if (token >= 0 || zeroMasked) shown = token;
        index[s * rows + p] = shown;
      }
    }
    return heap.putIntegers(index);
  }
}
