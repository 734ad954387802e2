import type { RecurrentDefinition } from '@sekvens/layers';
import type { BatchRun, Operation, Value } from './operation.js';
import { rowValue, tokenValue } from './operation.js';
import type { RecurrentDirection } from './recurrent-direction.js';
import { SequenceView } from './sequence-view.js';

/** A recurrent layer on its own: the last output of each row, or the outputs of all steps. */
export class RecurrentOperation implements Operation {
  private sequence: Value | undefined;
  private readonly view: SequenceView;

  constructor(private readonly definition: RecurrentDefinition, readonly direction: RecurrentDirection, full: boolean) {
    const { goBackwards, zeroOutputForMask } = definition.config;
    this.view = new SequenceView({ full, reversed: goBackwards, zeroMasked: zeroOutputForMask });
  }

  forward(run: BatchRun, input: Value): Value {
    const { heap } = run;
    const { units } = this.direction;
    const tokens = input.tokens!;
    if (!this.definition.config.returnSequences) {
      this.direction.forward(run, input, { pointer: 0, row: 0 });
      return rowValue(this.lastOutputs(run, aliveAtStart(run, input)), units, run.rows);
    }
    this.sequence = tokenValue(heap.takeFloats(tokens.count * units), units, tokens);
    this.direction.forward(run, input, { pointer: this.sequence.pointer, row: units * 4 });
    return this.view.forward(run, this.sequence);
  }

  backward(run: BatchRun, input: Value, output: Value, needsInput: boolean): void {
    if (!this.definition.config.returnSequences) {
      this.direction.backward(run, input, { pointer: 0, row: 0 }, output.gradient, needsInput, false);
      if (run.initialStates.length > 0) this.forgetEmptyRows(run, aliveAtStart(run, input));
      return;
    }
    this.view.backward(run, this.sequence!, output);
    this.direction.backward(run, input, { pointer: this.sequence!.gradient, row: this.direction.units * 4 }, 0, needsInput, false);
  }

  /**
   * The final states, but for rows without a token: those put out zeros while their state stays the initial one.
   * They come last in packed order, from `alive` on.
   */
  private lastOutputs(run: BatchRun, alive: number): number {
    const { heap, rows } = run;
    const { direction } = this;
    if (run.initialStates.length === 0 || alive === rows) return direction.last;
    const { units } = direction;
    const pointer = heap.takeZeros(rows * units);
    run.kernels.copyRows(pointer, units * 4, direction.last, units * 4, alive, units);
    return pointer;
  }

  /** The zeros that rows without a token put out hand no gradient to their initial state. */
  private forgetEmptyRows(run: BatchRun, alive: number): void {
    const { carry, units } = this.direction;
    run.heap.f32(carry, run.rows * units).fill(0, alive * units);
  }
}

/** How many rows have a token at all. */
function aliveAtStart(run: BatchRun, input: Value): number {
  const tokens = input.tokens!;
  return tokens.steps === 0 ? 0 : run.heap.i32(tokens.stepOffsets, 2)[1];
}
