/**
 * The bytes of an HDF5 file, read within their bounds and within a budget.
 *
 * Every part of the file that is looked at is charged by its length. A file whose parts are each read a few times stays far below
 * the budget; one whose addresses lead in circles, or many times to the same large part, ends in an error instead of never.
 */
import { damaged } from '../damaged.js';

/** How often, on average, every byte of a file may be looked at. */
const MOST_READS = 16;
/** Small files are charged for what they point at twice more often than large ones. */
const FREE_BYTES = 1 << 20;

export class Hdf5Bytes {
  private budget: number;

  constructor(readonly bytes: Uint8Array, readonly place: string) {
    this.budget = MOST_READS * bytes.length + FREE_BYTES;
  }

  /** A part of the file: `length` bytes from `address`, all of which have to be there. */
  part(address: number, length: number, what: string): Cursor {
    const { bytes, place } = this;
    if (address < 0 || length < 0 || address + length > bytes.length) {
      throw damaged(place, `${length} bytes at ${address} for ${what}`, `a file of ${bytes.length} bytes`);
    }
    // looking at nothing costs something, too
    this.budget -= length + 16;
    if (this.budget < 0) throw damaged(place, 'every part of the file to be used once', `addresses that lead to the same parts over and over, at last for ${what}`);
    return new Cursor(bytes.subarray(address, address + length), place, what);
  }
}

/** Reads one number after the other, little-endian, and never past its end. */
export class Cursor {
  position = 0;
  private readonly view: DataView;

  constructor(readonly bytes: Uint8Array, readonly place: string, readonly what: string) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  get remaining(): number {
    return this.bytes.length - this.position;
  }

  u8(): number {
    return this.view.getUint8(this.take(1));
  }

  u16(): number {
    return this.view.getUint16(this.take(2), true);
  }

  u32(): number {
    return this.view.getUint32(this.take(4), true);
  }

  /** Eight bytes as a length; lengths that no file has are refused. */
  u64(): number {
    const value = this.view.getBigUint64(this.take(8), true);
    if (value > Number.MAX_SAFE_INTEGER) throw this.damaged('a length below 2^53', String(value));
    return Number(value);
  }

  /** An address in the file; undefined where there is none. */
  address(): number | undefined {
    const at = this.take(8);
    const value = this.view.getBigUint64(at, true);
    if (value === 0xffffffffffffffffn) return undefined;
    this.position = at;
    return this.u64();
  }

  /** A number of `size` bytes, 1 to 8. */
  uint(size: number): number {
    let value = 0;
    for (let i = 0; i < size; i++) value += this.u8() * 2 ** (8 * i);
    if (value > Number.MAX_SAFE_INTEGER) throw this.damaged('a length below 2^53', String(value));
    return value;
  }

  take(length: number): number {
    const at = this.position;
    if (length < 0 || length > this.remaining) throw this.damaged(`${length} more bytes`, `${this.remaining}`);
    this.position += length;
    return at;
  }

  /** The next `length` bytes, not copied. */
  slice(length: number): Uint8Array {
    const at = this.take(length);
    return this.bytes.subarray(at, at + length);
  }

  /** The next `length` bytes as a cursor of their own. */
  inner(length: number, what: string): Cursor {
    return new Cursor(this.slice(length), this.place, what);
  }

  signature(name: string): void {
    const got = String.fromCharCode(...this.slice(name.length));
    if (got !== name) throw this.damaged(`the signature ${name}`, JSON.stringify(got));
  }

  damaged(expected: string, got: string) {
    return damaged(this.place, `${expected} in ${this.what}`, got);
  }
}

/** Text up to the first zero. */
export function textOf(bytes: Uint8Array, place: string, what: string): string {
  const end = bytes.indexOf(0);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(end < 0 ? bytes : bytes.subarray(0, end));
  } catch (cause) {
    throw damaged(place, `UTF-8 text for ${what}`, 'other bytes', cause);
  }
}
