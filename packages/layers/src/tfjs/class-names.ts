/**
 * Kind of layer → the class name it has in files of TensorFlow.js. They begin with `Sekvens`, so that they and the stock layers of the same
 * kind can be registered side by side.
 */
export const CLASS_NAMES = Object.freeze({
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
} as const);

/** The kinds of layers that have a class of their own for TensorFlow.js. */
export type TfjsKind = keyof typeof CLASS_NAMES;
