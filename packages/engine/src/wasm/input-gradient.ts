import type { BatchRun, Value } from './operation.js';
import { floatsOf } from './operation.js';
import type { RecurrentDirection } from './recurrent-direction.js';
import { cut } from './stages.js';

/** Sets `input.gradient` to the sum over the directions that read the input, after their backward passes. */
export function sumInputGradients(run: BatchRun, input: Value, directions: readonly RecurrentDirection[], parts: number): void {
  const { heap, team } = run;
  const plain = directions.filter((direction) => !direction.inputDropped);
  input.gradient = plain.length > 0 ? heap.takeFloats(floatsOf(input)) : heap.takeZeros(floatsOf(input));
  if (plain.length > 0) {
    team.phase(cut(input.count, parts, 4, (kernels, from, to) => plain.forEach((direction, i) => direction.inputGradient(kernels, input, from, to, i > 0))));
  }
  for (const direction of directions) if (direction.inputDropped) direction.maskedInputGradient(run, input);
}
