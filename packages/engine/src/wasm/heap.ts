/**
 * The memory of one executor, in two parts:
 *
 *   0 … 1024 unused │ kept: weights, gradients, optimizer state │ batch: everything one batch needs │ slack
 *
 * The batch part is taken from the start again with every batch, so training allocates nothing once the largest batch
 * has been seen. Kernels may read a little past a buffer (see assembly/vector.ts), hence the slack.
 */
import { SekvensError } from '@sekvens/core';

const pageBytes = 65536;
const slackBytes = 256;
const alignment = 64;
const largestBytes = 65536 * pageBytes;

export class Heap {
  readonly memory: WebAssembly.Memory;
  private keptEnd = 1024;
  private top = 1024;
  private largest = 0;
  private bytes!: Uint8Array;
  private floats!: Float32Array;
  private integers!: Int32Array;
  private doubles!: Float64Array;

  /** @param shared whether other threads may work on the memory; where the platform has no shared memory of this size, none will */
  constructor(shared = false) {
    this.memory = createMemory(shared);
    this.view();
  }

  /** Forgets the batch part; buffers from {@link take} are invalid from here on. */
  beginBatch(): void {
    this.top = this.keptEnd;
  }

  /** A buffer for good, zero-filled. Ends the current batch. */
  keep(byteLength: number): number {
    this.beginBatch();
    const pointer = this.take(byteLength);
    this.bytes.fill(0, pointer, pointer + byteLength);
    this.keptEnd = this.top;
    return pointer;
  }

  /** A buffer for this batch, with unspecified content. */
  take(byteLength: number): number {
    const pointer = this.top;
    this.top = Math.ceil((pointer + byteLength) / alignment) * alignment;
    this.reserve(this.top + slackBytes);
    this.largest = Math.max(this.largest, this.top - this.keptEnd);
    return pointer;
  }

  takeFloats(count: number): number {
    return this.take(count * 4);
  }

  takeZeros(count: number): number {
    const pointer = this.take(count * 4);
    this.floats.fill(0, pointer >>> 2, (pointer >>> 2) + count);
    return pointer;
  }

  /** Bytes of the memory as it is now; it never shrinks. */
  get byteLength(): number {
    return this.memory.buffer.byteLength;
  }

  /** Where the next buffer of the batch will begin. */
  get mark(): number {
    return this.top;
  }

  /** Gives back everything taken since `mark` but one buffer, which is moved there; returns its new place. */
  keepOnly(mark: number, pointer: number, byteLength: number): number {
    if (pointer !== mark) this.bytes.copyWithin(mark, pointer, pointer + byteLength);
    this.top = mark;
    return this.take(byteLength);
  }

  /** The most bytes a batch has taken so far. */
  get largestBatchBytes(): number {
    return this.largest;
  }

  /** A view of `count` floats; valid until the next buffer is taken. */
  f32(pointer: number, count: number): Float32Array {
    return this.floats.subarray(pointer >>> 2, (pointer >>> 2) + count);
  }

  /** A view of `count` integers; valid until the next buffer is taken. */
  i32(pointer: number, count: number): Int32Array {
    return this.integers.subarray(pointer >>> 2, (pointer >>> 2) + count);
  }

  /** A view of `count` doubles; valid until the next buffer is taken. */
  f64(pointer: number, count: number): Float64Array {
    return this.doubles.subarray(pointer >>> 3, (pointer >>> 3) + count);
  }

  /** A buffer for this batch that holds a copy of `values` as float32. */
  putFloats(values: ArrayLike<number>): number {
    const pointer = this.take(values.length * 4);
    this.floats.set(values, pointer >>> 2);
    return pointer;
  }

  /** A buffer for this batch that holds a copy of `values` as int32. */
  putIntegers(values: ArrayLike<number>): number {
    const pointer = this.take(values.length * 4);
    this.integers.set(values, pointer >>> 2);
    return pointer;
  }

  private reserve(end: number): void {
    const missing = end - this.bytes.length;
    if (missing <= 0) return;
    const grown = Math.min(Math.max(missing, this.bytes.length >>> 1), largestBytes - this.bytes.length);
    try {
      if (missing > grown) throw new RangeError('out of memory');
      this.memory.grow(Math.ceil(grown / pageBytes));
    } catch (cause) {
      this.top = this.keptEnd;
      throw new SekvensError({
        code: 'unsupported',
        where: 'WebAssembly memory',
        expected: 'at most 4 GiB for weights, optimizer state and one batch',
        got: `a need of ${(end / 2 ** 30).toFixed(2)} GiB`,
        hint: 'Use a smaller batch, shorter texts (outputSequenceLength) or a smaller vocabulary.',
        cause,
      });
    }
    this.view();
  }

  private view(): void {
    const { buffer } = this.memory;
    this.bytes = new Uint8Array(buffer);
    this.floats = new Float32Array(buffer);
    this.integers = new Int32Array(buffer);
    this.doubles = new Float64Array(buffer);
  }
}

function createMemory(shared: boolean): WebAssembly.Memory {
  try {
    return new WebAssembly.Memory({ initial: 16, maximum: 65536, shared });
  } catch (error) {
    // a shared memory reserves all that it may ever become
    if (!shared || !(error instanceof RangeError)) throw error;
    return createMemory(false);
  }
}
