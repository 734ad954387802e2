import type { NetworkLayer } from '@sekvens/layers';
import type { OnnxGraph } from './onnx-graph.js';
import type { StepMask } from './step-mask.js';

/** What flows from layer to layer: the name of a result, [batch, time, features] or [batch, features], and the mask that goes with it. */
export interface OnnxFlow {
  readonly value: string;
  readonly mask?: StepMask;
}

/** What a layer is written with. */
export interface LayerWriter {
  readonly graph: OnnxGraph;
  readonly layer: NetworkLayer;
  /** The layer's weight of that name, `kernel` or `forward/kernel`. */
  readonly weight: (path: string) => Float32Array;
}
