import type { BatchLog, Callback, CallbackState } from '@sekvens/engine';

/** Training steps in a row, and their mean loss. */
export interface LossStretch {
  /** Steps up to its end, from the first epoch on. */
  readonly step: number;
  readonly loss: number;
}

interface Sum {
  readonly steps: number;
  readonly rows: number;
  readonly loss: number;
}

/** Kept at most; with more, neighbours are put together. */
const mostStretches = 256;

/** The loss within epochs, from means over stretches of steps, at most 256 for a training of any length. */
export class LossCurve implements Callback {
  readonly name = 'loss-curve';
  private sums: Sum[] = [];
  private open: Sum = nothing;
  private stepsEach = 1;
  private before: Sum = nothing;

  onEpochBegin(): void {
    this.before = nothing;
  }

  /** The log has means over the epoch so far, so a batch is the difference of two. */
  onBatchEnd({ rows, loss }: BatchLog): void {
    const batch = { steps: 1, rows: rows - this.before.rows, loss: loss * rows - this.before.loss };
    this.before = { steps: 0, rows, loss: loss * rows };
    this.open = plus(this.open, batch);
    if (this.open.steps < this.stepsEach) return;
    this.sums.push(this.open);
    this.open = nothing;
    if (this.sums.length < mostStretches) return;
    this.sums = Array.from({ length: mostStretches / 2 }, (_, i) => plus(this.sums[2 * i], this.sums[2 * i + 1]));
    this.stepsEach *= 2;
  }

  get stretches(): LossStretch[] {
    let step = 0;
    return [...this.sums, this.open].filter(({ rows }) => rows > 0).map(({ steps, rows, loss }) => ({ step: (step += steps), loss: loss / rows }));
  }

  getState(): CallbackState {
    const list = ({ steps, rows, loss }: Sum): number[] => [steps, rows, loss];
    return { values: { sums: this.sums.map(list), open: list(this.open), before: list(this.before), stepsEach: this.stepsEach } };
  }

  setState({ values }: CallbackState): void {
    const { sums, open, before, stepsEach } = values as unknown as { sums: number[][]; open: number[]; before: number[]; stepsEach: number };
    const sum = ([steps, rows, loss]: number[]): Sum => ({ steps, rows, loss });
    [this.sums, this.open, this.before, this.stepsEach] = [sums.map(sum), sum(open), sum(before), stepsEach];
  }
}

const nothing: Sum = { steps: 0, rows: 0, loss: 0 };

function plus(a: Sum, b: Sum): Sum {
  return { steps: a.steps + b.steps, rows: a.rows + b.rows, loss: a.loss + b.loss };
}
