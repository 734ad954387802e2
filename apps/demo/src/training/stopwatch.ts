/** Counts seconds, but not those of its pauses. */
export class Stopwatch {
  private counted = 0;
  private since: number | undefined;

  /** @param now milliseconds; those of the page, unless a test has its own */
  constructor(private readonly now: () => number = () => performance.now()) {}

  start(): void {
    this.since ??= this.now();
  }

  stop(): void {
    this.counted = this.seconds;
    this.since = undefined;
  }

  get seconds(): number {
    return this.counted + (this.since === undefined ? 0 : (this.now() - this.since) / 1000);
  }
}
