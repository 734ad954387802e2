import type { ActivationConfig } from '@sekvens/layers';
import { activate, activationGradient } from './activation-functions.js';
import type { Flow, LayerResult } from './layer.js';

/** y = φ(x), of any shape; softmax over the last axis. A mask goes on. */
export function activationLayer(config: ActivationConfig, input: Flow): LayerResult {
  const { data, shape } = input.tensor;
  const features = shape[shape.length - 1];
  const y = activate(config.activation, data, features);
  return {
    output: { tensor: { data: y, shape }, mask: input.mask },
    backward: (dy) => ({ input: activationGradient(config.activation, data, y, dy, features) }),
  };
}
