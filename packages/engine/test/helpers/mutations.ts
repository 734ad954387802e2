import type { Random } from '@sekvens/core';

const marks = ['{', '}', '[', ']', '"', ',', ':', '0', '-1', '1e999', '9007199254740993', 'null', '"__proto__":', '"length":', '\u0000'].map((text) => new TextEncoder().encode(text));

/** `count` damaged copies of a file: bytes changed, cut off, taken out, doubled, moved, and marks of JSON strewn in. */
export function* mutations(good: Uint8Array, count: number, random: Random): Generator<Uint8Array> {
  for (let i = 0; i < count; i++) {
    let bytes: Uint8Array = good.slice();
    for (let times = 1 + random.integer(3); times > 0; times--) bytes = mutate(bytes, random);
    yield bytes;
  }
}

function mutate(bytes: Uint8Array, random: Random): Uint8Array {
  if (bytes.length === 0) return bytes;
  // two thirds of the changes near the front, where files say what they are
  const at = random.integer(3) === 0 ? random.integer(bytes.length) : random.integer(Math.min(bytes.length, 600));
  const length = 1 + random.integer(Math.min(40, bytes.length - at));
  switch (random.integer(6)) {
    case 0:
      bytes[at] = random.integer(256);
      return bytes;
    case 1:
      bytes[at] ^= 1 << random.integer(8);
      return bytes;
    case 2:
      return bytes.slice(0, at);
    case 3:
      return join(bytes.subarray(0, at), bytes.subarray(at + length));
    case 4:
      return join(bytes.subarray(0, at + length), bytes.subarray(at));
    default:
      return join(bytes.subarray(0, at), marks[random.integer(marks.length)], bytes.subarray(at));
  }
}

function join(...parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
