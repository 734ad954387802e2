import { SekvensError } from '@sekvens/core';
import type { Texts, TextVectorization } from '@sekvens/core';
import * as tf from '@tensorflow/tfjs';

const WHERE = 'textsToTensor(vectorizer, texts)';

/**
 * Token ids of texts, padded with 0 behind: texts → int32 tensor [batch, time], where time is the vectorizer's `outputSequenceLength` or the
 * longest text of these. The caller disposes of it.
 *
 * @throws SekvensError for no texts at all, for a vectorizer that does not give ids, and whatever the vectorizer itself refuses
 */
export function textsToTensor(vectorizer: TextVectorization, texts: Texts): tf.Tensor2D {
  const { data, shape } = vectorizer.call(texts);
  if (!(data instanceof Int32Array) || shape.length !== 2) {
    throw new SekvensError({ code: 'invalid-option', where: WHERE, expected: "a vectorizer whose outputMode is 'int' and that splits texts", got: `one that gives ${data.constructor.name} of ${shape.length} dimensions` });
  }
  if (shape[0] === 0) throw new SekvensError({ code: 'invalid-data', where: WHERE, expected: 'at least one text', got: 'none' });
  return tf.tensor2d(data, [shape[0], shape[1]], 'int32');
}
