import type { BidirectionalConfig, MergeMode, RecurrentDefinition } from '@sekvens/layers';
import type { LayerWriter, OnnxFlow } from './layer-writer.js';
import type { OnnxGraph } from './onnx-graph.js';
import { recurrentNode } from './recurrent-node.js';
import type { RecurrentDirection } from './recurrent-node.js';
import { timeMajor } from './time-major.js';

/**
 * Two recurrent layers over the same sequence: one node with both directions, or two nodes where the layers differ in more than
 * weights and activations. With `returnSequences` masked steps are zeros, whatever the two are merged by.
 */
export function writeBidirectional(writer: LayerWriter, config: BidirectionalConfig, { value, mask }: OnnxFlow): OnnxFlow {
  const { graph } = writer;
  const { mergeMode } = config;
  const sequences = config.layer.config.returnSequences;
  const x = timeMajor(graph, value, mask);
  const run = (directions: readonly RecurrentDirection[]) => recurrentNode(writer, x, directions, sequences ? 'all' : 'last', mask?.sequenceLens);
  const forward = { definition: config.layer, prefix: 'forward/' } as const;
  const backward = { definition: config.backwardLayer, prefix: 'backward/' } as const;
  const axis = sequences ? 1 : 0;

  const merged = fitOneNode(config)
    ? mergeDirections(graph, run([forward, backward]), axis, mergeMode)
    : mergeTwo(graph, [forward, backward].map((direction) => graph.within(direction.prefix.slice(0, -1), () => graph.node('Squeeze', [run([direction]), graph.ints([axis])]))), mergeMode);
  if (!sequences) return { value: mask ? graph.node('Where', [mask.hasSteps, merged, graph.float(0)]) : merged };
  const packed = graph.node('Transpose', [merged], { perm: [1, 0, 2] });
  return { value: mask?.expand(packed, { backwards: false, zeroMasked: true }) ?? packed, mask };
}

function fitOneNode({ layer, backwardLayer }: BidirectionalConfig): boolean {
  const resetAfter = ({ config }: RecurrentDefinition) => 'resetAfter' in config && config.resetAfter;
  return layer.kind === backwardLayer.kind && layer.config.units === backwardLayer.config.units && resetAfter(layer) === resetAfter(backwardLayer) && !layer.config.goBackwards;
}

/** [directions, batch, units] or [time, directions, batch, units] to one without the directions. */
function mergeDirections(graph: OnnxGraph, outputs: string, axis: 0 | 1, mode: MergeMode): string {
  switch (mode) {
    case 'concat': {
      const sideBySide = graph.node('Transpose', [outputs], { perm: axis === 0 ? [1, 0, 2] : [0, 2, 1, 3] });
      return graph.node('Reshape', [sideBySide, graph.ints(axis === 0 ? [0, -1] : [0, 0, -1])]);
    }
    case 'sum':
      return graph.node('ReduceSum', [outputs, graph.ints([axis])], { keepdims: 0 });
    case 'mul':
      return graph.node('ReduceProd', [outputs], { axes: [axis], keepdims: 0 });
    case 'ave':
      return graph.node('ReduceMean', [outputs], { axes: [axis], keepdims: 0 });
  }
}

function mergeTwo(graph: OnnxGraph, outputs: readonly string[], mode: MergeMode): string {
  if (mode === 'concat') return graph.node('Concat', outputs, { axis: -1 });
  return graph.node({ sum: 'Sum', mul: 'Mul', ave: 'Mean' }[mode], outputs);
}
