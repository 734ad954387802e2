import type { ClippingConfig } from '../../training-config.js';
import { cut, partsFor } from '../stages.js';
import type { GradientPlace } from './wasm-optimizer.js';

/** Squares are summed in pieces of so many numbers, whatever the number of threads, so that the sums have the same bits for any. */
const pieceSize = 4096;
/** What squaring or scaling one number costs, in multiply-adds of a matrix product. */
const clippingCost = 4;

interface Gradient {
  readonly pointer: number;
  readonly count: number;
  /** Room for the sum of squares of every piece. */
  readonly sums: number;
}

/**
 * Limits the gradients of the last backward pass, in place; the formulas are those of src/reference/clip-gradients.ts.
 * The norm of an embedding's gradient is that over the rows of the batch: all others are zero.
 */
export class GradientClipping {
  /** Where the sums of each parameter begin. */
  private readonly sums: readonly number[];

  constructor(private readonly place: GradientPlace, private readonly config: ClippingConfig) {
    const { heap, parameters } = place;
    const summed = config.clipnorm !== undefined || config.globalClipnorm !== undefined;
    this.sums = parameters.parameters.map(({ count, spec }) => (summed && spec.trainable ? heap.keep(Math.ceil(count / pieceSize) * 8) : 0));
  }

  apply(): void {
    const { clipvalue, clipnorm, globalClipnorm } = this.config;
    if (clipvalue !== undefined) this.clipValues(clipvalue);
    if (clipnorm === undefined && globalClipnorm === undefined) return;
    const gradients = this.gradients();
    const squares = this.sumSquares(gradients);
    if (clipnorm !== undefined) this.scale(gradients, squares.map((sum) => clipnorm / Math.max(Math.sqrt(sum), clipnorm)));
    else if (globalClipnorm !== undefined) {
      const norm = Math.sqrt(squares.reduce((a, b) => a + b, 0));
      this.scale(gradients, gradients.map(() => (Number.isFinite(norm) ? globalClipnorm / Math.max(norm, globalClipnorm) : NaN)));
    }
  }

  private gradients(): Gradient[] {
    return this.place.parameters.parameters.flatMap((parameter, i) => {
      if (!parameter.spec.trainable) return [];
      const sums = this.sums[i];
      if (parameter.kind === 'dense') return [{ pointer: parameter.gradient, count: parameter.count, sums }];
      const { gradient, distinct } = parameter.touched;
      return [{ pointer: gradient, count: distinct * parameter.width, sums }];
    });
  }

  private sumSquares(gradients: readonly Gradient[]): number[] {
    const team = this.place.team();
    const pieces = ({ count }: Gradient) => Math.ceil(count / pieceSize);
    team.phase(
      gradients.flatMap((gradient) => {
        const { pointer, count, sums } = gradient;
        return cut(pieces(gradient), partsFor(count * clippingCost, team.size), 1, (kernels, from, to) => kernels.sumSquares(pointer, count, pieceSize, from, to, sums));
      }),
    );
    return gradients.map((gradient) => this.place.heap.f64(gradient.sums, pieces(gradient)).reduce((a, b) => a + b, 0));
  }

  private scale(gradients: readonly Gradient[], factors: readonly number[]): void {
    const team = this.place.team();
    team.phase(
      gradients.flatMap(({ pointer, count }, i) => {
        const factor = factors[i];
        if (factor === 1) return [];
        return cut(count, partsFor(count * clippingCost, team.size), 16, (kernels, from, to) => kernels.scale(pointer + from * 4, pointer + from * 4, factor, to - from));
      }),
    );
  }

  private clipValues(limit: number): void {
    const team = this.place.team();
    team.phase(
      this.gradients().flatMap(({ pointer, count }) =>
        cut(count, partsFor(count * clippingCost, team.size), 16, (kernels, from, to) => kernels.clipValues(pointer + from * 4, to - from, limit))),
    );
  }
}
