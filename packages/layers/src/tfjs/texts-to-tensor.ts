import { padSequences, SekvensError } from '@sekvens/core';
import type { Texts, TextVectorization } from '@sekvens/core';
import * as tf from '@tensorflow/tfjs';

/**
 * Token ids of texts, padded with 0 behind: texts → int32 tensor [batch, time], where time is the vectorizer's `outputSequenceLength` or the
 * longest text of these. The caller disposes of it.
 *
 * @throws SekvensError for no texts at all, and whatever `encodeAll` of the vectorizer refuses
 */
export function textsToTensor(vectorizer: TextVectorization, texts: Texts): tf.Tensor2D {
  const ids = vectorizer.encodeAll(texts);
  if (ids.offsets.length < 2) throw new SekvensError({ code: 'invalid-data', where: 'textsToTensor(vectorizer, texts)', expected: 'at least one text', got: 'none' });
  const { outputSequenceLength } = vectorizer.toJSON().config;
  const { data, shape } = padSequences(ids, { padding: 'post', truncating: 'post', ...(outputSequenceLength === null ? {} : { maxLen: outputSequenceLength }) });
  return tf.tensor2d(data, [...shape], 'int32');
}
