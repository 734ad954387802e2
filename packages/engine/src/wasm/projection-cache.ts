import type { Heap } from './heap.js';
import type { BatchRun, Value } from './operation.js';

/** Bytes that the projections of one direction may take; a larger vocabulary is projected anew in every batch. */
const largestBytes = 64 * 2 ** 20;

/**
 * What a recurrent layer right behind an embedding makes of each id, x·W + b: kept between batches without a backward pass, as long as
 * the weights stay as they are. A text then costs no product with W, but for ids that come for the first time.
 */
export class ProjectionCache {
  /** The projections [vocabulary, width], rows by id; 0 where there are too many, or before {@link prepare}. */
  pointer = 0;
  private versions = 0;

  constructor(private readonly heap: Heap, private readonly vocabulary: number, private readonly width: number) {}

  /** Takes the memory, once. Ends the current batch. */
  prepare(): void {
    const { heap, vocabulary, width } = this;
    if (this.pointer !== 0 || vocabulary * width * 4 > largestBytes) return;
    this.pointer = heap.keep(vocabulary * width * 4);
    this.versions = heap.keep(vocabulary * 4);
  }

  /** The distinct rows of `input` whose projection is missing, by place and by id; from here on they count as present. */
  missing({ heap, kernels, parameters }: BatchRun, input: Value): { places: number; ids: number; count: number } {
    const places = heap.take(input.count * 4);
    const ids = heap.take(input.count * 4);
    return { places, ids, count: kernels.staleIds(input.unique!, input.count, this.versions, parameters.version, places, ids) };
  }
}
