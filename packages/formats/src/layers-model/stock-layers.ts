/**
 * Which layers TensorFlow.js 4.22 itself computes as they are computed here, and which not and why. The writer goes by this table, tests
 * check it against TensorFlow.js, and documentation is made of it.
 */
import type { LayerKind, NetworkLayer, RecurrentDefinition } from '@sekvens/layers';

/** Where a layer stands. */
export interface StockContext {
  /** Whether anything behind the layer depends on what it puts out at masked steps. */
  readonly maskedStepsAreSeen: boolean;
}

export interface StockDifference {
  /** When TensorFlow.js gives something else, in words. */
  readonly when: string;
  readonly why: string;
  readonly applies: (layer: NetworkLayer, context: StockContext) => boolean;
}

export interface StockLayer {
  readonly kind: LayerKind;
  /** The class of TensorFlow.js; none where it has no such layer. */
  readonly className?: string;
  readonly differences: readonly StockDifference[];
  /** What it is good to know although predictions are the same. */
  readonly note?: string;
}

const hardSigmoid: StockDifference = {
  when: 'an activation is hardSigmoid',
  why: 'TensorFlow.js computes clip(0.2 x + 0.5, 0, 1), Keras 3 clip(x / 6 + 0.5, 0, 1)',
  applies: ({ definition: { config } }) => usesHardSigmoid(config),
};

const zeroedSteps: StockDifference = {
  when: 'zeroOutputForMask, behind a mask, where masked steps are seen',
  why: 'TensorFlow.js has no zeroOutputForMask: it repeats the output before',
  applies: ({ definition: { config }, receivesMask }, { maskedStepsAreSeen }) =>
    'returnSequences' in config && config.returnSequences && config.zeroOutputForMask && receivesMask && maskedStepsAreSeen,
};

const pooledMask = (taken: string): StockDifference => ({
  when: 'useMask, behind a mask',
  why: `TensorFlow.js ${taken} masked steps, too`,
  applies: ({ definition: { config }, receivesMask }) => 'useMask' in config && config.useMask && receivesMask,
});

const missing: StockDifference = { when: 'always', why: 'TensorFlow.js has no such layer', applies: () => true };

const resetAfter: StockDifference = {
  when: 'resetAfter, which is the default',
  why: 'TensorFlow.js only has GRUs that apply the reset gate before the recurrent product',
  applies: ({ definition: { config } }) => 'resetAfter' in config && config.resetAfter,
};

const bidirectional: readonly StockDifference[] = [
  { ...resetAfter, when: 'a direction is a GRU with resetAfter', applies: (layer) => directions(layer).some(({ config }) => 'resetAfter' in config && config.resetAfter) },
  { ...hardSigmoid, applies: (layer) => directions(layer).some(({ config }) => usesHardSigmoid(config)) },
  {
    when: 'returnSequences, behind a mask, where masked steps are seen',
    why: 'the directions put out zeros at masked steps, as in Keras; TensorFlow.js repeats the output before',
    applies: (layer, { maskedStepsAreSeen }) => directions(layer)[0].config.returnSequences && layer.receivesMask && maskedStepsAreSeen,
  },
  {
    when: 'backwardLayer is not as layer',
    why: 'TensorFlow.js makes the backward layer of the forward one',
    applies: (layer) => !areMirrored(directions(layer)),
  },
];

export const stockLayers: readonly StockLayer[] = [
  { kind: 'embedding', className: 'Embedding', differences: [], note: 'wordDropout and embeddingDropout, which act in training alone, are not in TensorFlow.js.' },
  { kind: 'masking', className: 'Masking', differences: [] },
  { kind: 'simpleRNN', className: 'SimpleRNN', differences: [hardSigmoid, zeroedSteps] },
  { kind: 'lstm', className: 'LSTM', differences: [hardSigmoid, zeroedSteps] },
  { kind: 'gru', className: 'GRU', differences: [resetAfter, hardSigmoid, zeroedSteps] },
  { kind: 'bidirectional', className: 'Bidirectional', differences: bidirectional },
  { kind: 'dense', className: 'Dense', differences: [hardSigmoid] },
  { kind: 'dropout', className: 'Dropout', differences: [] },
  { kind: 'spatialDropout1D', className: 'SpatialDropout1D', differences: [] },
  { kind: 'activation', className: 'Activation', differences: [hardSigmoid] },
  { kind: 'globalMaxPooling1D', className: 'GlobalMaxPooling1D', differences: [pooledMask('takes in')] },
  { kind: 'globalAveragePooling1D', className: 'GlobalAveragePooling1D', differences: [pooledMask('averages')] },
  { kind: 'globalMaxAveragePooling1D', differences: [missing] },
  { kind: 'attentionPooling1D', differences: [missing] },
];

function usesHardSigmoid(config: object): boolean {
  const { activation, recurrentActivation } = config as { activation?: string; recurrentActivation?: string };
  return activation === 'hardSigmoid' || recurrentActivation === 'hardSigmoid';
}

function directions({ definition }: NetworkLayer): readonly RecurrentDefinition[] {
  return definition.kind === 'bidirectional' ? [definition.config.layer, definition.config.backwardLayer] : [];
}

/** Options that say how weights begin and how they are trained make no difference to predictions. */
function areMirrored([forward, backward]: readonly RecurrentDefinition[]): boolean {
  const { kind, config } = forward;
  const computed = ['units', 'activation', 'recurrentActivation', 'useBias', 'resetAfter'];
  return kind === backward.kind && computed.every((name) => valueOf(config, name) === valueOf(backward.config, name));
}

function valueOf(config: object, name: string): unknown {
  return (config as Readonly<Record<string, unknown>>)[name];
}
