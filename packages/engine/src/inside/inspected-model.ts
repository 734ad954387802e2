import { SekvensError, show } from '@sekvens/core';
import type { Network, NetworkWeights } from '@sekvens/layers';
import { assertWeights } from '../model/assert-weights.js';
import { readInput } from '../model/model-input.js';
import type { Sequential } from '../model/sequential.js';
import { assertOutputPerText } from './assert-output-per-text.js';

/** A model to look into: a Sequential, or a network with its weights, which are then not copied again for every text. */
export type InspectedModel = Sequential | { readonly network: Network; readonly weights: NetworkWeights };

/** One text as token ids, and the network that reads it. */
export interface InspectedText {
  readonly network: Network;
  readonly weights: NetworkWeights;
  readonly ids: Int32Array;
}

/**
 * Network, weights and the ids of one text, checked.
 * @throws code 'invalid-data' for ids that the network has no vector for and weights that do not fit, 'unsupported' for a network that reads no ids
 */
export function readInspected(model: InspectedModel, ids: ArrayLike<number>, where: string): InspectedText {
  if (typeof model !== 'object' || model === null || !('network' in model)) {
    throw new SekvensError({
      code: 'invalid-option', where: `${where}(model)`, expected: 'a Sequential, or an object of network and weights', got: show(model), hint: 'Of a TextClassifier give classifier.model.',
    });
  }
  const { network } = model;
  const row = readTextIds(network, ids, where);
  if ('getWeights' in model) return { network, weights: model.getWeights(), ids: row };
  assertWeights(network, model.weights, `${where}(model)`);
  return { network, weights: model.weights, ids: row };
}

/** The ids of one text for a Sequential, which predicts variants of it. */
export function readForPrediction(model: Sequential, ids: ArrayLike<number>, where: string): Int32Array {
  if (typeof model !== 'object' || model === null || !('predictRows' in model)) {
    throw new SekvensError({ code: 'invalid-option', where: `${where}(model)`, expected: 'a Sequential', got: show(model), hint: 'Of a TextClassifier give classifier.model.' });
  }
  const row = readTextIds(model.network, ids, where);
  assertOutputPerText(model.network, where);
  return row;
}

/** The ids of one text, each of which the network has a vector for. */
function readTextIds(network: Network, ids: ArrayLike<number>, where: string): Int32Array {
  if (network.input.kind !== 'ids') {
    throw new SekvensError({
      code: 'unsupported', where: `${where}(model)`, expected: 'a network that begins with an embedding', got: `${network.layers[0].definition.kind} ("${network.layers[0].name}")`,
    });
  }
  const isRow = Array.isArray(ids) ? !ids.some((id) => typeof id === 'object') : ids instanceof Int32Array;
  if (!isRow) throw new SekvensError({ code: 'invalid-data', where: `${where}(model, ids)`, expected: 'the token ids of one text, an array of numbers or an Int32Array', got: show(ids), hint: 'vectorizer.encode(text) gives them.' });
  return readInput(network, [ids], where).select([0]).ids!.values;
}
