import type { ActivationName } from '@sekvens/layers';
import type { OnnxGraph } from './onnx-graph.js';

/** An activation, softmax over the last axis. `hardSigmoid` is clip(x / 6 + 0.5, 0, 1). */
export function writeActivation(graph: OnnxGraph, name: ActivationName, x: string): string {
  switch (name) {
    case 'linear':
      return x;
    case 'tanh':
      return graph.node('Tanh', [x]);
    case 'sigmoid':
      return graph.node('Sigmoid', [x]);
    case 'relu':
      return graph.node('Relu', [x]);
    case 'hardSigmoid':
      return graph.node('HardSigmoid', [x], { alpha: { float: 1 / 6 }, beta: { float: 0.5 } });
    case 'softmax':
      return graph.node('Softmax', [x], { axis: -1 });
  }
}
