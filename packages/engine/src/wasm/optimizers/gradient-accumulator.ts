/**
 * Sums the gradients of several batches and gives their mean. Of a table only the rows that one of the batches touched are summed and passed
 * on: a list of them is kept, and their sums lie in a buffer as large as the table, of which all other rows are never read.
 */
import type { TableParameter } from '../parameter.js';
import { cut, partsFor } from '../stages.js';
import type { Stage } from '../stages.js';
import type { GradientPlace } from './wasm-optimizer.js';

/** What adding up one number costs, in multiply-adds of a matrix product. */
const additionCost = 4;

interface TableSums {
  readonly table: TableParameter;
  /** [rows, width] */
  readonly sums: number;
  /** The rows that have a sum, and of each row of the table the cycle in which it last had one. */
  readonly list: number;
  readonly marks: number;
  listed: number;
}

export class GradientAccumulator {
  private readonly block: number;
  private readonly tables: readonly TableSums[];
  /** Batches summed since the last mean. */
  private have = 0;
  private cycle = 1;

  /** @param batches how many make a mean; with 1 gradients stay as they are */
  constructor(private readonly place: GradientPlace, private readonly batches: number) {
    const { heap, parameters } = place;
    const isUsed = batches > 1;
    this.block = isUsed ? heap.keep(parameters.block.count * 4) : 0;
    const tables = parameters.parameters.filter((parameter): parameter is TableParameter => isUsed && parameter.kind === 'table' && parameter.spec.trainable);
    this.tables = tables.map((table) => ({ table, sums: heap.keep(table.count * 4), list: heap.keep(table.rows * 4), marks: heap.keep(table.rows * 4), listed: 0 }));
    if (isUsed) this.register();
  }

  private register(): void {
    const { heap, parameters, states } = this.place;
    states.addNumbers('accumulator', () => [this.have, this.cycle, ...this.tables.map(({ listed }) => listed)], ([have, cycle, ...listed]) => {
      [this.have, this.cycle] = [have, cycle];
      this.tables.forEach((table, i) => (table.listed = listed[i]));
    });
    for (const parameter of parameters.parameters) {
      if (!parameter.spec.trainable || parameter.kind === 'table') continue;
      const offset = parameter.pointer - parameters.block.pointer;
      states.add(`accumulator/sums/${parameter.spec.path}`, () => heap.f32(this.block + offset, parameter.count));
    }
    for (const { table, sums, list, marks } of this.tables) {
      states.add(`accumulator/sums/${table.spec.path}`, () => heap.f32(sums, table.count));
      states.add(`accumulator/list/${table.spec.path}`, () => heap.i32(list, table.rows));
      states.add(`accumulator/marks/${table.spec.path}`, () => heap.i32(marks, table.rows));
    }
  }

  /** Adds the gradients of the last backward pass. Returns whether they now are the mean of as many batches as it takes. */
  add(): boolean {
    if (this.batches === 1) return true;
    const { heap, kernels, parameters, team } = this.place;
    const { block } = parameters;
    this.have = (this.have + 1) % this.batches;
    const isDue = this.have === 0;
    const parts = partsFor(block.count * additionCost, team().size);
    const share = 1 / this.batches;
    // zeros at the beginning of a cycle
    const tasks: Stage[] = [cut(block.count, parts, 16, (k, from, to) => {
      const [sums, gradient] = [this.block + from * 4, block.gradient + from * 4];
      if (isDue) {
        k.addScaled(gradient, sums, gradient, share, to - from);
        k.scale(sums, sums, 0, to - from);
      } else k.add(sums, sums, gradient, to - from);
    })];
    for (const state of this.tables) {
      const { table, sums, list, marks } = state;
      const { unique, distinct, gradient } = table.touched;
      const row = table.width * 4;
      state.listed = kernels.listRows(unique, distinct, marks, this.cycle, list, state.listed, sums, table.width);
      tasks.push(cut(distinct, partsFor(distinct * table.width * additionCost, team().size), 1, (k, from, to) =>
        k.scatterAddRows(sums, row, gradient + from * row, row, unique + from * 4, to - from, table.width)));
    }
    team().phase(tasks.flat());
    if (!isDue) return false;
    this.cycle++;
    for (const state of this.tables) {
      const { table, sums, list, listed } = state;
      const row = table.width * 4;
      const gradient = heap.takeFloats(listed * table.width);
      team().phase(cut(listed, partsFor(listed * table.width * additionCost, team().size), 1, (k, from, to) => {
        k.gatherRows(gradient + from * row, row, sums, row, list + from * 4, to - from, table.width);
        k.scale(gradient + from * row, gradient + from * row, share, (to - from) * table.width);
      }));
      table.touched = { unique: list, distinct: listed, gradient, squares: 0 };
      state.listed = 0;
    }
    return true;
  }
}
