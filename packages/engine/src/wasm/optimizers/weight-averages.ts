/**
 * The running averages of all trainable weights, in buffers as large as the weights. Optimizers bring them along with the weights: after a
 * step those of the dense block and of the rows it touched, and of all other rows when these follow (weight-states.ts).
 */
import type { TableParameter } from '../parameter.js';
import type { GradientPlace } from './wasm-optimizer.js';

export class WeightAverages {
  /** The averages of the block of dense weights, laid out as the block. */
  readonly block: number;
  private readonly tables: ReadonlyMap<TableParameter, number>;
  private swapped = false;

  /** @param momentum μ of avg = μ·avg + (1 - μ)·p */
  constructor(private readonly place: Pick<GradientPlace, 'heap' | 'parameters' | 'states'>, readonly momentum: number) {
    const { heap, parameters } = place;
    this.block = heap.keep(parameters.block.count * 4);
    const tables = parameters.parameters.filter((parameter): parameter is TableParameter => parameter.kind === 'table' && parameter.spec.trainable);
    this.tables = new Map(tables.map((table) => [table, heap.keep(table.count * 4)]));
    this.register();
  }

  private register(): void {
    const { heap, parameters, states } = this.place;
    states.addNumbers('averages/areShown', () => [Number(this.swapped)], ([shown]) => (this.swapped = shown === 1));
    for (const parameter of parameters.parameters) {
      if (!parameter.spec.trainable || parameter.kind === 'table') continue;
      const offset = parameter.pointer - parameters.block.pointer;
      states.add(`averages/${parameter.spec.path}`, () => heap.f32(this.block + offset, parameter.count));
    }
    for (const [table, pointer] of this.tables) states.add(`averages/${table.spec.path}`, () => heap.f32(pointer, table.count), true);
  }

  /** The averages of a table, laid out as the table. */
  of(table: TableParameter): number {
    return this.tables.get(table)!;
  }

  /** Whether the averages stand in the place of the weights, and the weights in theirs. */
  get areShown(): boolean {
    return this.swapped;
  }

  /** Lets the averages and the weights change places, all rows being at the same step. */
  swap(): void {
    this.each((weights, averages) => {
      const kept = weights.slice();
      weights.set(averages);
      averages.set(kept);
    });
    this.swapped = !this.swapped;
  }

  /** Makes both what is in the place of the weights. */
  takeWeights(): void {
    this.each((weights, averages) => averages.set(weights));
  }

  /** Makes both what is in the place of the averages. */
  giveWeights(): void {
    this.each((weights, averages) => weights.set(averages));
  }

  private each(work: (weights: Float32Array, averages: Float32Array) => void): void {
    const { heap, parameters } = this.place;
    const { block } = parameters;
    work(heap.f32(block.pointer, block.count), heap.f32(this.block, block.count));
    for (const [table, pointer] of this.tables) work(heap.f32(table.pointer, table.count), heap.f32(pointer, table.count));
    parameters.version++;
  }
}
