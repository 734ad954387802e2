/** Networks for the conformance suite, resolved by hand, with short names for what the tests vary. */
import type { Random } from '@sekvens/core';
import type {
  ActivationName,
  BidirectionalDefinition,
  DenseDefinition,
  EmbeddingDefinition,
  GRUConfig,
  GRUDefinition,
  LayerDefinition,
  LSTMConfig,
  LSTMDefinition,
  MergeMode,
  Network,
  NetworkInput,
  NetworkLayer,
  RecurrentConfig,
  RecurrentDefinition,
  Shape,
  SimpleRNNDefinition,
  WeightSpec,
} from '@sekvens/layers';
import type { Weights } from './executor-under-test.js';

const zeros = { kind: 'zeros' } as const;
const base: Omit<RecurrentConfig, 'units'> = {
  activation: 'tanh',
  useBias: true,
  kernelInitializer: zeros,
  recurrentInitializer: zeros,
  biasInitializer: zeros,
  returnSequences: false,
  goBackwards: false,
  zeroOutputForMask: false,
  dropout: 0,
  recurrentDropout: 0,
  trainable: true,
};

type Options<Config> = Partial<Config> & { readonly units: number };

export function simpleRNN(options: Options<RecurrentConfig>): SimpleRNNDefinition {
  return { kind: 'simpleRNN', name: undefined, config: { ...base, ...options } };
}

export function lstm(options: Options<LSTMConfig>): LSTMDefinition {
  return { kind: 'lstm', name: undefined, config: { ...base, recurrentActivation: 'sigmoid', unitForgetBias: true, ...options } };
}

export function gru(options: Options<GRUConfig>): GRUDefinition {
  return { kind: 'gru', name: undefined, config: { ...base, recurrentActivation: 'sigmoid', resetAfter: true, ...options } };
}

export function bidirectional(layer: RecurrentDefinition, mergeMode: MergeMode = 'concat', backward: RecurrentDefinition = layer): BidirectionalDefinition {
  const turned = (definition: RecurrentDefinition, goBackwards: boolean) => ({ ...definition, config: { ...definition.config, goBackwards } }) as RecurrentDefinition;
  return { kind: 'bidirectional', name: undefined, config: { layer, backwardLayer: turned(backward, !layer.config.goBackwards), mergeMode } };
}

export function embedding(inputDim: number, outputDim: number, maskZero = false): EmbeddingDefinition {
  const config = { inputDim, outputDim, maskZero, embeddingsInitializer: zeros, trainable: true };
  return { kind: 'embedding', name: undefined, config, initialWeights: undefined };
}

export function dense(units: number, activation: ActivationName = 'linear', useBias = true): DenseDefinition {
  return { kind: 'dense', name: undefined, config: { units, activation, useBias, kernelInitializer: zeros, biasInitializer: zeros, trainable: true } };
}

export function masking(maskValue = 0): LayerDefinition {
  return { kind: 'masking', name: undefined, config: { maskValue } };
}

export function dropout(rate: number): LayerDefinition {
  return { kind: 'dropout', name: undefined, config: { rate } };
}

export function spatialDropout1D(rate: number): LayerDefinition {
  return { kind: 'spatialDropout1D', name: undefined, config: { rate } };
}

export function activation(name: ActivationName): LayerDefinition {
  return { kind: 'activation', name: undefined, config: { activation: name } };
}

export function globalMaxPooling1D(useMask = false): LayerDefinition {
  return { kind: 'globalMaxPooling1D', name: undefined, config: { useMask } };
}

export function globalAveragePooling1D(useMask = false): LayerDefinition {
  return { kind: 'globalAveragePooling1D', name: undefined, config: { useMask } };
}

/** The four recurrent layers there are: GRU counts twice. */
export const cells: Readonly<Record<string, (options: Options<RecurrentConfig>) => RecurrentDefinition>> = {
  simpleRNN,
  lstm,
  'gru resetAfter': (options) => gru({ ...options, resetAfter: true }),
  'gru resetBefore': (options) => gru({ ...options, resetAfter: false }),
};

/** Number of gates side by side in a kernel. */
export function gateCount(kind: RecurrentDefinition['kind']): number {
  return { simpleRNN: 1, lstm: 4, gru: 3 }[kind];
}

