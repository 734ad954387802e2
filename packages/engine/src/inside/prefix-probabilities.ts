import type { NumberArray } from '../executor.js';
import type { Sequential } from '../model/sequential.js';
import { readForPrediction } from './inspected-model.js';
import { predictVariants } from './predict-variants.js';

/**
 * How a network changes its mind: what it says of the first n tokens of a text, for every n.
 *
 *   y[n] = predict(ids[0 … n)), n = 0 … time
 *
 * Row 0 is what it says of no text at all, the last row what it says of the whole. Each prefix is read as a text of its own, without
 * padding; prefixes share a batch where that makes no difference, which is wherever padding is masked.
 *
 * @param ids the token ids of one text, [time]
 * @returns [time + 1, outputs]
 * @throws code 'invalid-data' for ids that the embedding has no vector for, 'unsupported' for a network that does not begin with one, or
 *   with an output at every time step
 */
export function prefixProbabilities(model: Sequential, ids: ArrayLike<number>): NumberArray {
  const row = readForPrediction(model, ids, 'prefixProbabilities');
  const data = predictVariants(model, row.length + 1, (n) => n, (n, values, at) => values.set(row.subarray(0, n), at));
  return { data, shape: [row.length + 1, model.network.outputShape[1]!] };
}
