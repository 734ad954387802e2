import { TextClassifier } from '@sekvens/engine';
import { traceNetwork } from '@sekvens/engine/inside';
import type { DirectionTrace } from '@sekvens/engine/inside';
import { attentionPooling1D, bidirectional, dense, dropout, embedding, gru, lstm, simpleRNN } from '@sekvens/layers';
import type { LayerDefinition } from '@sekvens/layers';
import { describe, expect, it } from 'vitest';
import { arithmetic, cellStep, describeStep } from './cell-step.js';
import { finalVotes } from './final-votes.js';
import { insightOf, mostTokens } from './insight.js';
import { niceDomain, seriesOf } from './series.js';
import { unitOrder } from './unit-order.js';
import { unitReactions, valueBefore } from './unit-reactions.js';

const topics = { sports: ['goal match coach', 'the coach won the match', 'a goal in the cup'], business: ['oil prices rise', 'the bank sold shares', 'a bank and its oil'], science: ['a new comet', 'the comet and the moon', 'moon rock found'] };
const examples = Object.entries(topics).flatMap(([label, texts]) => texts.map((text) => ({ text, label })));

async function trained(...layers: LayerDefinition[]): Promise<TextClassifier> {
  const { classifier } = await TextClassifier.train(examples, {
    layers: ({ vocabularySize, classes }) => [embedding({ inputDim: vocabularySize, outputDim: 6, maskZero: true }), ...layers, dense({ units: classes, activation: 'softmax' })],
    optimizer: { kind: 'adam', learningRate: 0.02 }, epochs: 20, seed: 2,
  });
  return classifier;
}
const look = (classifier: TextClassifier, text: string) => insightOf(classifier, classifier.model.getWeights(), text);
const both = () => bidirectional({ layer: lstm({ units: 3, returnSequences: true }) });

