import type { Heap } from './heap.js';
import type { BatchRun } from './operation.js';
import type { Task } from './team.js';

/** A weight (or columns of one) in the panels that products read; packed again when the weights have changed. */
export class PackedMatrix {
  readonly pointer: number;
  private version = 0;

  /** B[k, n] at `source`, rows `row` bytes apart; with `transposed` it lies as [n, k]. */
  constructor(
    heap: Heap,
    private readonly source: number,
    private readonly row: number,
    private readonly k: number,
    private readonly n: number,
    private readonly transposed: boolean,
  ) {
    this.pointer = heap.keep(32 * k * Math.ceil(n / 8));
  }

  /** What has to run before the panels are read: nothing while the weights stay as they are. */
  refresh(run: BatchRun): Task[] {
    const { version } = run.parameters;
    if (this.version === version || this.k === 0 || this.n === 0) return [];
    this.version = version;
    const { pointer, source, row, k, n } = this;
    return [this.transposed ? (kernels) => kernels.packTransposed(pointer, source, row, k, n) : (kernels) => kernels.pack(pointer, source, row, k, n)];
  }

  /** The panels, up to date. */
  current(run: BatchRun): number {
    for (const task of this.refresh(run)) task(run.kernels);
    return this.pointer;
  }
}
