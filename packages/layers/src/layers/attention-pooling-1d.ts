import type { InitializerOption } from '../options/initializer.js';
import { matrixInitializer } from '../options/initializer.js';
import { flag, nullable, positiveInteger } from '../options/option-types.js';
import type { AttentionPooling1DConfig, AttentionPooling1DDefinition } from '../types.js';
import { define } from './define.js';
import type { GlobalPooling1DOptions } from './global-pooling-1d.js';
import { globalPooling1DSpec } from './global-pooling-1d.js';
import type { LayerSpec, LayerWeight } from './layer-spec.js';

export interface AttentionPooling1DOptions extends GlobalPooling1DOptions {
  /** Width of the hidden layer that scores a step. Default null: no hidden layer, the step itself is scored. */
  readonly units?: number | null;
  /** Of the hidden layer's kernel [features, units]. Default 'glorotUniform'. Only with `units`. */
  readonly kernelInitializer?: InitializerOption | null;
  /** Of the context vector [units, 1], without a hidden layer [features, 1]. Default 'glorotUniform'. */
  readonly contextInitializer?: InitializerOption;
  /** Whether training changes the weights. Default true. */
  readonly trainable?: boolean;
}

const GLOROT_UNIFORM = Object.freeze({ kind: 'glorotUniform' } as const);

export const attentionPooling1DSpec: LayerSpec<AttentionPooling1DConfig> = {
  ...globalPooling1DSpec,
  kind: 'attentionPooling1D',
  className: 'AttentionPooling1D',
  ours: true,
  options: {
    units: { type: nullable(positiveInteger), default: null },
    kernelInitializer: { type: nullable(matrixInitializer), defaultFrom: ({ units }) => (units === null ? null : GLOROT_UNIFORM) },
    contextInitializer: { type: matrixInitializer, default: GLOROT_UNIFORM },
    ...globalPooling1DSpec.options,
    trainable: { type: flag, default: true },
  },
  complete(config, refuse) {
    const { units, kernelInitializer } = config;
    if (units === null && kernelInitializer !== null) throw refuse('kernelInitializer')('nothing without units', kernelInitializer.kind, 'Give units, or leave it out: without a hidden layer there is no kernel.');
    if (units !== null && kernelInitializer === null) throw refuse('kernelInitializer')('an initializer where there are units', null);
    return config;
  },
  weights({ units, kernelInitializer, contextInitializer, trainable }, input) {
    const features = input.at(-1)!;
    const weight = (name: string, shape: readonly number[], initializer: LayerWeight['initializer']): LayerWeight => ({ path: name, name, shape, initializer, ones: undefined, trainable });
    const context = weight('context', [units ?? features, 1], contextInitializer);
    if (units === null || kernelInitializer === null) return [context];
    return [weight('kernel', [features, units], kernelInitializer), weight('bias', [units], Object.freeze({ kind: 'zeros' })), context];
  },
};

/**
 * A weighted mean over time, whose weights the layer learns to give (the word attention of Yang et al. 2016, after Bahdanau et al. 2015):
 *
 *   u[b, t] = tanh(x[b, t] · kernel + bias)       without `units`: u = x
 *   a[b]    = softmax over t of u[b, t] · context
 *   y[b]    = Σ over t of a[b, t] · x[b, t]
 *
 * [batch, time, features] → [batch, features]. Masked steps have weight 0, unless `useMask: false`; a row without a step gives zeros.
 * Keras has no such layer.
 */
export function attentionPooling1D(options: AttentionPooling1DOptions = {}): AttentionPooling1DDefinition {
  return define<AttentionPooling1DDefinition>(attentionPooling1DSpec, options);
}
