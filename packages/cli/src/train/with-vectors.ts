import type { EmbeddingMatrix } from '@sekvens/core';
import { embedding } from '@sekvens/layers';
import type { EmbeddingConfig } from '@sekvens/layers';
import type { Layers } from '../config/network-layers.js';

/** The layers with an embedding that begins as pretrained vectors, and has their width. */
export function withVectors(layers: Layers, vectors: EmbeddingMatrix | undefined): Layers {
  if (vectors === undefined) return layers;
  return (sizes) => {
    const [first, ...others] = layers(sizes);
    // as every network does that reads texts
    const { embeddingsInitializer: _, ...config } = first.config as EmbeddingConfig;
    return [embedding({ ...config, inputDim: vectors.rows, outputDim: vectors.dim, weights: vectors.matrix }), ...others];
  };
}
