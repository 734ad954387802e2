import { Random } from '@sekvens/core';

/** A damaged copy of a file, the same for the same seed: bits turned, bytes set, pieces moved, copied, cut off or taken out. */
export function mutateBytes(bytes: Uint8Array, seed: number): Uint8Array {
  const random = new Random(seed);
  let out = bytes.slice();
  const changes = 1 + random.integer(4);
  for (let i = 0; i < changes && out.length > 0; i++) {
    // structures are at the beginning more often than anywhere else
    const at = random.integer(random.next() < 0.3 ? Math.min(256, out.length) : out.length);
    const length = 1 + random.integer(Math.min(64, out.length - at));
    switch (random.integer(8)) {
      case 0: out[at] ^= 1 << random.integer(8); break;
      case 1: out[at] = 255; break;
      case 2: out[at] = 0; break;
      case 3: out.copyWithin(at, random.integer(out.length), out.length - length); break;
      case 4: out.fill(random.integer(256), at, at + length); break;
      case 5: new DataView(out.buffer).setUint8(at, random.integer(256)); break;
      case 6: out = out.slice(0, at); break;
      default: out = new Uint8Array([...out.subarray(0, at), ...out.subarray(at + length)]);
    }
  }
  return out;
}
