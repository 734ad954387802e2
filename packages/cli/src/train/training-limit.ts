import type { BatchLog, Callback, CallbackState, TrainingControl } from '@sekvens/engine';

export interface TrainingLimits {
  /** Steps in all epochs together. */
  readonly steps?: number;
  /** Seconds spent in steps; what is measured between epochs does not count. */
  readonly seconds?: number;
}

/** Ends a training after the step that reaches a limit, and counts. */
export class TrainingLimit implements Callback {
  readonly name = 'trainingLimit';
  /** Steps taken so far. */
  steps = 0;
  /** Seconds spent in them. */
  seconds = 0;
  private since = 0;

  /** @param now milliseconds, from anywhere */
  constructor(private readonly now: () => number, private limits: TrainingLimits = {}) {}

  /** To be called before the first step, where the limits are not known earlier. */
  limitTo(limits: TrainingLimits): void {
    this.limits = limits;
  }

  onTrainBegin(): void {
    this.since = this.now();
  }

  onEpochBegin(): void {
    this.since = this.now();
  }

  onBatchEnd(_log: BatchLog, control: TrainingControl): void {
    const now = this.now();
    this.seconds += (now - this.since) / 1000;
    this.since = now;
    this.steps++;
    const { steps = Infinity, seconds = Infinity } = this.limits;
    if (this.steps >= steps || this.seconds >= seconds) control.stop();
  }

  getState(): CallbackState {
    return { values: { steps: this.steps, seconds: this.seconds } };
  }

  setState({ values }: CallbackState): void {
    this.steps = Number(values.steps);
    this.seconds = Number(values.seconds);
  }
}
