import * as tf from '@tensorflow/tfjs';
import type { EmbeddingOptions } from '../layers/embedding.js';
import { embeddingSpec } from '../layers/embedding.js';
import type { EmbeddingDefinition } from '../types.js';
import { CLASS_NAMES } from './class-names.js';
import { lookup } from './lookup.js';
import { one, SekvensLayer } from './sekvens-layer.js';
import type { TfjsLayerOptions } from './sekvens-layer.js';

/** The id of the unknown token, as TextVectorization has it. */
const UNKNOWN = 1;

export class TfjsEmbedding extends SekvensLayer<EmbeddingDefinition> {
  static className = CLASS_NAMES.embedding;

  constructor(options: EmbeddingOptions & TfjsLayerOptions) {
    super(embeddingSpec, options);
  }

  override computeMask(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return (this.definition.config.maskZero ? tf.notEqual(one(inputs)!, 0) : null) as tf.Tensor;
  }

  protected override initial(): Float32Array | undefined {
    return this.definition.initialWeights;
  }

  protected override compute(x: tf.Tensor, _: tf.Tensor | undefined, training: boolean): tf.Tensor {
    const { inputDim, wordDropout, embeddingDropout } = this.definition.config;
    const given = x.dtype === 'int32' ? x : tf.cast(x, 'int32');
    const ids = training && wordDropout > 0 ? this.withUnknown(given, wordDropout) : given;
    const rows = lookup(this.weight('embeddings') as tf.Tensor2D, ids, `${this.name} (embedding)`);
    const kept = training ? this.random.factors(embeddingDropout, [inputDim]) : undefined;
    return kept ? tf.mul(rows, tf.expandDims(tf.gather(kept, ids), -1)) : rows;
  }

  private withUnknown(ids: tf.Tensor, share: number): tf.Tensor {
    const dropped = tf.tensor(this.random.dropped(share, ids.shape), ids.shape, 'bool');
    return tf.where(tf.logicalAnd(dropped, tf.notEqual(ids, 0)), tf.fill(ids.shape, UNKNOWN, 'int32'), ids);
  }
}

/**
 * Vectors of token ids as a layer of TensorFlow.js, with a gradient that costs as much as there are tokens in the batch, on every backend.
 *
 * [batch, time] → [batch, time, outputDim]. Options and defaults are those of `embedding` of `@sekvens/layers`.
 */
export function embedding(options: EmbeddingOptions & TfjsLayerOptions): tf.layers.Layer {
  return new TfjsEmbedding(options);
}
