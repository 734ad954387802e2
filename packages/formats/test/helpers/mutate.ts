/** Damaged copies of files, the same ones for the same seed. */
import { Random } from '@sekvens/core';

type Mutation = (bytes: Uint8Array, at: number, random: Random) => Uint8Array;

const marks = ['{', '}', '[', ']', '"', ',', ':', '0', '-1', '1e999', '9007199254740993', 'null', '"__proto__":', '"length":', '\u0000', '../'].map((text) => new TextEncoder().encode(text));

/** What length fields are set to: 2^31 - 1, 2^32 - 1, 2^63 - 1 and the like, in both orders of bytes, and a zero. */
const lengths = [
  [0xff, 0xff, 0xff, 0x7f], [0x7f, 0xff, 0xff, 0xff], [0xff, 0xff, 0xff, 0xff], [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f], [0, 0, 0, 0, 1, 0, 0, 0],
  [0xff, 0xff], [0, 0, 0, 0], [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1],
].map((bytes) => Uint8Array.from(bytes));

const mutations: readonly Mutation[] = [
  (bytes, at, random) => joined(bytes.subarray(0, at), Uint8Array.of(random.integer(256)), bytes.subarray(at + 1)),
  (bytes, at, random) => joined(bytes.subarray(0, at), Uint8Array.of(bytes[at] ^ (1 << random.integer(8))), bytes.subarray(at + 1)),
  (bytes, at) => bytes.slice(0, at),
  (bytes, at, random) => joined(bytes.subarray(0, at), bytes.subarray(at + span(bytes, at, random))),
  (bytes, at, random) => joined(bytes.subarray(0, at), Uint8Array.from({ length: 1 + random.integer(16) }, () => random.integer(256)), bytes.subarray(at)),
  (bytes, at, random) => joined(bytes.subarray(0, at), marks[random.integer(marks.length)], bytes.subarray(at)),
  (bytes, at, random) => joined(bytes.subarray(0, at + span(bytes, at, random)), bytes.subarray(at)),
  (bytes, at, random) => {
    const from = random.integer(bytes.length);
    return joined(bytes.subarray(0, at), bytes.subarray(from, from + span(bytes, from, random)), bytes.subarray(at));
  },
  (bytes, at, random) => {
    const length = lengths[random.integer(lengths.length)];
    return joined(bytes.subarray(0, at), length, bytes.subarray(at + length.length)).slice(0, bytes.length);
  },
];

/**
 * `count` damaged copies of a file, each with one to three changes: bytes and bits flipped, cut off, taken out, put in, doubled, moved from
 * elsewhere in the file, marks of JSON strewn in, and what may be a length set to a huge one. Two thirds of them near the beginning or the
 * end, where files say what they hold.
 */
export function* mutate(good: Uint8Array, count: number, seed: number): Generator<Uint8Array> {
  const random = new Random(seed);
  for (let i = 0; i < count; i++) {
    let bytes: Uint8Array = good.slice();
    for (let times = 1 + random.integer(3); times > 0 && bytes.length > 0; times--) bytes = mutations[random.integer(mutations.length)](bytes, place(bytes, random), random);
    yield bytes;
  }
}

function place({ length }: Uint8Array, random: Random): number {
  const near = random.integer(Math.min(length, 600));
  return [near, length - 1 - near, random.integer(length)][random.integer(3)];
}

function span(bytes: Uint8Array, at: number, random: Random): number {
  return 1 + random.integer(Math.min(40, bytes.length - at));
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
