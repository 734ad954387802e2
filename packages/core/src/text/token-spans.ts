/** Takes the tokens of a text one by one. */
export interface TokenSink {
  /** A token of `length` bytes that lies in `words` from `start` on (token-words.ts), and its hash. `words` is lent for the call. */
  token(words: Int32Array, start: number, length: number, hash: number): void;
}

/** Where the tokens of a text lie. */
export class TokenSpans implements TokenSink {
  count = 0;
  starts = new Int32Array(64);
  lengths = new Int32Array(64);
  hashes = new Int32Array(64);

  token(_words: Int32Array, start: number, length: number, hash: number): void {
    const i = this.count++;
    if (i === this.starts.length) this.grow();
    this.starts[i] = start;
    this.lengths[i] = length;
    this.hashes[i] = hash;
  }

  private grow(): void {
    const { starts, lengths, hashes } = this;
    this.starts = new Int32Array(2 * starts.length);
    this.lengths = new Int32Array(2 * starts.length);
    this.hashes = new Int32Array(2 * starts.length);
    this.starts.set(starts);
    this.lengths.set(lengths);
    this.hashes.set(hashes);
  }
}
