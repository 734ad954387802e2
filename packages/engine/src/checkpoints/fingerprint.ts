/** Words that begin the two halves of a fingerprint. */
const beginnings = [0x9e3779b9, 0x85ebca6b] as const;

/**
 * A short text that is another one for other numbers, in all likelihood: 64 bits of a hash over 32-bit words (the mixing of MurmurHash3).
 * It tells data apart that were changed by accident; it is no protection against intent.
 */
export class Fingerprint {
  private first: number = beginnings[0];
  private second: number = beginnings[1];

  /** Numbers, and how many there are. */
  add(numbers: Int32Array | Float32Array | Float64Array | Uint8Array): this {
    const { buffer, byteOffset, byteLength } = numbers;
    const whole = byteLength >>> 2;
    // words begin at a multiple of 4 in their buffer; bytes of a file need not
    const words = (byteOffset & 3) === 0 ? new Int32Array(buffer, byteOffset, whole) : new Int32Array(buffer.slice(byteOffset, byteOffset + 4 * whole));
    let { first, second } = this;
    // whole words, the bytes that are left, and how many there were
    const rest = byteLength - 4 * whole;
    const tail = new Uint8Array(buffer, byteOffset + 4 * whole, rest);
    for (let i = 0; i <= whole + rest; i++) {
      const word = i < whole ? words[i] : i < whole + rest ? tail[i - whole] : byteLength;
      let w = Math.imul(word, 0xcc9e2d51);
      w = Math.imul((w << 15) | (w >>> 17), 0x1b873593);
      first ^= w;
      first = (Math.imul((first << 13) | (first >>> 19), 5) + 0xe6546b64) | 0;
      second = Math.imul(second ^ word, 0x01000193) ^ (second >>> 15);
    }
    this.first = first;
    this.second = second;
    return this;
  }

  addText(text: string): this {
    return this.add(new TextEncoder().encode(text));
  }

  /** 16 hexadecimal digits for all that was added so far. */
  get hex(): string {
    return [finish(this.first), finish(this.second ^ this.first)].map((half) => half.toString(16).padStart(8, '0')).join('');
  }

  /** Where it stands, to go on from later. */
  get state(): readonly [number, number] {
    return [this.first, this.second];
  }

  static from([first, second]: readonly [number, number]): Fingerprint {
    const fingerprint = new Fingerprint();
    fingerprint.first = first;
    fingerprint.second = second;
    return fingerprint;
  }
}

function finish(half: number): number {
  let h = half ^ (half >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
