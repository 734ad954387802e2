import { SekvensError } from '@sekvens/core';
import { Sequential } from '@sekvens/engine';
import type { ModelParts } from '../model-parts.js';

/**
 * The outputs of a model that reads texts, [texts, outputs], one row after the other, also where it has no labels: vectorizer and network
 * in one, as Keras' model is. All texts are one batch, so in a network without a mask they are padded to the longest of them.
 *
 * @throws SekvensError `invalid-option` for a model without vectorizer
 */
export function predictTexts({ network, weights, vectorizer }: ModelParts, texts: readonly string[]): Float32Array {
  if (vectorizer === undefined) {
    throw new SekvensError({ code: 'invalid-option', where: 'predictTexts(parts, texts)', expected: 'a model with a vectorizer', got: 'none', hint: 'Make ids of the texts yourself, and predict with new Sequential(network, weights).' });
  }
  const { data, shape } = vectorizer.call(texts);
  const model = new Sequential(network, weights);
  const width = shape[1] ?? 1;
  const input = data instanceof Int32Array ? { values: data, offsets: Int32Array.from({ length: texts.length + 1 }, (_, r) => r * width) } : data;
  return new Float32Array(model.predict(input, { batchSize: Math.max(1, texts.length) }).data);
}
