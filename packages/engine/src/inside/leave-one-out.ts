import type { NumberArray } from '../executor.js';
import type { Sequential } from '../model/sequential.js';
import { readForPrediction } from './inspected-model.js';
import { predictVariants } from './predict-variants.js';

export interface LeftOut {
  /** What the network says of the whole text, [outputs]. */
  readonly probabilities: Float32Array;
  /** What it says without a token, [time, outputs]. */
  readonly without: NumberArray;
  /** probabilities[k] - without[t, k], [time, outputs]: positive where token t speaks for output k. */
  readonly effects: NumberArray;
}

/**
 * What every token of a text contributes to the probabilities, by leaving it out:
 *
 *   effect[t, k] = y[k](ids) - y[k](ids without ids[t])
 *
 * The text without the token is one shorter; nothing takes its place. All variants are predicted in as few batches as possible. Where
 * two tokens say the same, leaving one of them out changes little: effects do not add up to anything.
 *
 * @param ids the token ids of one text, [time]
 * @throws as prefixProbabilities does
 */
export function leaveOneOut(model: Sequential, ids: ArrayLike<number>): LeftOut {
  const row = readForPrediction(model, ids, 'leaveOneOut');
  const time = row.length;
  const outputs = model.network.outputShape[1]!;
  // the last variant is the whole text
  const all = predictVariants(model, time + 1, (t) => (t === time ? time : time - 1), (t, values, at) => {
    values.set(row.subarray(0, t), at);
    values.set(row.subarray(t + 1), at + t);
  });
  const probabilities = all.slice(time * outputs);
  const without = all.slice(0, time * outputs);
  const shape = [time, outputs];
  return { probabilities, without: { data: without, shape }, effects: { data: without.map((p, i) => probabilities[i % outputs] - p), shape } };
}
