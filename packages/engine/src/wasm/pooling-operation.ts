import { cutRows } from './cut-rows.js';
import type { Kernels } from './kernels.js';
import type { BatchRun, Operation, Value } from './operation.js';
import { floatsOf, rowValue } from './operation.js';
import type { Stage } from './stages.js';
import { partsFor } from './stages.js';

/**
 * Maximum or mean over each row's tokens, or both side by side; which tokens those are is a matter of the layout that arrives.
 */
export class PoolingOperation implements Operation {
  /** For each pooling what its backward pass needs: where maxima came from, or lengths. */
  private kept: readonly number[] = [];

  /** @param modes what lies side by side; the gradient of a maximum is written, not added, so it comes first */
  constructor(private readonly modes: readonly ('max' | 'average')[]) {}

  forward(run: BatchRun, input: Value): Value {
    const { heap, rows } = run;
    const { width, pointer } = input;
    const { stepOffsets, steps } = input.tokens!;
    const output = rowValue(heap.takeFloats(rows * width * this.modes.length), width * this.modes.length, rows);
    const kept = this.modes.map((mode) => heap.take((mode === 'max' ? rows * width : rows) * 4));
    this.kept = kept;
    run.team.phase(
      this.cut(run, input, (kernels, mode, i, from, to) =>
        kernels[mode === 'max' ? 'maxPoolForward' : 'averagePoolForward'](stepOffsets, steps, from, to, width, pointer, output.pointer + i * width * 4, output.width * 4, kept[i])),
    );
    return output;
  }

  backward(run: BatchRun, input: Value, output: Value, needsInput: boolean): void {
    if (!needsInput) return;
    const { width } = input;
    const { stepOffsets, steps } = input.tokens!;
    const { kept } = this;
    const target = run.heap.takeFloats(floatsOf(input));
    input.gradient = target;
    run.team.phase(
      this.cut(run, input, (kernels, mode, i, from, to) => {
        const shared = [stepOffsets, steps, from, to, width, output.gradient + i * width * 4, output.width * 4, kept[i], target] as const;
        if (mode === 'max') kernels.maxPoolBackward(...shared);
        else kernels.averagePoolBackward(...shared, i > 0 ? 1 : 0);
      }),
    );
  }

  private cut(run: BatchRun, input: Value, work: (kernels: Kernels, mode: 'max' | 'average', i: number, from: number, to: number) => void): Stage {
    const { modes } = this;
    return cutRows(run, input.tokens!, partsFor(floatsOf(input) * modes.length, run.team.size), (kernels, from, to) =>
      modes.forEach((mode, i) => work(kernels, mode, i, from, to)));
  }
}
