/** The trainable numbers of a network in the executor's memory. */
import type { WeightSpec } from '@sekvens/layers';
import type { Heap } from './heap.js';

/** A weight that every batch reads as a whole; its gradient is as large as itself. */
export interface DenseParameter {
  readonly kind: 'dense';
  readonly spec: WeightSpec;
  readonly count: number;
  readonly pointer: number;
  readonly gradient: number;
}

/** An embedding table: a batch reads some rows, and only those get a gradient. */
export interface TableParameter {
  readonly kind: 'table';
  readonly spec: WeightSpec;
  readonly count: number;
  readonly rows: number;
  readonly width: number;
  readonly pointer: number;
  /** Scratch of one number a row, for finding the distinct ids of a batch. */
  readonly stamps: number;
  readonly slots: number;
  /** The rows of the current batch, and after its backward pass their gradients [distinct, width]. */
  touched: TouchedRows;
  /** Whether an optimizer wants the sums of squared gradients, too; it then gets `touched.squares`. */
  wantsSquares: boolean;
  /** Called before rows are read; an optimizer that updates lazily brings them up to date. */
  beforeRead: ((unique: number, distinct: number) => void) | undefined;
}

/** Rows of a table that a batch read: `distinct` row numbers at `unique`; their gradients, and where wanted the sums of their occurrences' squared ones. */
export interface TouchedRows {
  readonly unique: number;
  readonly distinct: number;
  readonly gradient: number;
  readonly squares: number;
}

export type Parameter = DenseParameter | TableParameter;

/**
 * All parameters of a network. Trainable dense ones lie in one block, and their gradients in another with the same
 * distances, so that an optimizer goes over them in one call.
 */
export class ParameterStore {
  readonly parameters: readonly Parameter[];
  /** The block of trainable dense parameters: where it begins and how many floats it has, a multiple of 4. */
  readonly block: { readonly pointer: number; readonly gradient: number; readonly count: number };
  /** Changes with every change of a weight, so that packed copies know when they are stale. */
  version = 1;

  constructor(private readonly heap: Heap, specs: readonly WeightSpec[], tables: ReadonlySet<string>) {
    const size = (spec: WeightSpec) => spec.shape.reduce((product, n) => product * n, 1);
    const padded = (spec: WeightSpec) => Math.ceil(size(spec) / 16) * 16;
    const dense = specs.filter((spec) => !tables.has(spec.path));
    const inBlock = dense.filter((spec) => spec.trainable);
    const rest = dense.filter((spec) => !spec.trainable);
    const blockCount = inBlock.reduce((sum, spec) => sum + padded(spec), 0);
    const restCount = rest.reduce((sum, spec) => sum + padded(spec), 0);
    const pointer = heap.keep((blockCount + restCount) * 4);
    const gradient = heap.keep((blockCount + restCount) * 4);
    this.block = { pointer, gradient, count: blockCount };
    const byPath = new Map<string, Parameter>();
    let offset = 0;
    for (const spec of [...inBlock, ...rest]) {
      byPath.set(spec.path, { kind: 'dense', spec, count: size(spec), pointer: pointer + offset, gradient: gradient + offset });
      offset += padded(spec) * 4;
    }
    for (const spec of specs) {
      if (!tables.has(spec.path)) continue;
      const [rows, width] = spec.shape;
      byPath.set(spec.path, {
        kind: 'table', spec, count: rows * width, rows, width,
        pointer: heap.keep(rows * width * 4), stamps: heap.keep(rows * 4), slots: heap.keep(rows * 4),
        touched: { unique: 0, distinct: 0, gradient: 0, squares: 0 }, wantsSquares: false, beforeRead: undefined,
      });
    }
    this.parameters = specs.map((spec) => byPath.get(spec.path)!);
  }

  get(path: string): Parameter {
    return this.parameters.find((parameter) => parameter.spec.path === path)!;
  }

  dense(path: string): DenseParameter {
    return this.get(path) as DenseParameter;
  }

  table(path: string): TableParameter {
    return this.get(path) as TableParameter;
  }

  has(path: string): boolean {
    return this.parameters.some((parameter) => parameter.spec.path === path);
  }

  read(parameter: Parameter): Float32Array {
    return this.heap.f32(parameter.pointer, parameter.count).slice();
  }

  write(parameter: Parameter, values: ArrayLike<number>): void {
    this.heap.f32(parameter.pointer, parameter.count).set(values);
    this.version++;
  }

  /** The gradient of the last backward pass in the weight's own layout; zeros where no row was touched. */
  readGradient(parameter: Parameter): Float32Array {
    if (parameter.kind === 'dense') return this.heap.f32(parameter.gradient, parameter.count).slice();
    const { unique, distinct, gradient } = parameter.touched;
    const out = new Float32Array(parameter.count);
    const rows = this.heap.i32(unique, distinct);
    const values = this.heap.f32(gradient, distinct * parameter.width);
    for (let i = 0; i < distinct; i++) out.set(values.subarray(i * parameter.width, (i + 1) * parameter.width), rows[i] * parameter.width);
    return out;
  }
}
