import { assertKnownOptions, SekvensError, show } from '@sekvens/core';
import { lastActivation } from '../classifier/classifier-task.js';
import { softmax } from '../reference/activation-functions.js';
import { assertOutputPerText } from './assert-output-per-text.js';
import { readInspected } from './inspected-model.js';
import type { InspectedModel } from './inspected-model.js';
import { runText } from './run-text.js';

export interface TokenSaliencyOptions {
  /** Index of the output that is explained. Default: the one with the largest logit. */
  readonly target?: number;
  /**
   * 'logProbability' (default): ln of the output after softmax or sigmoid; of a softmax, what speaks for the others speaks against the target.
   * 'logit': the output before its activation.
   */
  readonly of?: 'logProbability' | 'logit';
}

export interface TokenSaliency {
  readonly target: number;
  readonly of: 'logProbability' | 'logit';
  /** The number that is explained. */
  readonly value: number;
  /** [time], positive where the token speaks for the target. */
  readonly scores: Float64Array;
  /** ∂value / ∂e[t], row-major [time, outputDim]. */
  readonly gradients: Float64Array;
}

/**
 * What every token of a text does for one output, as gradient × input: the exact gradient of that output's logarithm (or logit) with
 * respect to the token's embedding vector, times the vector.
 *
 *   s[t] = Σⱼ e[t, j] · ∂F / ∂e[t, j],   F = ln y[target] or z[target]
 *
 * It says how F begins to change as the vector is made longer, so a token that saturates its gates scores low however much it matters:
 * leaveOneOut measures that. Masked tokens score 0. Computed in float64; about three predictions in plain JavaScript.
 *
 * @param ids the token ids of one text, [time]
 * @throws code 'invalid-option' for a target the network does not have and unknown options; 'invalid-data' for ids that the embedding has no vector for;
 *   'unsupported' for a network that does not begin with an embedding, that has an output at every time step, and for probabilities that are none
 */
export function tokenSaliency(model: InspectedModel, ids: ArrayLike<number>, options: TokenSaliencyOptions = {}): TokenSaliency {
  const where = 'tokenSaliency';
  assertKnownOptions(options, ['target', 'of'], `${where}(model, ids, options)`);
  const { of = 'logProbability' } = options;
  if (of !== 'logProbability' && of !== 'logit') throw refuse('of', "'logProbability' or 'logit'", of);
  const text = readInspected(model, ids, where);
  assertOutputPerText(text.network, where);
  const activation = lastActivation(text.network);
  if (of === 'logProbability' && activation !== 'softmax' && activation !== 'sigmoid') {
    throw new SekvensError({
      code: 'unsupported', where: `${where}({ of })`, expected: 'a network that ends in softmax or sigmoid, for the logarithm of a probability', got: `${activation ?? 'no'} activation at its end`, hint: "of: 'logit' explains any output.",
    });
  }
  const results = runText(text, true, `${where}(model)`);
  const logits = results[results.length - 1].output.tensor.data;
  const target = options.target ?? logits.reduce((best, z, k) => (z > logits[best] ? k : best), 0);
  if (!Number.isInteger(target) || target < 0 || target >= logits.length) throw refuse('target', `an output from 0 to ${logits.length - 1}`, options.target);

  const { value, gradient } = explained(of === 'logit' ? 'logit' : activation === 'softmax' ? 'softmax' : 'sigmoid', logits, target);
  let flowing = gradient;
  for (let index = results.length - 1; index > 0; index--) flowing = Float64Array.from(results[index].backward(flowing).input);
  const { data: vectors, shape } = results[0].output.tensor;
  const width = shape[2];
  const scores = Float64Array.from(text.ids, (_, t) => {
    let score = 0;
    for (let j = t * width; j < (t + 1) * width; j++) score += vectors[j] * flowing[j];
    return score;
  });
  return { target, of, value, scores, gradients: flowing };
}

/** F of the logits, and its gradient. */
function explained(kind: 'logit' | 'softmax' | 'sigmoid', logits: Float64Array, target: number): { value: number; gradient: Float64Array } {
  const gradient = new Float64Array(logits.length);
  if (kind === 'logit') {
    gradient[target] = 1;
    return { value: logits[target], gradient };
  }
  if (kind === 'sigmoid') {
    const z = logits[target];
    // ln σ(z) = -ln(1 + e⁻ᶻ), whose exponential must not overflow
    const value = z >= 0 ? -Math.log1p(Math.exp(-z)) : z - Math.log1p(Math.exp(z));
    gradient[target] = -Math.expm1(value);
    return { value, gradient };
  }
  const probabilities = softmax(logits);
  probabilities.forEach((p, k) => (gradient[k] = (k === target ? 1 : 0) - p));
  const largest = Math.max(...logits);
  return { value: logits[target] - largest - Math.log(logits.reduce((sum, z) => sum + Math.exp(z - largest), 0)), gradient };
}

function refuse(option: string, expected: string, got: unknown): SekvensError {
  return new SekvensError({ code: 'invalid-option', where: `tokenSaliency({ ${option} })`, expected, got: show(got) });
}