describe('insightOf', () => {
  it('names every layer and direction, and says what the classifier says', async () => {
    const classifier = await trained(both(), both(), attentionPooling1D({ useMask: true }));
    const { directions, probabilities, tokens, attention, contributions, unread } = look(classifier, 'The coach sold zebras!');
    expect(directions.map(({ name }) => name)).toEqual(['LSTM 1, forward', 'LSTM 1, backward', 'LSTM 2, forward', 'LSTM 2, backward']);
    expect(directions.map((direction) => finalVotes(direction, 0, 3))).toEqual([undefined, undefined, undefined, undefined]);
    expect(tokens).toEqual(['the', 'coach', 'sold', 'zebras'].map((text) => ({ text, isKnown: text !== 'zebras' })));
    expect(unread).toBe(0);
    const [whole, without] = ['The coach sold zebras!', 'The sold zebras!'].map((text) => classifier.probabilities(classifier.vectorizer.encodeAll([text])));
    expect(probabilities).toEqual(Array.from(whole));
    expect(attention!.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
    expect(contributions).toHaveLength(3);
    contributions.forEach(({ leftOut }, k) => expect(leftOut[1]).toBeCloseTo(whole[k] - without[k], 6));
  });

  it('says by which weights a last state counts: with them the probabilities are those of the network', async () => {
    for (const layers of [[gru({ units: 4 }), dropout({ rate: 0.2 })], [bidirectional({ layer: lstm({ units: 3 }) })], [simpleRNN({ units: 5 })]]) {
      const classifier = await trained(...layers);
      const { directions, probabilities } = look(classifier, 'a bank in the cup');
      const bias = classifier.model.getWeights()['dense/bias'];
      const logits = Array.from(bias, (b, k) => directions.reduce((sum, direction) => sum + finalVotes(direction, k, 3)!.reduce((a, c) => a + c), b));
      const total = logits.reduce((sum, z) => sum + Math.exp(z), 0);
      logits.forEach((z, k) => expect(Math.exp(z) / total).toBeCloseTo(probabilities[k], 5));
    }
  });

  it('looks at the beginning of long texts, and at texts without a word', async () => {
    const classifier = await trained(gru({ units: 4 }));
    expect(look(classifier, 'goal '.repeat(mostTokens + 7))).toMatchObject({ unread: 7, tokens: { length: mostTokens } });
    expect(look(classifier, ' ')).toMatchObject({ tokens: [], unread: 0 });
  });

  it('survives the way from a worker', async () => {
    const insight = look(await trained(gru({ units: 4 })), 'the moon');
    expect(structuredClone(insight)).toEqual(insight);
  });
});

describe('cellStep', () => {
  it('has numbers with which its own arithmetic holds, in both directions', async () => {
    const classifier = await trained(bidirectional({ layer: lstm({ units: 3, returnSequences: true }) }), bidirectional({ layer: gru({ units: 3, returnSequences: true }) }), simpleRNN({ units: 4 }));
    const { directions } = look(classifier, 'the coach and the moon');
    for (const { trace } of directions) for (let t = 0; t < 5; t++) {
      const step = cellStep(trace, t, 1)!;
      if (step.kind === 'lstm') {
        expect(step.c).toBeCloseTo(step.f * step.cBefore + step.i * step.g, 12);
        expect(step.h).toBeCloseTo(step.o * step.phiC, 12);
      } else if (step.kind === 'gru') expect(step.h).toBeCloseTo(step.z * step.before + (1 - step.z) * step.g, 12);
      else expect(step.h).toBeCloseTo(Math.tanh(step.z), 12);
    }
    expect(new Set(directions.map(({ trace }) => trace.kind))).toEqual(new Set(['lstm', 'gru', 'simpleRNN']));
  });

  it('is written out as readers would', () => {
    const step = { kind: 'lstm', f: 0.9, i: 0.1, g: -0.5, o: 0.8, cBefore: 0.5, c: 0.4, phiC: 0.38, before: 0.25, h: 0.304 } as const;
    expect(arithmetic(step).map(({ numbers }) => numbers)).toEqual(['0.40 = 0.90 · 0.50 + 0.10 · −0.50', '0.30 = 0.80 · 0.38']);
    expect(describeStep(step)).toBe('state from 0.25 to 0.30; cell from 0.50 to 0.40; forget gate 0.90, input gate 0.10, candidate −0.50, output gate 0.80');
    const other = { kind: 'gru', z: 0.75, r: 0.5, g: -1, before: 0.5, h: 0.125 } as const;
    expect(arithmetic(other)).toEqual([{ formula: 'h = z · h₋₁ + (1 − z) · h̃', numbers: '0.13 = 0.75 · 0.50 + 0.25 · −1.00' }]);
    expect(arithmetic({ kind: 'simpleRNN', z: -1, before: 0, h: Math.tanh(-1) }, 'tanh')[0].numbers).toBe('−0.76 = tanh(−1.00)');
  });

  it('is none at a masked word', async () => {
    const { network } = (await trained(gru({ units: 2 }))).model;
    const weights = Object.fromEntries(network.weights.map(({ path, shape }) => [path, new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(0.5)]));
    const [trace] = traceNetwork({ network, weights }, [2, 0, 3]).layers[1].directions!;
    expect([0, 1, 2].map((t) => cellStep(trace, t, 0) !== undefined)).toEqual([true, false, true]);
    expect(unitReactions(trace, 0).map(({ token }) => token)).toEqual([0, 2]);
  });
});

/** A direction with given states [tokens][units]. */
function withStates(states: readonly (readonly number[])[], reads: 'forward' | 'backward' = 'forward'): DirectionTrace {
  const state = Float64Array.from(states.flat());
  return {
    kind: 'simpleRNN', definition: simpleRNN({ units: states[0].length }),
    reads, present: new Uint8Array(states.length).fill(1), series: { state, preActivation: state.map(Math.atanh) },
  };
}

describe('unitReactions', () => {
  const states = [[0.1, 0], [0.6, 0], [0.4, 0], [0.9, 0]];
  it('lists the words by how much each changed the unit, in the order of reading', () => {
    expect(unitReactions(withStates(states), 0).map(({ token, change }) => [token, Number(change.toFixed(9))])).toEqual([[1, 0.5], [3, 0.5], [2, -0.2], [0, 0.1]]);
    expect(unitReactions(withStates(states, 'backward'), 0).map(({ token, change }) => [token, Number(change.toFixed(9))])).toEqual([[3, 0.9], [0, -0.5], [2, -0.5], [1, 0.2]]);
  });

  it('begins from zero, at either end', () => {
    expect(valueBefore(withStates(states), withStates(states).series.state, 0, 0)).toBe(0);
    expect(valueBefore(withStates(states, 'backward'), withStates(states).series.state, 3, 0)).toBe(0);
    expect(valueBefore(withStates(states, 'backward'), withStates(states).series.state, 2, 0)).toBe(0.9);
  });
});

describe('unitOrder', () => {
  const trace = withStates([[0, 0.9, 0.1, 0.8, 0], [0, -0.9, 0.1, -0.8, 0.5]]);
  it('orders by number, by how much units move, or so that like stands beside like', () => {
    expect(unitOrder(trace, 'number')).toEqual([0, 1, 2, 3, 4]);
    expect(unitOrder(trace, 'activity')).toEqual([1, 3, 4, 2, 0]);
    expect(unitOrder(trace, 'likeness').slice(0, 2)).toEqual([1, 3]);
    expect(unitOrder(trace, 'votes', [0, -1, 2, 0.5, -3])).toEqual([2, 3, 0, 1, 4]);
    expect([...unitOrder(trace, 'likeness')].sort()).toEqual([0, 1, 2, 3, 4]);
  });

  it('keeps the 64 that move most of a wider layer', () => {
    const wide = withStates([Array.from({ length: 100 }, (_, unit) => unit / 100)]);
    expect(unitOrder(wide, 'number')).toEqual(Array.from({ length: 64 }, (_, i) => 36 + i));
    expect(unitOrder(wide, 'likeness')[0]).toBe(99);
  });
});

describe('seriesOf', () => {
  it('shows states on a scale around zero that holds them, gates from 0 to 1', async () => {
    const { directions } = look(await trained(lstm({ units: 4 })), 'the moon');
    const all = seriesOf(directions[0].trace);
    expect(all.map(({ symbol }) => symbol)).toEqual(['h', 'c', 'f', 'i', 'c̃', 'o']);
    expect(all.filter(({ scale }) => scale === 'sequential').map(({ symbol, domain }) => [symbol, domain])).toEqual([['f', 1], ['i', 1], ['o', 1]]);
    for (const { values, domain } of all) expect(Math.max(...values.map(Math.abs))).toBeLessThanOrEqual(domain);
  });

  it('has round ends', () => {
    expect([[0.31, -0.42], [0.9], [1], [0], [], [NaN, 7.2], [123]].map((values) => Number(niceDomain(values).toFixed(9)))).toEqual([0.5, 1, 1, 1, 1, 8, 150]);
  });
});
