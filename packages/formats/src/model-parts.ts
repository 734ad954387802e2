import type { TextVectorization } from '@sekvens/core';
import type { ClassifierTask, Sequential, TextClassifier } from '@sekvens/engine';
import type { Network, NetworkWeights } from '@sekvens/layers';

/** What files of models hold: a network with its weights and, where a model takes texts and gives labels, what comes before and after it. */
export interface ModelParts {
  readonly network: Network;
  readonly weights: NetworkWeights;
  /** What makes ids of texts; none where a model takes ids or features. */
  readonly vectorizer?: TextVectorization;
  /** The labels in the order of the outputs. */
  readonly labels?: readonly string[];
  /** Whether a text has one of the labels, or any number of them. Default 'multiClass'. */
  readonly task?: ClassifierTask;
  /** Of a multi-label model, the probability from which on a text has each label. */
  readonly thresholds?: readonly number[];
}

/** The parts of a model; its weights are copied. */
export function modelParts(model: Sequential | TextClassifier): ModelParts {
  if ('network' in model) return { network: model.network, weights: model.getWeights() };
  const { vectorizer, labels, task } = model;
  return {
    network: model.model.network, weights: model.model.getWeights(), vectorizer, labels, task, ...(task === 'multiLabel' && { thresholds: model.thresholds }),
  };
}
