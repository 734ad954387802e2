/**
 * A 53-bit hash of a text, so that a set of seen texts holds numbers instead of texts.
 * Two FNV-1a lanes with different offsets over UTF-16 code units, mixed at the end (MurmurHash3's finaliser).
 * Among a million texts the chance of any two colliding is 6e-5.
 */
export function textHash(text: string): number {
  let a = 0x811c9dc5;
  let b = 0x2f0e1ebc;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 0x01000193);
    b = Math.imul(b ^ unit, 0x5bd1e995) + 0x3c6ef372;
    b ^= b >>> 15;
  }
  return (mix(a ^ text.length) >>> 11) * 4294967296 + (mix(b) >>> 0);
}

function mix(h: number): number {
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** A text reduced to its letters and digits in lower case: texts that differ in case, spaces or punctuation alone become equal. */
export function normalizedText(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
}
