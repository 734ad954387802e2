import type { RecurrentDefinition } from '@sekvens/layers';
import { sumInputGradients } from './input-gradient.js';
import type { BatchRun, Operation, Value } from './operation.js';
import { rowValue, tokenValue } from './operation.js';
import type { RecurrentDirection } from './recurrent-direction.js';
import { SequenceView } from './sequence-view.js';
import { partsFor, runChains } from './stages.js';

/** A recurrent layer on its own: the last output of each row, or the outputs of all steps. */
export class RecurrentOperation implements Operation {
  private sequence: Value | undefined;
  private readonly view: SequenceView;
  /** Packed rows whose last output is their final state, -1 for those that put out zeros; 0 where all are. */
  private lastIndex = 0;

  /** @param first whether this is the network's first recurrent layer, which starts from the batch's initial states */
  constructor(private readonly definition: RecurrentDefinition, readonly direction: RecurrentDirection, full: boolean, private readonly first: boolean) {
    const { goBackwards, zeroOutputForMask } = definition.config;
    this.view = new SequenceView({ full, reversed: goBackwards, zeroMasked: zeroOutputForMask });
  }

  prepareInference(): void {
    this.direction.prepareInference();
  }

  forward(run: BatchRun, input: Value): Value {
    const { heap } = run;
    const { units } = this.direction;
    const tokens = input.tokens!;
    const initialStates = this.first ? run.initialStates : [];
    const parts = this.parts(run, input);
    if (!this.definition.config.returnSequences) {
      runChains(run.team, [this.direction.forward(run, input, { pointer: 0, row: 0 }, parts, initialStates)]);
      this.lastIndex = this.takeLastIndex(run, input, initialStates.length > 0);
      return rowValue(this.lastIndex ? this.pick(run, this.direction.last) : this.direction.last, units, run.rows);
    }
    this.sequence = tokenValue(heap.takeFloats(tokens.count * units), units, tokens);
    runChains(run.team, [this.direction.forward(run, input, { pointer: this.sequence.pointer, row: units * 4 }, parts, initialStates)]);
    return this.view.forward(run, this.sequence);
  }

  backward(run: BatchRun, input: Value, output: Value, needsInput: boolean): void {
    const parts = this.parts(run, input);
    const { direction } = this;
    if (this.definition.config.returnSequences) {
      this.view.backward(run, this.sequence!, output);
      runChains(run.team, [direction.backward(run, input, { pointer: this.sequence!.gradient, row: direction.units * 4 }, 0, parts)]);
    } else {
      const gradient = this.lastIndex ? this.pick(run, output.gradient) : output.gradient;
      runChains(run.team, [direction.backward(run, input, { pointer: 0, row: 0 }, gradient, parts)]);
    }
    if (needsInput) sumInputGradients(run, input, [direction], parts);
  }

  private parts(run: BatchRun, input: Value): number {
    return partsFor(this.direction.work(input.tokens!.count), run.team.size);
  }

  /**
   * A row's last output is its final state, but for rows without any token (zeros, while the state stays the initial one) and, with
   * zeroOutputForMask, rows whose last step is masked.
   */
  private takeLastIndex(run: BatchRun, input: Value, hasInitialStates: boolean): number {
    const { heap, kernels, layout, rows } = run;
    const { zeroOutputForMask, goBackwards } = this.definition.config;
    const { masked, timeSteps } = layout!;
    if (!hasInitialStates && !(zeroOutputForMask && masked)) return 0;
    const { rowOf, positions, count } = input.tokens!;
    const index = heap.take(rows * 4);
    kernels.rowsWithTokens(index, rowOf, positions, count, rows, timeSteps, !zeroOutputForMask ? -1 : goBackwards ? 0 : timeSteps - 1);
    return index;
  }

  private pick(run: BatchRun, source: number): number {
    const { units } = this.direction;
    const pointer = run.heap.takeFloats(run.rows * units);
    run.kernels.gatherRows(pointer, units * 4, source, units * 4, this.lastIndex, run.rows, units);
    return pointer;
  }
}
