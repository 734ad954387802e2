/** The links of a group: names and the addresses of what they lead to. Only links to objects of the same file are followed. */
import { SekvensError } from '@sekvens/core';
import type { Hdf5Bytes } from './hdf5-bytes.js';
import { textOf } from './hdf5-bytes.js';
import type { Message } from './object-header.js';
import { messages } from './object-header.js';

export type Links = ReadonlyMap<string, number>;

export function readLinks(file: Hdf5Bytes, header: readonly Message[]): Links {
  const links = new Map<string, number>();
  for (const { type, body } of header) {
    if (type === messages.symbolTable) readSymbolTable(file, body.address(), body.address(), links);
    if (type === messages.link) readLink(file, body, links);
    if (type === messages.linkInfo) refuseDense(file, body);
  }
  return links;
}

function readSymbolTable(file: Hdf5Bytes, tree: number | undefined, heap: number | undefined, links: Map<string, number>): void {
  if (tree === undefined || heap === undefined) return;
  const head = file.part(heap, 32, 'a heap of names');
  head.signature('HEAP');
  head.take(4);
  const size = head.u64();
  head.take(8);
  const names = file.part(head.address() ?? -1, size, 'a heap of names').bytes;
  for (const node of treeLeaves(file, tree, 0, 8)) {
    const counted = file.part(node.child, 8, 'a table of links');
    counted.signature('SNOD');
    counted.take(2);
    const entries = file.part(node.child + 8, counted.u16() * 40, 'a table of links');
    while (entries.remaining > 0) {
      const at = entries.u64();
      const address = entries.address();
      const kind = entries.u32();
      entries.take(20);
      if (at >= names.length) throw entries.damaged('a name within the heap', String(at));
      // kind 2 is a symbolic link
      if (kind !== 2 && address !== undefined) links.set(textOf(names.subarray(at), file.place, 'a name'), address);
    }
  }
}

/** What the leaves of a version 1 B-tree point to, with the key before each. */
export function treeLeaves(file: Hdf5Bytes, root: number, type: number, keySize: number, level?: number): { readonly key: Uint8Array; readonly child: number }[] {
  const head = file.part(root, 24, 'a B-tree');
  head.signature('TREE');
  const [kind, height, count] = [head.u8(), head.u8(), head.u16()];
  if (kind !== type || (level !== undefined && height !== level)) throw head.damaged(`type ${type}, level ${level ?? 'any'}`, `type ${kind}, level ${height}`);
  const body = file.part(root + 24, count * (keySize + 8), 'a B-tree');
  const found: { key: Uint8Array; child: number }[] = [];
  for (let i = 0; i < count; i++) {
    const key = body.slice(keySize);
    const child = body.u64();
    if (height === 0) found.push({ key, child });
    else for (const leaf of treeLeaves(file, child, type, keySize, height - 1)) found.push(leaf);
  }
  return found;
}

function readLink(file: Hdf5Bytes, body: Message['body'], links: Map<string, number>): void {
  const version = body.u8();
  if (version !== 1) throw body.damaged('version 1', String(version));
  const flags = body.u8();
  const kind = flags & 8 ? body.u8() : 0;
  if (flags & 4) body.take(8);
  if (flags & 16) body.take(1);
  const name = textOf(body.slice(body.uint(1 << (flags & 3))), file.place, 'a name');
  const address = kind === 0 ? body.address() : undefined;
  if (address !== undefined) links.set(name, address);
}

/** Links of a group in a fractal heap, which libraries write when asked for the latest format and a group has more than eight. */
function refuseDense(file: Hdf5Bytes, body: Message['body']): void {
  body.take(1);
  if (body.u8() & 1) body.take(8);
  if (body.address() === undefined) return;
  throw new SekvensError({
    code: 'unsupported', where: file.place, expected: 'groups that list their links', got: 'a group with its links in a fractal heap',
    hint: "Keras does not write such files; save the model again with Keras' own save, or h5py's libver='earliest'.",
  });
}
