import type { LayerKind } from '@sekvens/layers';

/**
 * The classes of `@sekvens/layers/tfjs`, which compute what layers here do: its CLASS_NAMES, stated here because that package loads
 * TensorFlow.js; a test compares. There is none for dense layers: TensorFlow.js' own are taken.
 */
export const customClassNames: Readonly<Partial<Record<LayerKind, string>>> = {
  embedding: 'SekvensEmbedding',
  masking: 'SekvensMasking',
  simpleRNN: 'SekvensSimpleRNN',
  lstm: 'SekvensLSTM',
  gru: 'SekvensGRU',
  bidirectional: 'SekvensBidirectional',
  dropout: 'SekvensDropout',
  spatialDropout1D: 'SekvensSpatialDropout1D',
  activation: 'SekvensActivation',
  globalMaxPooling1D: 'SekvensGlobalMaxPooling1D',
  globalAveragePooling1D: 'SekvensGlobalAveragePooling1D',
  globalMaxAveragePooling1D: 'SekvensGlobalMaxAveragePooling1D',
  attentionPooling1D: 'SekvensAttentionPooling1D',
};
