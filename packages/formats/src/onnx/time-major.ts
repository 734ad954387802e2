import type { OnnxGraph } from './onnx-graph.js';
import type { StepMask } from './step-mask.js';

/** What a recurrent node reads, [time, batch, features]: x [batch, time, features], its present steps first where there is a mask. */
export function timeMajor(graph: OnnxGraph, x: string, mask: StepMask | undefined): string {
  return graph.node('Transpose', [mask?.compress(x) ?? x], { perm: [1, 0, 2] });
}
