import type { RecurrentDefinition } from '@sekvens/layers';
import type { LayerWriter, OnnxFlow } from './layer-writer.js';
import { recurrentNode } from './recurrent-node.js';
import { timeMajor } from './time-major.js';

/**
 * A recurrent layer. Masked rows are compressed to their present steps, run with their lengths, and expanded again. A node that reads
 * backwards puts its outputs in the places of the steps; `goBackwards` wants them in the order they were computed in.
 */
export function writeRecurrent(writer: LayerWriter, definition: RecurrentDefinition, { value, mask }: OnnxFlow): OnnxFlow {
  const { graph } = writer;
  const { returnSequences, goBackwards, zeroOutputForMask } = definition.config;
  const x = timeMajor(graph, value, mask);
  const outputs = recurrentNode(writer, x, [{ definition, prefix: '' }], returnSequences ? 'all' : 'last', mask?.sequenceLens);
  if (!returnSequences) {
    const state = graph.node('Squeeze', [outputs, graph.ints([0])]);
    if (!mask) return { value: state };
    // the output is that of the last step taken, present or not
    const shown = zeroOutputForMask ? mask.isPresentAt(goBackwards ? 0 : -1) : mask.hasSteps;
    return { value: graph.node('Where', [shown, state, graph.float(0)]) };
  }
  const packed = graph.node('Transpose', [graph.node('Squeeze', [outputs, graph.ints([1])])], { perm: [1, 0, 2] });
  const sequence = mask?.expand(packed, { backwards: goBackwards, zeroMasked: zeroOutputForMask }) ?? packed;
  if (!goBackwards) return { value: sequence, mask };
  const turned = graph.node('Slice', [sequence, graph.ints([-1]), graph.ints([-2147483648]), graph.ints([1]), graph.ints([-1])]);
  return { value: turned, mask };
}
