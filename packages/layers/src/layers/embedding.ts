import { flag, positiveInteger, rate } from '../options/option-types.js';
import type { InitializerOption } from '../options/initializer.js';
import { matrixInitializer } from '../options/initializer.js';
import type { Refuse } from '../options/option.js';
import { refuseAt } from '../options/option.js';
import type { EmbeddingConfig, EmbeddingDefinition } from '../types.js';
import { define } from './define.js';
import type { LayerSpec } from './layer-spec.js';
import { fixed, old } from './layer-spec.js';

export interface EmbeddingOptions {
  readonly name?: string;
  /** Number of token ids: the vocabulary's size, padding and unknown token included. Ids are 0 … inputDim - 1. */
  readonly inputDim: number;
  /** Length of the vectors. */
  readonly outputDim: number;
  /** Mask time steps with id 0, the padding. Default false. */
  readonly maskZero?: boolean;
  /** How the vectors begin. Default 'uniform': numbers within ±0.05. Not together with `weights`. */
  readonly embeddingsInitializer?: InitializerOption;
  /** Whether training changes the vectors. Default true. */
  readonly trainable?: boolean;
  /**
   * Share of tokens, each for itself, that are read as the unknown token while training, in [0, 1). Default 0. The network learns what
   * to make of words it does not know, and not to hang on single ones (Iyyer et al. 2015; Bowman et al. 2016). The unknown token is
   * id 1, as TextVectorization has it. Padding, id 0, is never replaced, and a replaced token is not masked.
   */
  readonly wordDropout?: number;
  /**
   * Share of the table's rows that are zeros throughout a batch while training, in [0, 1); the others are scaled by 1 / (1 - rate).
   * Default 0. A word is then dropped wherever it occurs (Gal and Ghahramani 2016; the embedding dropout of Merity et al. 2018).
   */
  readonly embeddingDropout?: number;
  /** What the vectors begin as instead, e.g. pretrained ones: [inputDim · outputDim] row after row, or inputDim rows. Copied. */
  readonly weights?: Float32Array | readonly ArrayLike<number>[];
}

export const embeddingSpec: LayerSpec<EmbeddingConfig> = {
  kind: 'embedding',
  className: 'Embedding',
  options: {
    inputDim: { type: positiveInteger },
    outputDim: { type: positiveInteger },
    maskZero: { type: flag, default: false },
    embeddingsInitializer: { type: matrixInitializer, default: Object.freeze({ kind: 'uniform', min: -0.05, max: 0.05 }) },
    trainable: { type: flag, default: true },
    wordDropout: { type: rate, default: 0, ours: true, added: true },
    embeddingDropout: { type: rate, default: 0, ours: true, added: true },
  },
  extraOptions: ['weights'],
  input: 'ids',
  complete(config, refuse) {
    if (config.wordDropout > 0 && config.inputDim < 2) throw refuse('wordDropout')('0 where inputDim is 1', config.wordDropout, 'There has to be an id 1, the unknown token.');
    return config;
  },
  build(definition, options, refuse) {
    if (options.weights !== undefined && options.embeddingsInitializer !== undefined) {
      throw refuse('embeddingsInitializer')('nothing where weights are given', options.embeddingsInitializer, 'Leave one of the two out.');
    }
    return { ...(definition as EmbeddingDefinition), initialWeights: readWeights(options.weights, (definition as EmbeddingDefinition).config, refuse('weights')) };
  },
  carry(fresh, given) {
    const { initialWeights } = given as EmbeddingDefinition;
    const { config } = fresh as EmbeddingDefinition;
    if (initialWeights !== undefined && (!(initialWeights instanceof Float32Array) || initialWeights.length !== config.inputDim * config.outputDim)) {
      throw refuseAt('embedding', 'weights')(`a Float32Array of inputDim · outputDim = ${config.inputDim * config.outputDim} numbers`, initialWeights);
    }
    return { ...(fresh as EmbeddingDefinition), initialWeights };
  },
  outputShape: ({ outputDim }, input) => [...input, outputDim],
  weights: ({ inputDim, outputDim, embeddingsInitializer, trainable }) => [
    { path: 'embeddings', name: 'embeddings', shape: [inputDim, outputDim], initializer: embeddingsInitializer, ones: undefined, trainable },
  ],
  passesMask: ({ maskZero }) => maskZero,
  readsMask: () => false,
  keras: {
    embeddings_regularizer: fixed(null),
    activity_regularizer: fixed(null),
    embeddings_constraint: fixed(null),
    quantization_config: fixed(null),
    input_length: old,
  },
};

/**
 * Token ids to vectors: y[b, t] = embeddings[ids[b, t]]. While training, `wordDropout` replaces ids by that of the unknown token, and
 * `embeddingDropout` takes rows out of the table for a batch.
 *
 * Ids [batch, time] → [batch, time, outputDim]. Only as the first layer.
 */
export function embedding(options: EmbeddingOptions): EmbeddingDefinition {
  return define<EmbeddingDefinition>(embeddingSpec, options);
}

function readWeights(value: unknown, { inputDim, outputDim }: EmbeddingConfig, refuse: Refuse): Float32Array | undefined {
  if (value === undefined) return undefined;
  const table = value instanceof Float32Array ? value.slice() : fromRows(value, inputDim, outputDim, refuse);
  if (table.length !== inputDim * outputDim) throw refuse(`inputDim · outputDim = ${inputDim * outputDim} numbers`, value);
  const bad = table.findIndex((number) => !Number.isFinite(number));
  if (bad >= 0) throw refuse('finite numbers', table[bad], `It is in row ${Math.floor(bad / outputDim)}.`);
  return table;
}

function fromRows(value: unknown, inputDim: number, outputDim: number, refuse: Refuse): Float32Array {
  if (!Array.isArray(value)) throw refuse('a Float32Array, row after row, or an array of rows', value);
  const rows = value as readonly unknown[];
  if (rows.length !== inputDim) throw refuse(`inputDim = ${inputDim} rows`, value, 'Numbers without rows come as a Float32Array.');
  const table = new Float32Array(inputDim * outputDim);
  rows.forEach((row, id) => {
    const isList = Array.isArray(row) || ArrayBuffer.isView(row);
    if (!isList || (row as ArrayLike<unknown>).length !== outputDim) throw refuse(`rows of outputDim = ${outputDim} numbers`, row, `It is row ${id}.`);
    table.set(Array.from(row as ArrayLike<unknown>, (number) => (typeof number === 'number' ? number : NaN)), id * outputDim);
  });
  return table;
}
