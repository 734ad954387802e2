/** Networks for the conformance suite, with short names for what the tests vary. */
import type { Random } from '@sekvens/core';
import * as layers from '@sekvens/layers';
import { gru, lstm, network, simpleRNN } from '@sekvens/layers';
import type { ActivationName, EmbeddingConfig, LayerDefinition, MergeMode, Network, RecurrentConfig, RecurrentDefinition, Shape } from '@sekvens/layers';
import type { Weights } from './executor-under-test.js';

export { gru, lstm, simpleRNN };

export function bidirectional(layer: RecurrentDefinition, mergeMode: MergeMode = 'concat', backward?: RecurrentDefinition) {
  const backwardLayer = backward && ({ ...backward, config: { ...backward.config, goBackwards: true } } as RecurrentDefinition);
  return layers.bidirectional({ layer, mergeMode, ...(backwardLayer && { backwardLayer }) });
}

export function embedding(inputDim: number, outputDim: number, maskZero = false, dropouts: Partial<Pick<EmbeddingConfig, 'wordDropout' | 'embeddingDropout'>> = {}) {
  return layers.embedding({ inputDim, outputDim, maskZero, ...dropouts });
}

export function dense(units: number, activation: ActivationName = 'linear', useBias = true) {
  return layers.dense({ units, activation, useBias });
}

export function masking(maskValue = 0) {
  return layers.masking({ maskValue });
}

export function dropout(rate: number) {
  return layers.dropout({ rate });
}

export function spatialDropout1D(rate: number) {
  return layers.spatialDropout1D({ rate });
}

export function activation(name: ActivationName) {
  return layers.activation({ activation: name });
}

export function globalMaxPooling1D(useMask = false) {
  return layers.globalMaxPooling1D({ useMask });
}

export function globalAveragePooling1D(useMask = false) {
  return layers.globalAveragePooling1D({ useMask });
}

export function globalMaxAveragePooling1D(useMask = false) {
  return layers.globalMaxAveragePooling1D({ useMask });
}

export function attentionPooling1D(units: number | null = null, useMask = false) {
  return layers.attentionPooling1D({ units, useMask });
}

/** The four recurrent layers there are: GRU counts twice. */
export const cells: Readonly<Record<string, (options: Partial<RecurrentConfig> & { readonly units: number }) => RecurrentDefinition>> = {
  simpleRNN,
  lstm,
  'gru resetAfter': (options) => gru({ ...options, resetAfter: true }),
  'gru resetBefore': (options) => gru({ ...options, resetAfter: false }),
};

export const sequenceInput = (features: number): Shape => [null, features];
export const vectorInput = (features: number): Shape => [features];

/** A network of these layers. The input is ids unless its shape is given. */
export function buildNetwork(definitions: readonly LayerDefinition[], inputShape?: Shape): Network {
  return network(definitions, { name: 'network', ...(inputShape && { inputShape }) });
}

/** Distinct numbers within ±size for every weight, biases included: equal or zero weights would hide mistakes. Each is a 32-bit float. */
export function randomWeights({ weights }: Network, random: Random, size = 0.6): Weights {
  return Object.fromEntries(weights.map(({ path, shape }) => [path, randomNumbers(random, shape.reduce((a, b) => a * b, 1), size)]));
}

/** `length` numbers within ±size that are 32-bit floats, so that every executor sees the same. */
export function randomNumbers(random: Random, length: number, size = 1): Float64Array {
  return Float64Array.from({ length }, () => Math.fround(random.uniform(-size, size)));
}
