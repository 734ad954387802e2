import type { Cursor, Hdf5Bytes } from './hdf5-bytes.js';
import { lookup3 } from './lookup3.js';

/** The kinds of messages that are read. */
export const messages = { dataspace: 0x01, linkInfo: 0x02, datatype: 0x03, link: 0x06, external: 0x07, layout: 0x08, filters: 0x0b, attribute: 0x0c, continuation: 0x10, symbolTable: 0x11, attributeInfo: 0x15 } as const;

export interface Message {
  readonly type: number;
  /** What it says is stored elsewhere, which HDF5 calls shared. */
  readonly shared: boolean;
  readonly body: Cursor;
}

const MOST_CHUNKS = 10_000;

/** The messages of an object: what it is and where its data, links and attributes are. */
export function readObjectHeader(file: Hdf5Bytes, address: number): Message[] {
  const first = file.part(address, Math.min(4, file.bytes.length - address), 'an object header');
  return first.remaining === 4 && first.u32() === 0x5244484f ? readVersion2(file, address) : readVersion1(file, address);
}

function readVersion1(file: Hdf5Bytes, address: number): Message[] {
  const head = file.part(address, 16, 'an object header');
  const version = head.u8();
  if (version !== 1) throw head.damaged('version 1 or 2', String(version));
  head.take(7);
  return readChunks(file.part(address + 16, head.u32(), 'an object header'), (chunk) => {
    const type = chunk.u16();
    const size = chunk.u16();
    const flags = chunk.u8();
    chunk.take(3);
    return { type, shared: (flags & 2) !== 0, body: chunk.inner(size, `message ${type} of an object header`) };
  }, 8, (at, length) => file.part(at, length, 'an object header'));
}

function readVersion2(file: Hdf5Bytes, address: number): Message[] {
  const head = file.part(address, Math.min(34, file.bytes.length - address), 'an object header');
  head.signature('OHDR');
  const version = head.u8();
  if (version !== 2) throw head.damaged('version 2', String(version));
  const flags = head.u8();
  if (flags & 0x20) head.take(16);
  if (flags & 0x10) head.take(4);
  const size = head.uint(1 << (flags & 3));
  const start = head.position;
  const first = checked(file, address, start + size + 4);
  first.take(start);
  const extra = flags & 4 ? 2 : 0;
  return readChunks(first.inner(size, 'an object header'), (chunk) => {
    const type = chunk.u8();
    const length = chunk.u16();
    const messageFlags = chunk.u8();
    chunk.take(extra);
    return { type, shared: (messageFlags & 2) !== 0, body: chunk.inner(length, `message ${type} of an object header`) };
  }, 4 + extra, (at, length) => {
    const chunk = checked(file, at, length);
    chunk.signature('OCHK');
    return chunk.inner(chunk.remaining - 4, 'an object header');
  });
}

/** A structure that ends in the checksum of what is before. */
export function checked(file: Hdf5Bytes, address: number, length: number): Cursor {
  const part = file.part(address, length, 'a structure with a checksum');
  if (length < 8) throw part.damaged('at least 8 bytes', String(length));
  const { bytes } = part;
  const stored = (bytes[length - 4] | (bytes[length - 3] << 8) | (bytes[length - 2] << 16) | (bytes[length - 1] << 24)) >>> 0;
  const computed = lookup3(bytes.subarray(0, length - 4));
  if (stored !== computed) throw part.damaged(`the checksum ${computed}`, String(stored));
  return part;
}

/** Messages of the first chunk and of those it names; what is left at the end of a chunk and too short for a message is a gap. */
function readChunks(first: Cursor, read: (chunk: Cursor) => Message, header: number, open: (address: number, length: number) => Cursor): Message[] {
  const found: Message[] = [];
  const chunks = [first];
  for (const chunk of chunks) {
    while (chunk.remaining >= header) {
      const message = read(chunk);
      if (message.type !== messages.continuation) {
        found.push(message);
        continue;
      }
      const address = message.body.address();
      if (address === undefined || chunks.length >= MOST_CHUNKS) throw chunk.damaged('a continuation', 'none, or too many');
      chunks.push(open(address, message.body.u64()));
    }
  }
  return found;
}
