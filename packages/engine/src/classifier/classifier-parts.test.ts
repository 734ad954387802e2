import { TextVectorization } from '@sekvens/core';
import { describe, expect, it } from 'vitest';
import { errorOf } from '../../test/helpers/error-of.js';
import { topicOptions, topics } from '../../test/helpers/topics.js';
import { TextClassifier } from './text-classifier.js';
import type { TextClassifierParts } from './text-classifier.js';

const trained = (await TextClassifier.train(topics(60), topicOptions())).classifier;
const { vectorizer, labels } = trained;
const parts: TextClassifierParts = { network: trained.model.network, weights: trained.model.getWeights(), vectorizer, labels };

describe('TextClassifier.fromParts', () => {
  it('makes the classifier that the parts were taken from', () => {
    const again = TextClassifier.fromParts(parts);
    expect(again.toFiles()).toEqual(trained.toFiles());
    expect(again.predict('the bank of oil')).toEqual(trained.predict('the bank of oil'));
  });

  const where = 'TextClassifier.fromParts';
  it.each<[string, Partial<Record<keyof TextClassifierParts | 'label', unknown>>, string]>([
    ['a vectorizer that is none', { vectorizer: {} }, `invalid-option: ${where}({ vectorizer }): expected a TextVectorization, got {}.`],
    ['one without a vocabulary', { vectorizer: new TextVectorization() }, `invalid-option: ${where}({ vectorizer }): expected a vocabulary, got none.`],
    ['too few labels', { labels: ['a', 'b'] }, `invalid-option: ${where}({ network }): expected a last layer with 2 outputs, one a class, got output shape [any, 3]. End with dense({ units: classes, activation: 'softmax' }).`],
    ['one label twice', { labels: ['a', 'b', 'a'] }, `invalid-data: ${where}({ labels }): expected labels that differ, got "a" twice.`],
    ['a softmax for any number of labels', { task: 'multiLabel' }, `invalid-option: ${where}({ network }): expected a last layer with activation 'sigmoid', which gives each label a probability of its own, got dense with activation 'softmax'. End with dense({ units: classes, activation: 'sigmoid' }).`],
    ['thresholds of a single label', { thresholds: 0.4 }, `invalid-option: ${where}({ thresholds }): expected none for the task 'multiClass', got 0.4.`],
    ['another name', { label: [] }, `invalid-option: ${where}(parts)`],
  ])('refuses %s', async (_, change, message) => {
    expect(await errorOf(() => TextClassifier.fromParts({ ...parts, ...change } as TextClassifierParts))).toContain(message);
  });
});
