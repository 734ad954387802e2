import { anyActivation } from '../options/option-types.js';
import type { ActivationConfig, ActivationDefinition, ActivationName } from '../types.js';
import { define } from './define.js';
import type { LayerSpec } from './layer-spec.js';
import { passThrough } from './layer-spec.js';

export interface ActivationOptions {
  readonly name?: string;
  /** tanh, sigmoid, relu, linear, hardSigmoid, or softmax over the last axis. */
  readonly activation: ActivationName;
}

export const activationSpec: LayerSpec<ActivationConfig> = {
  ...passThrough,
  kind: 'activation',
  className: 'Activation',
  options: { activation: { type: anyActivation } },
  input: 'features',
  keras: {},
};

/**
 * Applies a function to every element; 'softmax' normalises over the last axis.
 *
 * [batch, …, features] → the same.
 */
export function activation(options: ActivationOptions): ActivationDefinition {
  return define<ActivationDefinition>(activationSpec, options);
}
