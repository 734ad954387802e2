import { TextVectorization } from '@sekvens/core';
import { sequential, TextClassifier } from '@sekvens/engine';
import { dense, embedding, gru } from '@sekvens/layers';
import { describe, expect, it } from 'vitest';
import { modelParts } from './model-parts.js';

const vectorizer = new TextVectorization({ vocabulary: ['oil', 'team'] });
const model = sequential([embedding({ inputDim: vectorizer.vocabularySize(), outputDim: 3, maskZero: true }), gru({ units: 2 }), dense({ units: 2, activation: 'sigmoid' })]);

describe('modelParts', () => {
  it('of a network are the network and a copy of its weights', () => {
    const { network, weights, ...more } = modelParts(model);
    expect(network).toBe(model.network);
    expect(weights).toEqual(model.getWeights());
    expect(more).toEqual({});
    for (const numbers of Object.values(weights)) numbers.fill(9);
    expect(model.getWeights()).not.toEqual(weights);
  });

  it('of a classifier make the same classifier again', () => {
    const classifier = TextClassifier.fromParts({ network: model.network, weights: model.getWeights(), vectorizer, labels: ['a', 'b'], task: 'multiLabel', thresholds: [0.3, 0.6] });
    const parts = modelParts(classifier);
    expect(parts).toMatchObject({ labels: ['a', 'b'], task: 'multiLabel', thresholds: [0.3, 0.6] });
    expect(TextClassifier.fromParts({ ...parts, vectorizer, labels: ['a', 'b'] }).toFiles()).toEqual(classifier.toFiles());
  });
});
