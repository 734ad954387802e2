import { flag, positiveInteger } from '../options/option-types.js';
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
  },
  extraOptions: ['weights'],
  input: 'ids',
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
 * Token ids to vectors: y[b, t] = embeddings[ids[b, t]].
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
