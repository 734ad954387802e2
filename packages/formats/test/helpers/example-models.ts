/** Small models to write and read. */
import { TextVectorization } from '@sekvens/core';
import { sequential } from '@sekvens/engine';
import { bidirectional, dense, embedding, gru, initializeWeights, lstm, network, networkToJSON } from '@sekvens/layers';
import type { LayerDefinition } from '@sekvens/layers';
import type { ModelParts } from '../../src/model-parts.js';

const vectorizer = new TextVectorization({ vocabulary: ['oil', 'team', 'rocket', '"prices"', 'größe'], standardize: 'lower', ngrams: 2, outputSequenceLength: 9 });
const vocabularySize = vectorizer.vocabularySize();

function parts(layers: readonly LayerDefinition[], more: Partial<ModelParts>, seed: number): ModelParts {
  const model = network(layers, { name: 'example' });
  return { network: model, weights: initializeWeights(model, seed), ...more };
}

/** A classifier of one label a text. */
export const classifierParts: ModelParts = parts(
  [embedding({ inputDim: vocabularySize, outputDim: 4, maskZero: true }), bidirectional({ layer: gru({ units: 3, returnSequences: true }), name: 'both' }), lstm({ units: 2 }), dense({ units: 3, activation: 'softmax' })],
  { vectorizer, labels: ['Business', 'Sports', 'Sci/Tech'], task: 'multiClass' }, 1,
);

/** A classifier of any number of labels a text. */
export const multiLabelParts: ModelParts = parts(
  [embedding({ inputDim: vocabularySize, outputDim: 4 }), gru({ units: 3 }), dense({ units: 2, activation: 'sigmoid' })],
  { vectorizer, labels: ['toxic', 'threat'], task: 'multiLabel', thresholds: [0.3, 0.75] }, 2,
);

/** A network alone, which takes features. */
export const featureParts: ModelParts = (() => {
  const model = sequential([gru({ units: 3 }), dense({ units: 1 })], { inputShape: [null, 2], seed: 3 });
  return { network: model.network, weights: model.getWeights() };
})();

/** Parts as JSON has them, for comparisons: layers without a name of their own have one after a round trip. */
export function comparable({ network: model, vectorizer: own, ...others }: ModelParts): object {
  return { ...others, network: networkToJSON(model), ...(own && { vectorizer: own.toJSON() }) };
}
