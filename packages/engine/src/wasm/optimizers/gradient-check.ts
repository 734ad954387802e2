import type { GradientPlace } from './wasm-optimizer.js';

/**
 * Finds gradients with a number that is not finite before they reach a weight. A sum of squares of finite float32 numbers is finite in
 * float64, whatever they are and however many, and no other is: so one pass without a branch tells.
 */
export class GradientCheck {
  private readonly sum: number;

  constructor(private readonly place: GradientPlace) {
    this.sum = place.heap.keep(8);
  }

  /** The path of the first trainable weight whose gradient in the last backward pass is not finite. */
  firstBroken(): string | undefined {
    const { parameters, kernels, heap } = this.place;
    const isFinite = (pointer: number, count: number): boolean => {
      // one piece as large as the gradient
      kernels.sumSquares(pointer, count, Math.ceil(count / 4) * 4, 0, 1, this.sum);
      return Number.isFinite(heap.f64(this.sum, 1)[0]);
    };
    const { block } = parameters;
    const tables = parameters.parameters.filter((parameter) => parameter.kind === 'table' && parameter.spec.trainable);
    for (const table of tables) {
      if (table.kind === 'table' && !isFinite(table.touched.gradient, table.touched.distinct * table.width)) return table.spec.path;
    }
    if (isFinite(block.gradient, block.count)) return undefined;
    return parameters.parameters.find((parameter) => parameter.kind === 'dense' && parameter.spec.trainable && !isFinite(parameter.gradient, parameter.count))?.spec.path;
  }
}
