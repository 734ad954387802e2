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
  /** Their running averages; 0 where there are none. */
  readonly average: number;
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
  /** Whether weight decay shrinks them. */
  readonly decays: boolean;
}

interface TableStates {
  readonly table: TableParameter;
  readonly states: readonly number[];
  readonly average: number;
  readonly lastStep: number;
}

/** Neighbours in the block of dense weights that weight decay treats alike, as a range of floats. */
interface Segment {
  readonly begin: number;
  readonly end: number;
  readonly decays: boolean;
}

export class WeightStates {
  private readonly block: readonly number[];
  private readonly segments: readonly Segment[];
  private readonly tables: readonly TableStates[];
  /** Steps taken so far. */
  steps = 0;
  /** The step at which all rows were last brought along together by {@link prepare}; no row is behind it. */
  private base = 0;

  /**
   * @param count buffers as large as the weight, zero-filled at first, that the optimizer keeps of each
   * @param follow brings rows and their averages to the step `now`; absent where there are no averages and a row without a gradient stays as it is
   */
  constructor(private readonly place: OptimizerPlace, count: number, private readonly follow?: (kernels: Kernels, rows: Rows, now: number) => void) {
    const { heap, parameters, averages } = place;
    const buffers = (size: number) => Array.from({ length: count }, () => heap.keep(size * 4));
    this.block = buffers(parameters.block.count);
    this.segments = segmentsOf(place);
    this.tables = parameters.parameters
      .filter((parameter): parameter is TableParameter => parameter.kind === 'table' && parameter.spec.trainable)
      .map((table) => ({ table, states: buffers(table.count), average: averages ? averages.of(table) : 0, lastStep: follow ? heap.keep(table.rows * 4) : 0 }));
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
    const { parameters, team, averages, decaying } = this.place;
    const { block } = parameters;
    const { size } = team();
    const { steps } = this;
    const workAndAverage = (kernels: Kernels, rows: RowsWithGradient) => {
      work(kernels, rows);
      const { pointer, average, lastStep, unique, count, width } = rows;
      if (averages) kernels.averageRows(average, pointer, lastStep, unique, count, width, steps, 1 - averages.momentum);
    };
    const tasks = this.segments.flatMap(({ begin, end, decays }) =>
      cut(end - begin, partsFor((end - begin) * updateCost, size), 16, (kernels, first, last) => {
        const [from, to] = [begin + first, begin + last];
        workAndAverage(kernels, {
          pointer: block.pointer + from * 4, states: this.block.map((state) => state + from * 4), average: averages ? averages.block + from * 4 : 0,
          lastStep: 0, unique: 0, count: 1, width: to - from, gradient: block.gradient + from * 4, squares: 0, decays,
        });
      }));
    for (const { table, states, average, lastStep } of this.tables) {
      const { unique, distinct, gradient, squares } = table.touched;
      const { pointer, width } = table;
      const decays = decaying.has(table.spec.path);
      tasks.push(
        ...cut(distinct, partsFor(distinct * width * updateCost, size), 1, (kernels, from, to) =>
          workAndAverage(kernels, {
            pointer, states, average, lastStep, unique: unique + from * 4, count: to - from, width, decays,
            gradient: gradient + from * width * 4, squares: squares && squares + from * width * 4,
          })),
      );
    }
    return tasks;
  }

  /** Brings the rows unique[0 … count), or without `unique` 0 … count - 1, to the last step. */
  private catchUp({ table, states, average, lastStep }: TableStates, unique: number, count: number): void {
    const { follow, steps } = this;
    if (!follow || steps === 0) return;
    const team = this.place.team();
    const { pointer, width } = table;
    if (unique) for (const state of average ? [...states, average] : states) this.place.kernels.touchRows(state, unique, count, width * 4);
    team.phase(
      cut(count, partsFor(count * width * updateCost, team.size), 1, (kernels, from, to) => {
        const rows = unique
          ? { pointer, states, average, lastStep, unique: unique + from * 4 }
          : {
              pointer: pointer + from * width * 4, states: states.map((state) => state + from * width * 4), average: average && average + from * width * 4,
              lastStep: lastStep + from * 4, unique,
            };
        follow(kernels, { ...rows, count: to - from, width }, steps);
      }),
    );
  }
}

function segmentsOf({ parameters: { parameters, block }, decaying }: OptimizerPlace): Segment[] {
  const dense = parameters.filter((parameter) => parameter.kind === 'dense' && parameter.spec.trainable).sort((a, b) => a.pointer - b.pointer);
  const segments: Segment[] = [];
  dense.forEach(({ pointer, spec }, i) => {
    const decays = decaying.has(spec.path);
    const end = i + 1 < dense.length ? (dense[i + 1].pointer - block.pointer) / 4 : block.count;
    const last = segments.at(-1);
    if (last?.decays === decays) segments[segments.length - 1] = { ...last, end };
    else segments.push({ begin: (pointer - block.pointer) / 4, end, decays });
  });
  return segments;
}
