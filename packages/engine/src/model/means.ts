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

  /** Σ weight · loss / items: the mean that the gradient belongs to. */
  get meanLoss(): number {
    return this.items === 0 ? 0 : this.loss / this.items;
  }

  /** Σ weight · correct / Σ weight. */
  get accuracy(): number {
    return this.weight === 0 ? 0 : this.correct / this.weight;
  }
}
