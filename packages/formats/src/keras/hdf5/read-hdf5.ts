/**
 * Reads the part of HDF5 that models are saved in: groups, texts as attributes, and numbers, whole or in compressed chunks.
 *
 * Files may come from anywhere, and the C library does not always come back from a damaged one, so this reads them itself: within the
 * bytes that are there and with an end to following addresses (hdf5-bytes.ts). The format is "HDF5 File Format Specification", version 3.
 */
import { damaged } from '../damaged.js';
import { readTexts } from './attributes.js';
import { readDataspace, readDatatype } from './datatype.js';
import { Hdf5Bytes } from './hdf5-bytes.js';
import type { Links } from './links.js';
import { readLinks } from './links.js';
import type { Message } from './object-header.js';
import { checked, messages, readObjectHeader } from './object-header.js';
import { readFloats, unsupported } from './read-floats.js';

/** A group or a dataset. */
export interface Hdf5Object {
  /** What is at `path` below, undefined where there is nothing. */
  get(path: string): Hdf5Object | undefined;
  /** The texts of an attribute, one for a single text; undefined where there is none. */
  texts(attribute: string): string[] | undefined;
  /** Dimensions of a dataset; undefined for a group. */
  readonly shape: readonly number[] | undefined;
  /** The numbers of a dataset as 32-bit floats; `what` names it in errors. */
  floats(what: string): Float32Array;
}

const SIGNATURE = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];

/** @throws SekvensError `invalid-file` for what is damaged, here or when a part is read; `unsupported` for parts of HDF5 that no Keras file has */
export function readHdf5(bytes: Uint8Array, place: string): Hdf5Object {
  if (SIGNATURE.some((byte, i) => bytes[i] !== byte)) throw damaged(place, 'an HDF5 file', bytes.length === 0 ? 'an empty one' : 'other bytes');
  const file = new Hdf5Bytes(bytes, place);
  const known = new Map<number, Hdf5Object>();
  const open = (address: number): Hdf5Object => {
    let object = known.get(address);
    if (object === undefined) known.set(address, (object = openObject(file, address, open)));
    return object;
  };
  return open(rootAddress(file));
}

function rootAddress(file: Hdf5Bytes): number {
  const head = file.part(0, Math.min(96, file.bytes.length), 'the superblock');
  head.take(8);
  const version = head.u8();
  if (version > 3) throw unsupported(file.place, 'an HDF5 file of version 0 to 3', `version ${version}`);
  if (version >= 2) checked(file, 0, 48);
  if (version < 2) head.take(4);
  const [offsets, lengths] = [head.u8(), head.u8()];
  if (offsets !== 8 || lengths !== 8) throw unsupported(file.place, 'addresses of 8 bytes', `${offsets} and ${lengths}`);
  head.take(version === 0 ? 9 : version === 1 ? 13 : 1);
  const base = head.address();
  if (base !== 0) throw unsupported(file.place, 'a file that begins with its data', `data at ${base ?? 'no place'}`);
  // version 0 and 1: addresses of free space, end and driver, then a name's offset; version 2: of an extension and the end
  head.take(version < 2 ? 32 : 16);
  const root = head.address();
  if (root === undefined) throw head.damaged('a root group', 'none');
  return root;
}

function openObject(file: Hdf5Bytes, address: number, open: (address: number) => Hdf5Object): Hdf5Object {
  const header = readObjectHeader(file, address);
  let links: Links | undefined;
  const find = (type: number): Message['body'] | undefined => {
    const message = header.find((candidate) => candidate.type === type);
    if (message?.shared) throw unsupported(file.place, 'types and shapes beside what has them', 'a shared one');
    if (message) message.body.position = 0;
    return message?.body;
  };
  const dataspace = find(messages.dataspace);
  const shape = dataspace && readDataspace(dataspace);
  const object: Hdf5Object = {
    shape,
    get(path) {
      const [name, ...rest] = path.split('/').filter((part) => part !== '');
      if (name === undefined) return object;
      links ??= shape === undefined ? readLinks(file, header) : new Map();
      const child = links.get(name);
      if (child === undefined) return undefined;
      return rest.length === 0 ? open(child) : open(child).get(rest.join('/'));
    },
    texts: (attribute) => readTexts(file, header, attribute),
    floats(what) {
      const datatype = find(messages.datatype);
      if (shape === undefined || datatype === undefined) throw damaged(file.place, `numbers of ${what}`, 'a group');
      return readFloats(file, { shape, datatype: readDatatype(datatype, readTexts(file, header, 'dtype')?.[0]), header }, what);
    },
  };
  return object;
}
