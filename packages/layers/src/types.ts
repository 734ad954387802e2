/**
 * The vocabulary of networks: plain, frozen, JSON-able definitions, and the network they are resolved into.
 * Executors read these types and nothing else; every default is already filled in.
 */

/** A shape with the batch first; `null` is a dimension that varies: `[null, null, 64]` is [batch, time, 64]. */
export type Shape = readonly (number | null)[];

/** Activations of recurrent layers: elementwise only. `hardSigmoid` is Keras 3's: clip(x / 6 + 0.5, 0, 1). */
export type RecurrentActivation = 'tanh' | 'sigmoid' | 'relu' | 'linear' | 'hardSigmoid';

/** Activations of dense and activation layers. `softmax` normalises over the last axis. */
export type ActivationName = RecurrentActivation | 'softmax';

export type InitializerConfig =
  | { readonly kind: 'zeros' | 'ones' | 'glorotUniform' | 'glorotNormal' | 'heUniform' | 'heNormal' | 'leCunUniform' | 'leCunNormal' | 'identity' }
  | { readonly kind: 'constant'; readonly value: number }
  | { readonly kind: 'uniform'; readonly min: number; readonly max: number }
  | { readonly kind: 'normal' | 'truncatedNormal'; readonly mean: number; readonly stddev: number }
  | { readonly kind: 'orthogonal'; readonly gain: number };

export interface EmbeddingConfig {
  readonly inputDim: number;
  readonly outputDim: number;
  readonly maskZero: boolean;
  readonly embeddingsInitializer: InitializerConfig;
  readonly trainable: boolean;
  /** Share of tokens that are read as the unknown token, id 1, while training; id 0 never is. */
  readonly wordDropout: number;
  /** Share of the table's rows that are zeros for a batch while training; the others are scaled by 1 / (1 - rate). */
  readonly embeddingDropout: number;
}

export interface MaskingConfig {
  readonly maskValue: number;
}

/** What SimpleRNN, LSTM and GRU have in common. */
export interface RecurrentConfig {
  readonly units: number;
  readonly activation: RecurrentActivation;
  readonly useBias: boolean;
  readonly kernelInitializer: InitializerConfig;
  readonly recurrentInitializer: InitializerConfig;
  readonly biasInitializer: InitializerConfig;
  readonly returnSequences: boolean;
  readonly goBackwards: boolean;
  readonly zeroOutputForMask: boolean;
  /** Share of input features dropped while training; one mask a row, the same at every time step. */
  readonly dropout: number;
  /** Share of state features dropped while training; one mask a row, the same at every time step. */
  readonly recurrentDropout: number;
  readonly trainable: boolean;
}

export type SimpleRNNConfig = RecurrentConfig;

export interface LSTMConfig extends RecurrentConfig {
  readonly recurrentActivation: RecurrentActivation;
  readonly unitForgetBias: boolean;
}

export interface GRUConfig extends RecurrentConfig {
  readonly recurrentActivation: RecurrentActivation;
  readonly resetAfter: boolean;
}

export type MergeMode = 'concat' | 'sum' | 'mul' | 'ave';

export interface BidirectionalConfig {
  /** The forward layer. */
  readonly layer: RecurrentDefinition;
  /** The backward layer: as the forward layer with `goBackwards` turned, unless given. */
  readonly backwardLayer: RecurrentDefinition;
  readonly mergeMode: MergeMode;
}

export interface DenseConfig {
  readonly units: number;
  readonly activation: ActivationName;
  readonly useBias: boolean;
  readonly kernelInitializer: InitializerConfig;
  readonly biasInitializer: InitializerConfig;
  readonly trainable: boolean;
}

export interface DropoutConfig {
  /** Share of elements dropped while training, in [0, 1); the rest is scaled by 1 / (1 - rate). */
  readonly rate: number;
}

export interface ActivationConfig {
  readonly activation: ActivationName;
}

export interface GlobalPooling1DConfig {
  /** Leave masked time steps out. Without it a masked step takes part with the value it carries, as Keras' max pooling does. */
  readonly useMask: boolean;
}

export interface AttentionPooling1DConfig extends GlobalPooling1DConfig {
  /** Width of the hidden layer that scores a step; null where the step itself is scored. */
  readonly units: number | null;
  /** Of the hidden layer; null without one. */
  readonly kernelInitializer: InitializerConfig | null;
  readonly contextInitializer: InitializerConfig;
  readonly trainable: boolean;
}