const ids: NetworkInput = { kind: 'ids', shape: [null, null] };
export const sequenceInput = (features: number): NetworkInput => ({ kind: 'features', shape: [null, null, features] });
export const vectorInput = (features: number): NetworkInput => ({ kind: 'features', shape: [null, features] });

/** A network of these layers. The input is ids unless said otherwise. */
export function buildNetwork(definitions: readonly LayerDefinition[], input: NetworkInput = ids): Network {
  const layers: NetworkLayer[] = [];
  const counts: Record<string, number> = {};
  let inputShape: Shape = input.shape;
  let masked = false;
  for (const definition of definitions) {
    const count = (counts[definition.kind] = (counts[definition.kind] ?? -1) + 1);
    const name = count === 0 ? definition.kind : `${definition.kind}_${count}`;
    const outputShape = outputShapeOf(definition, inputShape);
    const passesMask: boolean = outputShape.length === 3 && (masked || definition.kind === 'masking' || (definition.kind === 'embedding' && definition.config.maskZero));
    layers.push({ name, definition, inputShape, outputShape, receivesMask: masked, passesMask, weights: weightsOf(definition, name, Number(inputShape.at(-1))) });
    masked = passesMask;
    inputShape = outputShape;
  }
  return { name: 'network', input, layers, outputShape: inputShape, weights: layers.flatMap((layer) => layer.weights) };
}

function outputShapeOf(definition: LayerDefinition, inputShape: Shape): Shape {
  switch (definition.kind) {
    case 'embedding':
      return [...inputShape, definition.config.outputDim];
    case 'simpleRNN':
    case 'lstm':
    case 'gru':
      return definition.config.returnSequences ? [...inputShape.slice(0, -1), definition.config.units] : [null, definition.config.units];
    case 'bidirectional': {
      const { layer, backwardLayer, mergeMode } = definition.config;
      const units = layer.config.units + (mergeMode === 'concat' ? backwardLayer.config.units : 0);
      return layer.config.returnSequences ? [...inputShape.slice(0, -1), units] : [null, units];
    }
    case 'dense':
      return [...inputShape.slice(0, -1), definition.config.units];
    case 'globalMaxPooling1D':
    case 'globalAveragePooling1D':
      return [null, inputShape[2]];
    default:
      return inputShape;
  }
}

function weightsOf(definition: LayerDefinition, prefix: string, features: number): WeightSpec[] {
  const spec = (name: string, shape: readonly number[]): WeightSpec => ({ path: `${prefix}/${name}`, name, shape, initializer: zeros, ones: undefined, trainable: true });
  switch (definition.kind) {
    case 'embedding':
      return [spec('embeddings', [definition.config.inputDim, definition.config.outputDim])];
    case 'simpleRNN':
    case 'lstm':
    case 'gru': {
      const { units, useBias } = definition.config;
      const width = gateCount(definition.kind) * units;
      const biasShape = definition.kind === 'gru' && definition.config.resetAfter ? [2, width] : [width];
      return [spec('kernel', [features, width]), spec('recurrentKernel', [units, width]), ...(useBias ? [spec('bias', biasShape)] : [])];
    }
    case 'bidirectional':
      return [
        ...weightsOf(definition.config.layer, `${prefix}/forward`, features),
        ...weightsOf(definition.config.backwardLayer, `${prefix}/backward`, features),
      ];
    case 'dense':
      return [spec('kernel', [features, definition.config.units]), ...(definition.config.useBias ? [spec('bias', [definition.config.units])] : [])];
    default:
      return [];
  }
}

/** Distinct numbers within ±size for every weight, biases included: equal or zero weights would hide mistakes. Each is a 32-bit float. */
export function randomWeights(network: Network, random: Random, size = 0.6): Weights {
  return Object.fromEntries(network.weights.map(({ path, shape }) => [path, randomNumbers(random, shape.reduce((a, b) => a * b, 1), size)]));
}

/** `length` numbers within ±size that are 32-bit floats, so that every executor sees the same. */
export function randomNumbers(random: Random, length: number, size = 1): Float64Array {
  return Float64Array.from({ length }, () => Math.fround(random.uniform(-size, size)));
}
