/** Bob Jenkins' hash "lookup3" (hashlittle, 2006), the checksum of HDF5's newer structures. */
export function lookup3(bytes: Uint8Array, initial = 0): number {
  let length = bytes.length;
  let a = (0xdeadbeef + length + initial) | 0;
  let b = a;
  let c = a;
  let at = 0;
  const word = (i: number): number => bytes[i] | (bytes[i + 1] << 8) | (bytes[i + 2] << 16) | (bytes[i + 3] << 24);
  for (; length > 12; length -= 12, at += 12) {
    a = (a + word(at)) | 0;
    b = (b + word(at + 4)) | 0;
    c = (c + word(at + 8)) | 0;
    a = ((a - c) | 0) ^ rotate(c, 4); c = (c + b) | 0;
    b = ((b - a) | 0) ^ rotate(a, 6); a = (a + c) | 0;
    c = ((c - b) | 0) ^ rotate(b, 8); b = (b + a) | 0;
    a = ((a - c) | 0) ^ rotate(c, 16); c = (c + b) | 0;
    b = ((b - a) | 0) ^ rotate(a, 19); a = (a + c) | 0;
    c = ((c - b) | 0) ^ rotate(b, 4); b = (b + a) | 0;
  }
  if (length === 0) return c >>> 0;
  const rest = new Uint8Array(12);
  rest.set(bytes.subarray(at));
  const last = (i: number): number => rest[i] | (rest[i + 1] << 8) | (rest[i + 2] << 16) | (rest[i + 3] << 24);
  a = (a + last(0)) | 0;
  b = (b + last(4)) | 0;
  c = (c + last(8)) | 0;
  c = ((c ^ b) - rotate(b, 14)) | 0;
  a = ((a ^ c) - rotate(c, 11)) | 0;
  b = ((b ^ a) - rotate(a, 25)) | 0;
  c = ((c ^ b) - rotate(b, 16)) | 0;
  a = ((a ^ c) - rotate(c, 4)) | 0;
  b = ((b ^ a) - rotate(a, 14)) | 0;
  c = ((c ^ b) - rotate(b, 24)) | 0;
  return c >>> 0;
}

function rotate(x: number, bits: number): number {
  return (x << bits) | (x >>> (32 - bits));
}
