import type { RaggedIds } from '../batch.js';
import { SekvensError } from '../error.js';

/** Rows of ids put together one after the other in buffers that double: no object a row, none an id. */
export class RaggedBuilder {
  // begins small: a single text is encoded as often as many are
  private values = new Int32Array(64);
  private offsets = new Int32Array(8);
  private valueCount = 0;
  private rowCount = 0;

  /** Makes room for `count` more ids. */
  reserve(count: number): void {
    const needed = this.valueCount + count;
    if (needed > 2147483647) {
      throw new SekvensError({
        code: 'invalid-data',
        where: 'TextVectorization',
        expected: 'at most 2^31 - 1 tokens in one set of rows',
        got: `${needed}`,
        hint: 'Encode the texts in parts.',
      });
    }
    if (needed > this.values.length) this.values = grown(this.values, Math.min(2147483647, Math.max(needed, 2 * this.values.length)));
  }

  /** Adds an id to the row. */
  push(id: number): void {
    if (this.valueCount === this.values.length) this.reserve(1);
    this.values[this.valueCount++] = id;
  }

  /** Ends the row; the next id begins another. */
  endRow(): void {
    this.rowCount++;
    if (this.rowCount === this.offsets.length) this.offsets = grown(this.offsets, 2 * this.offsets.length);
    this.offsets[this.rowCount] = this.valueCount;
  }

  /** The rows, in arrays of exactly their size. */
  finish(): RaggedIds {
    return { values: this.values.slice(0, this.valueCount), offsets: this.offsets.slice(0, this.rowCount + 1) };
  }
}

function grown(array: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(length);
  larger.set(array);
  return larger;
}
