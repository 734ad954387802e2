/** Where a training waits while it is paused. */
export class Pause {
  private release: (() => void) | undefined;
  private waiting: Promise<void> | undefined;

  /** What to wait for; undefined while nothing is paused. */
  get gate(): Promise<void> | undefined {
    return this.waiting;
  }

  begin(): void {
    this.waiting ??= new Promise((resolve) => {
      this.release = resolve;
    });
  }

  end(): void {
    this.release?.();
    this.release = this.waiting = undefined;
  }
}
