import type { EmbeddingConfig } from '@sekvens/layers';
import { replaceTokens, takeMask } from './dropout-keys.js';
import type { BatchRun, Operation, Value } from './operation.js';
import { tokenValue } from './operation.js';
import type { TableParameter } from './parameter.js';
import { cut, partsFor } from './stages.js';

/** The id of words that are not in the vocabulary. */
const unknownId = 1;

/**
 * Rows of a table by id. While training, single tokens may be read as the unknown one, before anything else looks at them, and rows of
 * the table may be dropped for the batch. The distinct ids of a batch are found once; a consumer that can work on distinct rows gets
 * them folded (each row once), any other gets one row per token. The gradient exists for the distinct rows only.
 */
export class EmbeddingOperation implements Operation {
  private stamp = 0;
  private slotOf = 0;
  /** Factors of the distinct rows; 0 where none is dropped. */
  private factors = 0;

  /**
   * @param full whether masked steps are needed, too
   * @param folded whether the consumer takes distinct rows
   */
  constructor(
    private readonly config: EmbeddingConfig,
    private readonly table: TableParameter,
    private readonly full: boolean,
    private readonly folded: boolean,
    private readonly layerKey: number,
  ) {}

  forward(run: BatchRun): Value {
    const { heap, kernels } = run;
    const { table } = this;
    const tokens = this.full ? run.layout!.full : run.layout!.main;
    const { outputDim: width, wordDropout, embeddingDropout } = this.config;
    // the layout is this batch's own, and its ids are read by nothing that comes before
    if (run.training && wordDropout > 0) replaceTokens(run, tokens, wordDropout, unknownId, this.layerKey);
    this.slotOf = heap.take(tokens.count * 4);
    const unique = heap.take(tokens.count * 4);
    this.stamp = this.stamp === 0x7fffffff ? 1 : this.stamp + 1;
    const distinct = kernels.uniqueIds(tokens.ids, tokens.count, this.stamp, table.stamps, table.slots, this.slotOf, unique);
    table.touched = { unique, distinct, gradient: 0, squares: 0 };
    kernels.touchRows(table.pointer, unique, distinct, width * 4);
    table.beforeRead?.(unique, distinct);
    this.factors = run.training && embeddingDropout > 0 ? takeMask(run, unique, distinct, 1, embeddingDropout, this.layerKey + 1) : 0;
    let [source, index] = [table.pointer, tokens.ids];
    if (this.isFolded || this.factors) {
      const rows = heap.takeFloats(distinct * width);
      kernels.gatherRows(rows, width * 4, table.pointer, width * 4, unique, distinct, width);
      this.scale(run, rows);
      if (this.isFolded) return { pointer: rows, count: distinct, width, tokens, slotOf: this.slotOf, unique, gradient: 0 };
      [source, index] = [rows, this.slotOf];
    }
    const pointer = heap.takeFloats(tokens.count * width);
    run.team.phase(
      cut(tokens.count, partsFor(tokens.count * width, run.team.size), 1, (k, from, to) =>
        k.gatherRows(pointer + from * width * 4, width * 4, source, width * 4, index + from * 4, to - from, width)),
    );
    return tokenValue(pointer, width, tokens);
  }

  backward(run: BatchRun, _input: Value, output: Value): void {
    const { table } = this;
    if (!table.spec.trainable) return;
    if (this.isFolded) {
      this.scale(run, output.gradient);
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
    this.scale(run, gradient);
    // of squares the squared factor
    if (squares) for (let i = 0; i < 2; i++) this.scale(run, squares);
    table.touched = { ...table.touched, gradient, squares };
  }

  /** Multiplies distinct rows by their factors. */
  private scale(run: BatchRun, rows: number): void {
    const { factors } = this;
    if (!factors) return;
    const { width, touched } = this.table;
    run.team.phase(
      cut(touched.distinct, partsFor(touched.distinct * width, run.team.size), 1, (k, from, to) => {
        const at = rows + from * width * 4;
        k.scaleRows(at, at, factors + from * 4, to - from, width);
      }),
    );
  }

  /** Squares of single occurrences need a gradient for each. */
  private get isFolded(): boolean {
    return this.folded && !this.table.wantsSquares;
  }
}
