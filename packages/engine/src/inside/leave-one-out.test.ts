import { describe, expect, it } from 'vitest';
import { bidirectional, dense, embedding, globalAveragePooling1D, gru, lstm } from '@sekvens/layers';
import { errorOf } from '../../test/helpers/error-of.js';
import { sequential } from '../model/sequential.js';
import { leaveOneOut } from './leave-one-out.js';
import { prefixProbabilities } from './prefix-probabilities.js';

const softmax = dense({ units: 3, activation: 'softmax' });
const models = {
  masked: sequential([embedding({ inputDim: 30, outputDim: 4, maskZero: true }), gru({ units: 5 }), softmax], { seed: 3 }),
  'without a mask, where padding would take part': sequential([embedding({ inputDim: 30, outputDim: 4 }), bidirectional({ layer: lstm({ units: 3, returnSequences: true }) }), globalAveragePooling1D(), softmax], { seed: 4 }),
};
/** Longer than a batch has rows. */
const text = Array.from({ length: 75 }, (_, t) => (t * 7) % 30);

describe.each(Object.entries(models))('%s', (_, model) => {
  const alone = (ids: readonly number[]) => model.predict([ids]).data;
  const rowOf = ({ data }: { data: ArrayLike<number> }, r: number) => Float32Array.from({ length: 3 }, (_, k) => data[r * 3 + k]);

  it('leaveOneOut gives what the text without each token gives by itself', () => {
    const { probabilities, without, effects } = leaveOneOut(model, text);
    expect(probabilities).toEqual(alone(text));
    expect([without.shape, effects.shape]).toEqual([[75, 3], [75, 3]]);
    text.forEach((_, t) => {
      const left = alone(text.filter((_, other) => other !== t));
      expect(rowOf(without, t)).toEqual(left);
      expect(rowOf(effects, t)).toEqual(probabilities.map((p, k) => p - left[k]));
    });
  });

  it('prefixProbabilities gives what every beginning of the text gives by itself, from no text on', () => {
    const prefixes = prefixProbabilities(model, Int32Array.from(text));
    expect(prefixes.shape).toEqual([76, 3]);
    for (let n = 0; n <= text.length; n++) expect(rowOf(prefixes, n)).toEqual(alone(text.slice(0, n)));
  });

  it('both take a text without tokens, and of one token', () => {
    expect(prefixProbabilities(model, [])).toEqual({ data: alone([]), shape: [1, 3] });
    expect(leaveOneOut(model, [])).toEqual({ probabilities: alone([]), without: { data: new Float32Array(0), shape: [0, 3] }, effects: { data: new Float32Array(0), shape: [0, 3] } });
    expect(leaveOneOut(model, [4]).without.data).toEqual(alone([]));
  });
});

describe('leaveOneOut and prefixProbabilities', () => {
  it('refuse what they cannot ask', async () => {
    const tagger = sequential([embedding({ inputDim: 30, outputDim: 4 }), lstm({ units: 2, returnSequences: true }), softmax]);
    for (const [name, ask] of Object.entries({ leaveOneOut, prefixProbabilities })) {
      expect(await errorOf(() => ask(tagger, text))).toBe(`unsupported: ${name}(model): expected a network with one output a text, [batch, outputs], got output shape [any, any, 3].`);
      expect(await errorOf(() => ask(models.masked, [30]))).toMatch(new RegExp(`^invalid-data: ${name}, x\\[0\\]\\[0\\]: expected a token id from 0 to 29`));
      expect(await errorOf(() => ask(sequential([dense({ units: 1 })], { inputShape: [2] }), [1]))).toBe(`unsupported: ${name}(model): expected a network that begins with an embedding, got dense ("dense").`);
      expect(await errorOf(() => ask(models.masked.network as never, [1]))).toMatch(new RegExp(`^invalid-option: ${name}\\(model\\): expected a Sequential, got .* Of a TextClassifier give classifier\\.model\\.$`));
    }
  });
});
