/**
 * Writes HDF5 files of groups, texts as attributes, and 32-bit floats, which every HDF5 library since 1.8 reads.
 *
 *     superblock │ numbers │ texts (one global heap) │ object headers, children before parents, the root last
 *
 * The same tree gives the same bytes: nothing knows the time. Texts lie in a heap, because what lies in a header ends at 64 KiB.
 */
import { lookup3 } from './lookup3.js';

export interface Hdf5Tree {
  /** Groups and numbers by name. */
  readonly children?: Readonly<Record<string, Hdf5Tree | Hdf5Floats>>;
  /** A text, or a list of texts, by name. */
  readonly attributes?: Readonly<Record<string, string | readonly string[]>>;
}

export interface Hdf5Floats {
  readonly shape: readonly number[];
  readonly floats: Float32Array;
}

const SUPERBLOCK = 48;
const UNDEFINED = 0xffffffffffffffffn;
/** Variable-length UTF-8 text: 16 bytes an element, of characters. */
const TEXT_TYPE = [0x19, 0x01, 0x01, 0x00, 16, 0, 0, 0, 0x10, 0, 0, 0, 1, 0, 0, 0, 0, 0, 8, 0];
/** IEEE 754, 32 bits, little-endian. */
const FLOAT_TYPE = [0x11, 0x20, 31, 0, 4, 0, 0, 0, 0, 0, 32, 0, 23, 8, 0, 23, 127, 0, 0, 0];

export function writeHdf5(root: Hdf5Tree): Uint8Array {
  const out = new Output();
  out.skip(SUPERBLOCK);
  const numbers = new Map<Hdf5Floats, number>();
  const texts = new Map<string, number>();
  collect(root, (item) => numbers.set(item, out.add(bytesOf(item.floats))), (text) => texts.has(text) || texts.set(text, texts.size + 1));
  const heap = out.add(globalHeap([...texts.keys()]));
  const text = (value: string): Uint8Array => new Output().u32(new TextEncoder().encode(value).length).u64(heap).u32(texts.get(value)!).done();
  const object = (item: Hdf5Tree | Hdf5Floats): number => {
    if ('floats' in item) return out.add(header([[0x01, dataspace(item.shape)], [0x03, Uint8Array.from(FLOAT_TYPE)], [0x05, Uint8Array.of(3, 10)], [0x08, contiguous(numbers.get(item)!, item.floats.byteLength)]]));
    const links = Object.entries(item.children ?? {}).map(([name, child]): Message => [0x06, link(name, object(child))]);
    const attributes = Object.entries(item.attributes ?? {}).map(([name, value]): Message => [0x0c, attribute(name, value, text)]);
    return out.add(header([[0x02, Uint8Array.from([0, 0, ...new Array<number>(16).fill(255)])], [0x0a, Uint8Array.of(0, 0)], ...links, ...attributes]));
  };
  const address = object(root);
  const file = out.done();
  file.set(superblock(address, file.length));
  return file;
}

type Message = readonly [type: number, body: Uint8Array];

function collect(item: Hdf5Tree | Hdf5Floats, addNumbers: (item: Hdf5Floats) => unknown, addText: (text: string) => unknown): void {
  if ('floats' in item) return void addNumbers(item);
  for (const value of Object.values(item.attributes ?? {})) for (const text of typeof value === 'string' ? [value] : value) addText(text);
  for (const child of Object.values(item.children ?? {})) collect(child, addNumbers, addText);
}

function superblock(root: number, size: number): Uint8Array {
  const head = new Output().bytes([0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a, 2, 8, 8, 0]).u64(0).big(UNDEFINED).u64(size).u64(root);
  return head.u32(lookup3(head.done())).done();
}

/** A header of version 2 in one piece, as long as it has to be. */
function header(all: readonly Message[]): Uint8Array {
  const body = new Output();
  for (const [type, bytes] of all) body.bytes([type]).u16(bytes.length).bytes([0]).bytes(bytes);
  const messages = body.done();
  const head = new Output().bytes([0x4f, 0x48, 0x44, 0x52, 2, 2]).u32(messages.length).bytes(messages);
  return head.u32(lookup3(head.done())).done();
}

function dataspace(shape: readonly number[]): Uint8Array {
  const body = new Output().bytes([2, shape.length, 0, shape.length === 0 ? 0 : 1]);
  for (const length of shape) body.u64(length);
  return body.done();
}

function contiguous(address: number, length: number): Uint8Array {
  return new Output().bytes([3, 1]).u64(address).u64(length).done();
}

function link(name: string, address: number): Uint8Array {
  const text = new TextEncoder().encode(name);
  return new Output().bytes([1, 0x11, 1]).u16(text.length).bytes(text).u64(address).done();
}

function attribute(name: string, value: string | readonly string[], text: (value: string) => Uint8Array): Uint8Array {
  const shape = dataspace(typeof value === 'string' ? [] : [value.length]);
  const label = new TextEncoder().encode(`${name}\0`);
  const head = new Output().bytes([3, 0]).u16(label.length).u16(TEXT_TYPE.length).u16(shape.length).bytes([1]).bytes(label).bytes(TEXT_TYPE).bytes(shape);
  for (const one of typeof value === 'string' ? [value] : value) head.bytes(text(one));
  return head.done();
}

function globalHeap(texts: readonly string[]): Uint8Array {
  const body = new Output();
  texts.forEach((text, i) => {
    const bytes = new TextEncoder().encode(text);
    body.u16(i + 1).u16(1).u32(0).u64(bytes.length).bytes(bytes).align();
  });
  const used = body.done();
  // collections have at least 4096 bytes; the free ones at the end are object 0
  const size = Math.max(4096, 16 + used.length + 16);
  const heap = new Output().bytes([0x47, 0x43, 0x4f, 0x4c, 1, 0, 0, 0]).u64(size).bytes(used).u16(0).u16(0).u32(0).u64(size - 16 - used.length).done();
  const whole = new Uint8Array(size);
  whole.set(heap);
  return whole;
}

function bytesOf(floats: Float32Array): Uint8Array {
  const bytes = new Uint8Array(floats.length * 4);
  const view = new DataView(bytes.buffer);
  floats.forEach((value, i) => view.setFloat32(4 * i, value, true));
  return bytes;
}

/** Bytes that grow at their end, numbers little-endian. */
class Output {
  private buffer = new Uint8Array(64);
  private length = 0;

  bytes(values: ArrayLike<number>): this {
    const at = this.skip(values.length);
    this.buffer.set(values, at);
    return this;
  }

  u16(value: number): this {
    return this.bytes([value & 255, value >>> 8]);
  }

  u32(value: number): this {
    return this.u16(value & 65535).u16(value >>> 16);
  }

  u64(value: number): this {
    return this.u32(value % 2 ** 32).u32(Math.floor(value / 2 ** 32));
  }

  big(value: bigint): this {
    return this.u32(Number(value & 0xffffffffn)).u32(Number(value >> 32n));
  }

  align(): this {
    this.skip((8 - (this.length % 8)) % 8);
    return this;
  }

  /** Appends a structure on a multiple of eight, and tells where it begins. */
  add(values: Uint8Array): number {
    this.align();
    const at = this.length;
    this.bytes(values);
    return at;
  }

  skip(count: number): number {
    const at = this.length;
    this.length += count;
    if (this.length > this.buffer.length) {
      const larger = new Uint8Array(Math.max(this.length, 2 * this.buffer.length));
      larger.set(this.buffer);
      this.buffer = larger;
    }
    return at;
  }

  done(): Uint8Array {
    return this.buffer.slice(0, this.length);
  }
}
