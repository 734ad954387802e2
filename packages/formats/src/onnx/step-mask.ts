import type { OnnxGraph } from './onnx-graph.js';

/**
 * Which time steps of a batch are present, [batch, time], and what follows from it, each computed once and only where it is asked for.
 *
 * Recurrent nodes of ONNX know lengths of rows only, no masks. A masked step does nothing but carry the state, so a row is
 * compressed to its present steps, in their order, and the masked steps are filled in afterwards:
 *
 *   rank[b, t]   = present steps of row b up to and including t
 *   place[b, t]  = rank - 1 where t is present, else length[b] + t - rank: a permutation, present steps first
 *   order[b, p]  = t where place[b, t] = p: the step that comes p-th
 */
export class StepMask {
  private readonly known = new Map<string, string>();

  /** @param present the name of the mask, bool [batch, time] */
  constructor(private readonly graph: OnnxGraph, readonly present: string) {}

  /** Present steps of each row, int64 [batch, 1]. */
  get lengths(): string {
    return this.once('lengths', () => this.graph.node('ReduceSum', [this.counted, this.graph.ints([1])], { keepdims: 1 }));
  }

  /** The same as floats, and at least 1, so that one can divide by it: [batch, 1]. */
  get divisors(): string {
    return this.once('divisors', () => this.graph.node('Cast', [this.atLeastOne], { to: 1 }));
  }

  /**
   * Lengths for a recurrent node, int32 [batch]. Rows without a present step count one: runtimes differ in what they make of a
   * length of 0. Their outputs have to be replaced.
   */
  get sequenceLens(): string {
    return this.once('sequenceLens', () => this.graph.node('Cast', [this.graph.node('Squeeze', [this.atLeastOne, this.graph.ints([1])])], { to: 6 }));
  }

  /** Whether a row has a present step, bool [batch, 1]. */
  get hasSteps(): string {
    return this.once('hasSteps', () => this.graph.node('Greater', [this.lengths, this.graph.ints(0)]));
  }

  /** Whether the step at `index` is present, bool [batch, 1]; -1 is the last one. */
  isPresentAt(index: 0 | -1): string {
    return this.once(`present at ${index}`, () => this.graph.node('Gather', [this.present, this.graph.ints([index])], { axis: 1 }));
  }

  /** x [batch, time, features], and `otherwise` at masked steps. */
  select(x: string, otherwise = 0): string {
    return this.graph.node('Where', [this.expanded, x, this.graph.float(otherwise)]);
  }

  /** Present steps first. [batch, time, features] → the same. */
  compress(x: string): string {
    return this.gather(x, this.order);
  }

  /**
   * Outputs of compressed steps in the places of those steps, [batch, time, features] → the same. A masked step gets zeros with
   * `zeroMasked`; else the output of the present step that was read before it, zeros where there was none.
   */
  expand(y: string, { backwards, zeroMasked }: { readonly backwards: boolean; readonly zeroMasked: boolean }): string {
    const { graph } = this;
    if (zeroMasked) return this.select(this.gather(y, this.source));
    if (!backwards) {
      const started = this.once('started', () => graph.node('Unsqueeze', [graph.node('Greater', [this.rank, graph.ints(0)]), graph.ints([2])]));
      return graph.node('Where', [started, this.gather(y, this.source), graph.float(0)]);
    }
    // read from the end, the step before t is the next present one after it: as many come before that one as before t
    const source = this.once('sourceBackwards', () => graph.node('Sub', [this.rank, this.counted]));
    const started = this.once('startedBackwards', () => graph.node('Unsqueeze', [graph.node('Less', [source, this.lengths]), graph.ints([2])]));
    const within = this.once('withinBackwards', () => graph.node('Min', [source, graph.node('Sub', [this.atLeastOne, graph.ints(1)])]));
    return graph.node('Where', [started, this.gather(y, within), graph.float(0)]);
  }

  private get counted(): string {
    return this.once('counted', () => this.graph.node('Cast', [this.present], { to: 7 }));
  }

  private get atLeastOne(): string {
    return this.once('atLeastOne', () => this.graph.node('Max', [this.lengths, this.graph.ints(1)]));
  }

  private get expanded(): string {
    return this.once('expanded', () => this.graph.node('Unsqueeze', [this.present, this.graph.ints([2])]));
  }

  private get rank(): string {
    return this.once('rank', () => this.graph.node('CumSum', [this.counted, this.graph.ints(1)]));
  }

  /** Where in the compressed row the output of the last present step up to t is; 0 where there is none. */
  private get source(): string {
    return this.once('source', () => this.graph.node('Max', [this.graph.node('Sub', [this.rank, this.graph.ints(1)]), this.graph.ints(0)]));
  }

  private get order(): string {
    return this.once('order', () => {
      const { graph } = this;
      const steps = graph.node('CumSum', [graph.node('Max', [this.counted, graph.ints(1)]), graph.ints(1)], { exclusive: 1 });
      const behind = graph.node('Add', [this.lengths, graph.node('Sub', [steps, this.rank])]);
      const place = graph.node('Where', [this.present, graph.node('Sub', [this.rank, graph.ints(1)]), behind]);
      return graph.node('ScatterElements', [steps, place, steps], { axis: 1 });
    });
  }

  private gather(x: string, steps: string): string {
    const { graph } = this;
    const indices = this.once(`indices ${steps}`, () => graph.node('Unsqueeze', [steps, graph.ints([2])]));
    return graph.node('GatherND', [x, indices], { batch_dims: 1 });
  }

  private once(what: string, make: () => string): string {
    const known = this.known.get(what) ?? make();
    this.known.set(what, known);
    return known;
  }
}
