/**
 * What an optimizer keeps of every weight, and which rows of embedding tables are at which step.
 *
 * A step touches all dense weights, and of a table the rows that have a gradient. Any other row would move, too, if its optimizer has a
 * memory (momentum, moments, decay), but by nothing except that memory: so it is left behind, and what it has missed is made up for all at
 * once (`follow`) when a batch is about to read it, or when all weights are read, evaluated or saved. The result is that of moving every
 * row at every step, at the cost of the rows that are touched.
 */
import type { Kernels } from '../kernels.js';
import type { TableParameter } from '../parameter.js';
import { cut, partsFor } from '../stages.js';
import type { Stage } from '../stages.js';
import type { OptimizerPlace } from './wasm-optimizer.js';

/** All rows are brought along together after so many steps, so that tables that grow with the steps have an end. */
export const span = 4096;
/** What updating one number costs, in multiply-adds of a matrix product. */
const updateCost = 16;

/** Rows of a weight with their states, as kernels take them: see assembly/optimizer.ts. */
export interface Rows {
  readonly pointer: number;
  readonly states: readonly number[];
  /** 0 for dense weights, which are always up to date. */
  readonly lastStep: number;
  readonly unique: number;
  readonly count: number;
  readonly width: number;
}

export interface RowsWithGradient extends Rows {
  readonly gradient: number;
  /** Sums of the squared gradients of a row's occurrences, where they were asked for; else 0. */
  readonly squares: number;
}

interface TableStates {
  readonly table: TableParameter;
  readonly states: readonly number[];
  readonly lastStep: number;
}

export class WeightStates {
  private readonly block: readonly number[];
  private readonly tables: readonly TableStates[];
  /** Steps taken so far. */
  steps = 0;
  /** The step at which all rows were last brought along together by {@link prepare}; no row is behind it. */
  private base = 0;

  /**
   * @param count buffers as large as the weight, zero-filled at first, that the optimizer keeps of each
   * @param follow brings rows to the step `now`; absent where a row without a gradient stays as it is
   */
  constructor(private readonly place: OptimizerPlace, count: number, private readonly follow?: (kernels: Kernels, rows: Rows, now: number) => void) {
    const { heap, parameters } = place;
    const buffers = (size: number) => Array.from({ length: count }, () => heap.keep(size * 4));
    this.block = buffers(parameters.block.count);
    this.tables = parameters.parameters
      .filter((parameter): parameter is TableParameter => parameter.kind === 'table' && parameter.spec.trainable)
      .map((table) => ({ table, states: buffers(table.count), lastStep: follow ? heap.keep(table.rows * 4) : 0 }));
    if (follow) for (const state of this.tables) state.table.beforeRead = (unique, distinct) => this.catchUp(state, unique, distinct);
    this.register();
  }

  /** By weight, so that a checkpoint does not depend on how weights lie in memory. */
  private register(): void {
    const { heap, parameters, states } = this.place;
    states.addNumbers('optimizer/steps', () => [this.steps, this.base], ([steps, base]) => [this.steps, this.base] = [steps, base]);
    for (const parameter of parameters.parameters) {
      if (!parameter.spec.trainable || parameter.kind === 'table') continue;
      const offset = parameter.pointer - parameters.block.pointer;
      this.block.forEach((state, i) => states.add(`optimizer/${i}/${parameter.spec.path}`, () => heap.f32(state + offset, parameter.count)));
    }
    const lazy = this.follow !== undefined;
    for (const { table, states: buffers, lastStep } of this.tables) {
      const { path } = table.spec;
      buffers.forEach((state, i) => states.add(`optimizer/${i}/${path}`, () => heap.f32(state, table.count), lazy));
      if (!lazy) continue;
      states.add(`optimizer/lastStep/${path}`, () => heap.i32(lastStep, table.rows), true);
      states.markSettling(`weights/${path}`);
    }
  }

  /** Brings every row of every table to the last step. */
  settle(): void {
    for (const state of this.tables) this.catchUp(state, 0, state.table.rows);
  }

  /** Settles and returns true when `span` steps have passed since it last did, or when `must` is true. */
  prepare(must = false): boolean {
    if (this.steps - this.base < span && !must) return false;
    this.settle();
    this.base = this.steps;
    return true;
  }

  /** Tasks that do `work` on all dense weights, and on the rows of tables that the last batch touched. */
  update(work: (kernels: Kernels, rows: RowsWithGradient) => void): Stage {
    const { parameters, team } = this.place;
    const { block } = parameters;
    const { size } = team();
    const tasks = [
      ...cut(block.count, partsFor(block.count * updateCost, size), 16, (kernels, from, to) =>
        work(kernels, {
          pointer: block.pointer + from * 4, states: this.block.map((state) => state + from * 4), lastStep: 0, unique: 0, count: 1, width: to - from,
          gradient: block.gradient + from * 4, squares: 0,
        })),
    ];
    for (const { table, states, lastStep } of this.tables) {
      const { unique, distinct, gradient, squares } = table.touched;
      const { pointer, width } = table;
      tasks.push(
        ...cut(distinct, partsFor(distinct * width * updateCost, size), 1, (kernels, from, to) =>
          work(kernels, { pointer, states, lastStep, unique: unique + from * 4, count: to - from, width, gradient: gradient + from * width * 4, squares: squares && squares + from * width * 4 })),
      );
    }
    return tasks;
  }

  /** Brings the rows unique[0 … count), or without `unique` 0 … count - 1, to the last step. */
  private catchUp({ table, states, lastStep }: TableStates, unique: number, count: number): void {
    const { follow, steps } = this;
    if (!follow || steps === 0) return;
    const team = this.place.team();
    const { pointer, width } = table;
    if (unique) for (const state of states) this.place.kernels.touchRows(state, unique, count, width * 4);
    team.phase(
      cut(count, partsFor(count * width * updateCost, team.size), 1, (kernels, from, to) => {
        const rows = unique
          ? { pointer, states, lastStep, unique: unique + from * 4 }
          : { pointer: pointer + from * width * 4, states: states.map((state) => state + from * width * 4), lastStep: lastStep + from * 4, unique };
        follow(kernels, { ...rows, count: to - from, width }, steps);
      }),
    );
  }
}
