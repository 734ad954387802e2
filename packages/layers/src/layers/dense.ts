import type { InitializerOption } from '../options/initializer.js';
import { biasInitializer, matrixInitializer } from '../options/initializer.js';
import { anyActivation, flag, positiveInteger } from '../options/option-types.js';
import type { ActivationName, DenseConfig, DenseDefinition } from '../types.js';
import { define } from './define.js';
import type { LayerSpec } from './layer-spec.js';
import { fixed } from './layer-spec.js';

export interface DenseOptions {
  readonly name?: string;
  /** Number of outputs. */
  readonly units: number;
  /** Default 'linear'. 'softmax' is over the last axis. */
  readonly activation?: ActivationName;
  /** Default true. */
  readonly useBias?: boolean;
  /** Of the kernel [features, units]. Default 'glorotUniform'. */
  readonly kernelInitializer?: InitializerOption;
  /** Default 'zeros'. */
  readonly biasInitializer?: InitializerOption;
  /** Whether training changes the weights. Default true. */
  readonly trainable?: boolean;
}

export const denseSpec: LayerSpec<DenseConfig> = {
  kind: 'dense',
  className: 'Dense',
  options: {
    units: { type: positiveInteger },
    activation: { type: anyActivation, default: 'linear' },
    useBias: { type: flag, default: true },
    kernelInitializer: { type: matrixInitializer, default: Object.freeze({ kind: 'glorotUniform' }) },
    biasInitializer: { type: biasInitializer, default: Object.freeze({ kind: 'zeros' }) },
    trainable: { type: flag, default: true },
  },
  input: 'features',
  outputShape: ({ units }, input) => [...input.slice(0, -1), units],
  weights({ units, useBias, kernelInitializer, biasInitializer: bias, trainable }, input) {
    const kernel = { path: 'kernel', name: 'kernel', shape: [input.at(-1)!, units], initializer: kernelInitializer, ones: undefined, trainable };
    return useBias ? [kernel, { path: 'bias', name: 'bias', shape: [units], initializer: bias, ones: undefined, trainable }] : [kernel];
  },
  passesMask: (_, receives) => receives,
  readsMask: () => false,
  keras: {
    kernel_regularizer: fixed(null),
    bias_regularizer: fixed(null),
    activity_regularizer: { value: null, matters: true, written: false },
    kernel_constraint: fixed(null),
    bias_constraint: fixed(null),
    quantization_config: fixed(null),
  },
};

/**
 * y = activation(x · kernel + bias), at every time step where there are time steps.
 *
 * [batch, …, features] → [batch, …, units].
 */
export function dense(options: DenseOptions): DenseDefinition {
  return define<DenseDefinition>(denseSpec, options);
}