interface DefinitionOf<Kind extends string, Config> {
  readonly kind: Kind;
  /** Given name; a network names unnamed layers after their kind, as Keras does: `lstm`, `lstm_1`. */
  readonly name: string | undefined;
  readonly config: Config;
}

export type EmbeddingDefinition = DefinitionOf<'embedding', EmbeddingConfig> & {
  /** Initial table, row after row, [inputDim · outputDim]; not part of the JSON config. */
  readonly initialWeights: Float32Array | undefined;
};
export type MaskingDefinition = DefinitionOf<'masking', MaskingConfig>;
export type SimpleRNNDefinition = DefinitionOf<'simpleRNN', SimpleRNNConfig>;
export type LSTMDefinition = DefinitionOf<'lstm', LSTMConfig>;
export type GRUDefinition = DefinitionOf<'gru', GRUConfig>;
export type RecurrentDefinition = SimpleRNNDefinition | LSTMDefinition | GRUDefinition;
export type BidirectionalDefinition = DefinitionOf<'bidirectional', BidirectionalConfig>;
export type DenseDefinition = DefinitionOf<'dense', DenseConfig>;
export type DropoutDefinition = DefinitionOf<'dropout', DropoutConfig>;
export type SpatialDropout1DDefinition = DefinitionOf<'spatialDropout1D', DropoutConfig>;
export type ActivationDefinition = DefinitionOf<'activation', ActivationConfig>;
export type GlobalMaxPooling1DDefinition = DefinitionOf<'globalMaxPooling1D', GlobalPooling1DConfig>;
export type GlobalAveragePooling1DDefinition = DefinitionOf<'globalAveragePooling1D', GlobalPooling1DConfig>;
export type GlobalMaxAveragePooling1DDefinition = DefinitionOf<'globalMaxAveragePooling1D', GlobalPooling1DConfig>;
export type AttentionPooling1DDefinition = DefinitionOf<'attentionPooling1D', AttentionPooling1DConfig>;

export type LayerDefinition =
  | EmbeddingDefinition
  | MaskingDefinition
  | RecurrentDefinition
  | BidirectionalDefinition
  | DenseDefinition
  | DropoutDefinition
  | SpatialDropout1DDefinition
  | ActivationDefinition
  | GlobalMaxPooling1DDefinition
  | GlobalAveragePooling1DDefinition
  | GlobalMaxAveragePooling1DDefinition
  | AttentionPooling1DDefinition;

export type LayerKind = LayerDefinition['kind'];

/** One weight of a network: where it is, what it looks like, how it begins. */
export interface WeightSpec {
  /** Unique in the network: `lstm/kernel`, `bidirectional/forward/kernel`, `embedding/embeddings`. */
  readonly path: string;
  /** `kernel`, `recurrentKernel`, `bias`, `embeddings` or `context`. */
  readonly name: string;
  /**
   * Keras' layouts, row-major: kernel [in, gates · units], recurrentKernel [units, gates · units],
   * bias [gates · units] (GRU with resetAfter: [2, 3 · units]); gate order LSTM i, f, c, o and GRU z, r, h.
   * Attention: kernel [in, units], bias [units], context [units, 1] as the kernel of a dense layer of one unit.
   */
  readonly shape: readonly number[];
  readonly initializer: InitializerConfig;
  /** LSTM bias with unitForgetBias: the forget gate's part begins as ones. Half-open range of elements set to 1. */
  readonly ones: readonly [number, number] | undefined;
  readonly trainable: boolean;
}

/** A layer in its place in a network. */
export interface NetworkLayer {
  readonly name: string;
  readonly definition: LayerDefinition;
  /** [batch, time, features], [batch, features], or for embeddings [batch, time]. */
  readonly inputShape: Shape;
  readonly outputShape: Shape;
  /** Whether a mask arrives here. */
  readonly receivesMask: boolean;
  /** Whether a mask goes on from here to the next layer. */
  readonly passesMask: boolean;
  readonly weights: readonly WeightSpec[];
}

/** What a network is fed: token ids [batch, time], or numbers [batch, time, features] or [batch, features]. */
export type NetworkInput = { readonly kind: 'ids'; readonly shape: Shape } | { readonly kind: 'features'; readonly shape: Shape };

/** A checked chain of layers. */
export interface Network {
  readonly name: string;
  readonly input: NetworkInput;
  readonly layers: readonly NetworkLayer[];
  readonly outputShape: Shape;
  /** Every weight, in the order of the layers. */
  readonly weights: readonly WeightSpec[];
}

/** The weights of a network by path. */
export type NetworkWeights = Readonly<Record<string, Float32Array>>;
