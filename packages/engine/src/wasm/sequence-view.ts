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
    const { heap, kernels, layout } = run;
    const { width } = sequence;
    const shown = this.options.full ? layout!.full : layout!.main;
    this.index = this.takeIndex(run, sequence.tokens!, shown);
    const output = tokenValue(heap.takeFloats(shown.count * width), width, shown);
    kernels.gatherRows(output.pointer, width * 4, sequence.pointer, width * 4, this.index, shown.count, width);
    return output;
  }

  backward(run: BatchRun, sequence: Value, output: Value): void {
    if (this.isIdentity(run)) return;
    const { width } = sequence;
    sequence.gradient = run.heap.takeZeros(sequence.count * width);
    run.kernels.scatterAddRows(sequence.gradient, width * 4, output.gradient, width * 4, this.index, output.count, width);
  }

  private isIdentity(run: BatchRun): boolean {
    return !this.options.reversed && !(run.layout!.masked && this.options.full);
  }

  /**
   * For every token of `shown`, the token of `packed` whose output it shows, or -1 for zeros. In reversed time, step s shows
   * what step timeSteps - 1 - s put out; which steps are masked further on stays as it was, as in Keras.
   */
  private takeIndex({ heap, kernels, layout }: BatchRun, packed: PackedTokens, shown: PackedTokens): number {
    const { rows, timeSteps, order } = layout!;
    const { reversed, zeroMasked } = this.options;
    const index = heap.take(shown.count * 4);
    const places = heap.take(rows * timeSteps * 4);
    kernels.shownTokens(
      index, shown.rowOf, shown.positions, shown.count, packed.rowOf, packed.positions, packed.count, order, rows, timeSteps, reversed ? 1 : 0, zeroMasked ? 1 : 0, places,
    );
    return index;
  }
}
