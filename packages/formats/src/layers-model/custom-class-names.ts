import type { LayerKind } from '@sekvens/layers';

/** The classes of `@sekvens/layers/tfjs`, which are registered with TensorFlow.js as `Sekvens>…` and compute what layers here do. */
export const customClassNames: Readonly<Record<LayerKind, string>> = {
  embedding: 'Sekvens>Embedding',
  masking: 'Sekvens>Masking',
  simpleRNN: 'Sekvens>SimpleRNN',
  lstm: 'Sekvens>LSTM',
  gru: 'Sekvens>GRU',
  bidirectional: 'Sekvens>Bidirectional',
  dense: 'Sekvens>Dense',
  dropout: 'Sekvens>Dropout',
  spatialDropout1D: 'Sekvens>SpatialDropout1D',
  activation: 'Sekvens>Activation',
  globalMaxPooling1D: 'Sekvens>GlobalMaxPooling1D',
  globalAveragePooling1D: 'Sekvens>GlobalAveragePooling1D',
  globalMaxAveragePooling1D: 'Sekvens>GlobalMaxAveragePooling1D',
  attentionPooling1D: 'Sekvens>AttentionPooling1D',
};
