import type { BatchTotals } from '../wasm/wasm-trainer.js';
import type { ModelBatch } from './model-data.js';

/** Running sums of batch totals. */
export class Means {
  private loss = 0;
  private correct = 0;
  private weight = 0;
  private items = 0;
  rows = 0;
  tokens = 0;

  add(totals: BatchTotals, batch: ModelBatch): void {
    this.loss += totals.loss;
    this.correct += totals.correct;
    this.weight += totals.weight;
    this.items += totals.items;
    this.rows += batch.rows;
    this.tokens += batch.tokens;
  }

  /** All sums, for a checkpoint. */
  get sums(): readonly number[] {
    return [this.loss, this.correct, this.weight, this.items, this.rows, this.tokens];
  }

  /** Goes on from {@link sums}. */
  static from(sums: readonly number[]): Means {
    const means = new Means();
    [means.loss, means.correct, means.weight, means.items, means.rows, means.tokens] = sums;
    return means;
  }

  /** Σ weight · loss / items: the mean that the gradient belongs to. */
  get meanLoss(): number {
    return this.items === 0 ? 0 : this.loss / this.items;
  }

  /** Σ weight · correct / Σ weight. */
  get accuracy(): number {
    return this.weight === 0 ? 0 : this.correct / this.weight;
  }
}
