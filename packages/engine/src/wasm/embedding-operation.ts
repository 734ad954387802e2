import type { EmbeddingConfig } from '@sekvens/layers';
import type { BatchRun, Operation, Value } from './operation.js';
import { tokenValue } from './operation.js';
import type { TableParameter } from './parameter.js';
import { cut, partsFor } from './stages.js';

/**
 * Rows of a table by id. The distinct ids of a batch are found once; a consumer that can work on distinct rows gets
 * them folded (each row once), any other gets one row per token. The gradient exists for the distinct rows only.
 */
export class EmbeddingOperation implements Operation {
  private stamp = 0;
  private slotOf = 0;

  /** @param full whether masked steps are needed, too; @param folded whether the consumer takes distinct rows. */
  constructor(private readonly config: EmbeddingConfig, private readonly table: TableParameter, private readonly full: boolean, private readonly folded: boolean) {}

  forward(run: BatchRun): Value {
    const { heap, kernels } = run;
    const { table } = this;
    const tokens = this.full ? run.layout!.full : run.layout!.main;
    const width = this.config.outputDim;
    this.slotOf = heap.take(tokens.count * 4);
    const unique = heap.take(tokens.count * 4);
    this.stamp = this.stamp === 0x7fffffff ? 1 : this.stamp + 1;
    const distinct = kernels.uniqueIds(tokens.ids, tokens.count, this.stamp, table.stamps, table.slots, this.slotOf, unique);
    table.touched = { unique, distinct, gradient: 0, squares: 0 };
    kernels.touchRows(table.pointer, unique, distinct, width * 4);
    table.beforeRead?.(unique, distinct);
    if (this.isFolded) {
      const rows = heap.takeFloats(distinct * width);
      kernels.gatherRows(rows, width * 4, table.pointer, width * 4, unique, distinct, width);
      return { pointer: rows, count: distinct, width, tokens, slotOf: this.slotOf, unique, gradient: 0 };
    }
    const pointer = heap.takeFloats(tokens.count * width);
    run.team.phase(
      cut(tokens.count, partsFor(tokens.count * width, run.team.size), 1, (k, from, to) =>
        k.gatherRows(pointer + from * width * 4, width * 4, table.pointer, width * 4, tokens.ids + from * 4, to - from, width)),
    );
    return tokenValue(pointer, width, tokens);
  }

  backward(run: BatchRun, _input: Value, output: Value): void {
    const { table } = this;
    if (!table.spec.trainable) return;
    if (this.isFolded) {
      table.touched = { ...table.touched, gradient: output.gradient };
      return;
    }
    const { width } = output;
    const { distinct } = table.touched;
    const { heap, team } = run;
    const gradient = heap.takeZeros(distinct * width);
    const squares = table.wantsSquares ? heap.takeZeros(distinct * width) : 0;
    team.phase(
      cut(width, partsFor(output.count * width, team.size), 8, (kernels, from, to) => {
        const rest = [width * 4, output.gradient + from * 4, width * 4, this.slotOf, output.count, to - from] as const;
        kernels.scatterAddRows(gradient + from * 4, ...rest);
        if (squares) kernels.scatterAddSquares(squares + from * 4, ...rest);
      }),
    );
    table.touched = { ...table.touched, gradient, squares };
  }

  /** Squares of single occurrences need a gradient for each. */
  private get isFolded(): boolean {
    return this.folded && !this.table.wantsSquares;
  }
}
