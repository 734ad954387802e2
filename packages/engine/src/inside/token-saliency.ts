import { assertKnownOptions, SekvensError, show } from '@sekvens/core';
import { lastActivation } from '../classifier/classifier-task.js';
import { softmax } from '../reference/activation-functions.js';
import { assertOutputPerText } from './assert-output-per-text.js';
import { readInspected } from './inspected-model.js';
import type { InspectedModel } from './inspected-model.js';
import { runText } from './run-text.js';

const explainable = ['logProbability', 'logOdds', 'logit'] as const;
type SaliencyOf = (typeof explainable)[number];

export interface TokenSaliencyOptions {
  /** Index of the output that is explained. Default: the one with the largest logit. */
  readonly target?: number;
  /**
   * 'logProbability' (default): ln of the output after softmax or sigmoid; of a softmax, what speaks for the others speaks against the target.
   * 'logOdds': ln p / (1 - p), the same direction, which does not vanish where p is near 1. 'logit': the output before its activation.
   */
  readonly of?: SaliencyOf;
}

export interface TokenSaliency {
  readonly target: number;
  readonly of: SaliencyOf;
  /** The number that is explained. */
  readonly value: number;
  /** [time], positive where the token speaks for the target. */
  readonly scores: Float64Array;
  /** ∂value / ∂e[t], row-major [time, outputDim]. */
  readonly gradients: Float64Array;
}

/**
 * What every token of a text does for one output, as gradient × input: the exact gradient of that output's logarithm (or log-odds, or logit) with
 * respect to the token's embedding vector, times the vector.
 *
 *   s[t] = Σⱼ e[t, j] · ∂F / ∂e[t, j],   F = ln y[target], ln y[target] / (1 - y[target]) or z[target]
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
  if (!explainable.includes(of)) throw refuse('of', `one of ${explainable.join(', ')}`, of);
  const text = readInspected(model, ids, where);
  assertOutputPerText(text.network, where);
  const activation = lastActivation(text.network);
  if (of !== 'logit' && activation !== 'softmax' && activation !== 'sigmoid') {
    throw new SekvensError({
      code: 'unsupported', where: `${where}({ of })`, expected: 'a network that ends in softmax or sigmoid, for a probability', got: `${activation ?? 'no'} activation at its end`, hint: "of: 'logit' explains any output.",
    });
  }
  const results = runText(text, true, `${where}(model)`);
  const logits = results[results.length - 1].output.tensor.data;
  const target = options.target ?? logits.reduce((best, z, k) => (z > logits[best] ? k : best), 0);
  if (!Number.isInteger(target) || target < 0 || target >= logits.length) throw refuse('target', `an output from 0 to ${logits.length - 1}`, options.target);

  const { value, gradient } = explained(of, activation === 'softmax', logits, target);
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
function explained(of: SaliencyOf, isSoftmax: boolean, logits: Float64Array, target: number): { value: number; gradient: Float64Array } {
  const gradient = new Float64Array(logits.length);
  const z = logits[target];
  // of a sigmoid the logit is ln p / (1 - p)
  if (of === 'logit' || (of === 'logOdds' && !isSoftmax)) {
    gradient[target] = 1;
    return { value: z, gradient };
  }
  if (!isSoftmax) {
    // ln σ(z) = -ln(1 + e⁻ᶻ), whose exponential must not overflow
    const value = z >= 0 ? -Math.log1p(Math.exp(-z)) : z - Math.log1p(Math.exp(z));
    gradient[target] = -Math.expm1(value);
    return { value, gradient };
  }
  // z - ln Σ eᶻ over all outputs, or over the others
  const counted = of === 'logProbability' ? logits : logits.map((other, k) => (k === target ? -Infinity : other));
  const largest = Math.max(...counted);
  const shares = softmax(counted);
  shares.forEach((share, k) => (gradient[k] = (k === target ? 1 : 0) - share));
  return { value: z - largest - Math.log(counted.reduce((sum, other) => sum + Math.exp(other - largest), 0)), gradient };
}

function refuse(option: string, expected: string, got: unknown): SekvensError {
  return new SekvensError({ code: 'invalid-option', where: `tokenSaliency({ ${option} })`, expected, got: show(got) });
}
