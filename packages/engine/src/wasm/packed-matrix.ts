import type { Heap } from './heap.js';
import type { BatchRun } from './operation.js';

/** A weight (or columns of one) in the panels that products read; packed again when the weights have changed. */
export class PackedMatrix {
  private readonly pointer: number;
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

  current(run: BatchRun): number {
    if (this.version !== run.parameters.version) {
      const pack = this.transposed ? run.kernels.packTransposed : run.kernels.pack;
      pack(this.pointer, this.source, this.row, this.k, this.n);
      this.version = run.parameters.version;
    }
    return this.pointer;
  }
}
