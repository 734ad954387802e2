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
  private takeIndex(run: BatchRun, packed: PackedTokens, shown: PackedTokens): number {
    const { heap, layout } = run;
    const { rows, timeSteps } = layout!;
    const { reversed, zeroMasked } = this.options;
    const order = heap.i32(layout!.order, rows);
    const timeOf = (tokens: PackedTokens) => {
      const rowOf = heap.i32(tokens.rowOf, tokens.count);
      const positions = heap.i32(tokens.positions, tokens.count);
      return (i: number) => rowOf[i] * timeSteps + positions[i] - order[rowOf[i]] * timeSteps;
    };
    const outputAt = new Int32Array(rows * timeSteps).fill(-1);
    const packedAt = timeOf(packed);
    for (let i = 0; i < packed.count; i++) outputAt[packedAt(i)] = i;
    const visible = new Int32Array(rows * timeSteps);
    for (let p = 0; p < rows; p++) {
      let last = -1;
      for (let s = 0; s < timeSteps; s++) {
        const token = outputAt[p * timeSteps + (reversed ? timeSteps - 1 - s : s)];
        if (token >= 0 || zeroMasked) last = token;
        visible[p * timeSteps + s] = last;
      }
    }
    const shownAt = timeOf(shown);
    return heap.putIntegers(Int32Array.from({ length: shown.count }, (_, i) => visible[shownAt(i)]));
  }
}
