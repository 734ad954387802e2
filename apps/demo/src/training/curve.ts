import type { BatchLog } from '@sekvens/engine';

/** Means of the batches since the point before. */
export interface CurvePoint {
  /** In epochs from the beginning: 1.5 is the middle of the second one. */
  readonly epoch: number;
  readonly seconds: number;
  readonly loss: number;
  readonly accuracy: number;
}

/**
 * Makes a curve of a training's logs. A log has means over its epoch so far, in which late batches hardly show; the sums behind two of
 * them differ by the batches between.
 */
export class Curve {
  private rows = 0;
  private lossSum = 0;
  private correct = 0;
  private epoch = -1;
  private taken: CurvePoint[] = [];
  private sinceLast = 0;

  /** @param every batches a point; the last batch of an epoch has one in any case */
  constructor(private readonly every: number) {}

  add({ epoch, batch, batchCount, rows, loss, accuracy = 0 }: BatchLog, seconds: number): void {
    if (epoch !== this.epoch) {
      this.epoch = epoch;
      this.rows = this.lossSum = this.correct = this.sinceLast = 0;
    }
    const isLast = batch + 1 === batchCount;
    this.sinceLast += 1;
    if (this.sinceLast < this.every && !isLast) return;
    const more = rows - this.rows;
    const lossSum = loss * rows;
    const correct = accuracy * rows;
    // A few batches at the end of an epoch would be a point of their own noise.
    if (more > 0 && (this.sinceLast * 2 >= this.every || batchCount === undefined || batchCount < this.every)) {
      this.taken.push({
        epoch: epoch + (batchCount ? (batch + 1) / batchCount : 0),
        seconds,
        loss: (lossSum - this.lossSum) / more,
        accuracy: (correct - this.correct) / more,
      });
    }
    this.rows = rows;
    this.lossSum = lossSum;
    this.correct = correct;
    this.sinceLast = 0;
  }

  /** The points since the last call. */
  take(): readonly CurvePoint[] {
    const { taken } = this;
    this.taken = [];
    return taken;
  }
}
