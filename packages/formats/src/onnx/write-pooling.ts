import type { AttentionPooling1DConfig } from '@sekvens/layers';
import type { LayerWriter } from './layer-writer.js';
import type { OnnxGraph } from './onnx-graph.js';
import type { StepMask } from './step-mask.js';

/** The largest value of each feature over the steps, over present ones with a mask; zeros where there is none. [batch, time, features] → [batch, features]. */
export function writeMaxPooling(graph: OnnxGraph, x: string, mask: StepMask | undefined): string {
  const largest = graph.node('ReduceMax', [mask?.select(x, -Infinity) ?? x], { axes: [1], keepdims: 0 });
  return mask ? graph.node('Where', [mask.hasSteps, largest, graph.float(0)]) : largest;
}

/** The mean over the steps, over present ones with a mask; zeros where there is none. [batch, time, features] → [batch, features]. */
export function writeAveragePooling(graph: OnnxGraph, x: string, mask: StepMask | undefined): string {
  if (!mask) return graph.node('ReduceMean', [x], { axes: [1], keepdims: 0 });
  return graph.node('Div', [graph.node('ReduceSum', [mask.select(x), graph.ints([1])], { keepdims: 0 }), mask.divisors]);
}

/** The two side by side, [batch, time, features] → [batch, 2 · features]. */
export function writeMaxAveragePooling(graph: OnnxGraph, x: string, mask: StepMask | undefined): string {
  return graph.node('Concat', [writeMaxPooling(graph, x, mask), writeAveragePooling(graph, x, mask)], { axis: 1 });
}

/** The mean over the steps, weighted by a softmax of their scores; masked steps weigh nothing. [batch, time, features] → [batch, features]. */
export function writeAttentionPooling({ graph, layer, weight }: LayerWriter, { units }: AttentionPooling1DConfig, x: string, mask: StepMask | undefined): string {
  const features = layer.inputShape[2]!;
  const hidden = () => {
    const product = graph.node('MatMul', [x, graph.weights('kernel', [features, units!], weight('kernel'))]);
    return graph.node('Tanh', [graph.node('Add', [product, graph.weights('bias', [units!], weight('bias'))])]);
  };
  const scores = graph.node('MatMul', [units === null ? x : hidden(), graph.weights('context', [units ?? features, 1], weight('context'))]);
  // the lowest number there is, not -∞: in a row without a present step all are alike then, and its steps are zeros below, not NaN
  const attention = graph.node('Softmax', [mask?.select(scores, lowest) ?? scores], { axis: 1 });
  const weighted = graph.node('Mul', [attention, mask?.select(x) ?? x]);
  return graph.node('ReduceSum', [weighted, graph.ints([1])], { keepdims: 0 });
}

const lowest = -3.4028234663852886e38;
