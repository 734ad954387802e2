import type { TextNetworkSettings } from '@sekvens/engine';

/** The network that the page opens with. It reads forwards only, so that what it thinks after a word is what its state holds there. */
export const openingNetwork: TextNetworkSettings = {
  cell: 'gru', units: 32, layers: 1, bidirectional: false, embeddingSize: 24, mask: true, pooling: 'last', wordDropout: 0.1, dropout: 0.2,
};

export const openingTraining = { epochs: 8, batchSize: 32, seed: 1, learningRate: 0.004 } as const;
