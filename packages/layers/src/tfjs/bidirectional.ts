import * as tf from '@tensorflow/tfjs';
import { bidirectionalSpec } from '../layers/bidirectional.js';
import type { BidirectionalDefinition, MergeMode, RecurrentDefinition } from '../types.js';
import { CLASS_NAMES } from './class-names.js';
import { runRecurrent } from './run-recurrent.js';
import { SekvensLayer } from './sekvens-layer.js';
import type { TfjsLayerOptions } from './sekvens-layer.js';

export interface TfjsBidirectionalOptions extends TfjsLayerOptions {
  /** The layer that reads forwards: one made by simpleRNN, lstm or gru, here or of `@sekvens/layers`. It lends its options only. */
  readonly layer: tf.layers.Layer | RecurrentDefinition;
  /** The layer that reads backwards, `goBackwards: true`. Default: as `layer`. It has weights of its own in any case. */
  readonly backwardLayer?: tf.layers.Layer | RecurrentDefinition;
  /** How the two outputs f and b become one: [f, b], f + b, f ⊙ b or (f + b) / 2. Default 'concat'. */
  readonly mergeMode?: MergeMode;
  /** Whether training changes the weights. Default true. */
  readonly trainable?: boolean;
}

export class TfjsBidirectional extends SekvensLayer<BidirectionalDefinition> {
  static className = CLASS_NAMES.bidirectional;

  constructor(options: TfjsBidirectionalOptions) {
    super(bidirectionalSpec, options, (given) => ({
      ...given,
      layer: definitionOf(given.layer),
      ...(given.backwardLayer === undefined ? {} : { backwardLayer: definitionOf(given.backwardLayer) }),
    }));
  }

  override getConfig(): tf.serialization.ConfigDict {
    const { layer, backwardLayer } = this.definition.config;
    return { ...super.getConfig(), layer: toConfig(layer), backwardLayer: toConfig(backwardLayer) };
  }

  protected override compute(x: tf.Tensor, mask: tf.Tensor | undefined, training: boolean): tf.Tensor {
    const { layer, backwardLayer, mergeMode } = this.definition.config;
    const drops = [layer, backwardLayer].some(({ config }) => config.dropout > 0 || config.recurrentDropout > 0);
    const plain = (values: tf.Tensor, present: tf.Tensor | undefined, weights: Readonly<Record<string, tf.Tensor>>, drop: boolean) =>
      merged(mergeMode, this.direction(layer, 'forward', values, present, weights, drop), this.direction(backwardLayer, 'backward', values, present, weights, drop));
    const fused = training && drops ? undefined : this.computeAtOnce(this.definition, x, mask, (...given) => plain(...given, false));
    if (fused) return fused;
    const paths = this.spec.weights(this.definition.config, x.shape).map(({ path }) => path);
    return plain(x, mask, Object.fromEntries(paths.map((path) => [path, this.weight(path)!])), training);
  }

  /** One direction's output; a sequence in the order of time, whichever way it was read. */
  private direction(definition: RecurrentDefinition, path: string, x: tf.Tensor, mask: tf.Tensor | undefined, all: Readonly<Record<string, tf.Tensor>>, training: boolean): tf.Tensor {
    const { dropout, recurrentDropout, units, goBackwards, returnSequences } = definition.config;
    const [batch, , features] = x.shape;
    const weights = { kernel: all[`${path}/kernel`] as tf.Tensor2D, recurrentKernel: all[`${path}/recurrentKernel`] as tf.Tensor2D, bias: all[`${path}/bias`] };
    const { output } = runRecurrent(definition, weights, {
      x: x as tf.Tensor3D,
      mask,
      inputFactors: training ? this.random.factors(dropout, [batch, features]) : undefined,
      stateFactors: training ? this.random.factors(recurrentDropout, [batch, units]) : undefined,
    });
    return goBackwards && returnSequences ? tf.reverse(output, 1) : output;
  }
}

/**
 * Two recurrent layers, one from each end, and their outputs merged, as a layer of TensorFlow.js with every merge mode of Keras.
 *
 * [batch, time, features] → [batch, 2 · units], or with sequences [batch, time, 2 · units]; units instead of 2 · units unless concatenated.
 */
export function bidirectional(options: TfjsBidirectionalOptions): tf.layers.Layer {
  return new TfjsBidirectional(options);
}

function merged(mode: MergeMode, forward: tf.Tensor, backward: tf.Tensor): tf.Tensor {
  switch (mode) {
    case 'concat':
      return tf.concat([forward, backward], -1);
    case 'sum':
      return tf.add(forward, backward);
    case 'mul':
      return tf.mul(forward, backward);
    case 'ave':
      return tf.mul(tf.add(forward, backward), 0.5);
  }
}

/** The definition in a layer, in what getConfig says of one, or as it is; the spec refuses anything else. */
function definitionOf(given: unknown): unknown {
  if (given instanceof SekvensLayer) return given.definition;
  const { className, config } = (given ?? {}) as { className?: unknown; config?: Readonly<Record<string, unknown>> };
  if (className === undefined) return given;
  const kind = Object.entries(CLASS_NAMES).find(([, name]) => name === className)?.[0];
  const { name, ...rest } = config ?? {};
  return { kind: kind ?? className, ...(typeof name === 'string' ? { name } : {}), config: rest };
}

function toConfig({ kind, name, config }: RecurrentDefinition): tf.serialization.ConfigDict {
  return { className: CLASS_NAMES[kind], config: { ...(config as unknown as tf.serialization.ConfigDict), ...(name === undefined ? {} : { name }) } };
}
