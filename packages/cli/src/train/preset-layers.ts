import type { EmbeddingMatrix } from '@sekvens/core';
import type { TrainOptions as ClassifierOptions } from '@sekvens/engine';
import { lessonModels } from '@sekvens/engine';
import type { LessonModel, LessonModelName } from '@sekvens/engine';
import { embedding } from '@sekvens/layers';
import type { EmbeddingDefinition } from '@sekvens/layers';

/** The layers of a preset; with pretrained vectors its embedding begins as those, and has their width. */
export function presetLayers(name: LessonModelName, vectors: EmbeddingMatrix | undefined): ClassifierOptions['layers'] {
  const { layers }: LessonModel = lessonModels[name];
  if (vectors === undefined) return layers;
  return (sizes) => {
    const [first, ...others] = layers(sizes);
    // every preset begins with an embedding
    const { maskZero, wordDropout, embeddingDropout } = (first as EmbeddingDefinition).config;
    return [embedding({ inputDim: vectors.rows, outputDim: vectors.dim, maskZero, wordDropout, embeddingDropout, weights: vectors.matrix }), ...others];
  };
}
