/** Seeded models of every layer that Keras has, with inputs for them. */
import { Random, TextVectorization } from '@sekvens/core';
import type { ModelParts } from '@sekvens/formats';
import * as l from '@sekvens/layers';
import type { LayerDefinition, Shape } from '@sekvens/layers';

export interface KerasCase {
  readonly name: string;
  readonly parts: ModelParts;
  /** Rows of ids, padded; rows of steps of features; or texts. */
  readonly input: readonly string[] | readonly (readonly number[])[] | readonly (readonly (readonly number[])[])[];
}

const texts = ['the cat sat on the mat', 'A dog, a cat & THE mouse!', 'naïve café 数字 漢字', 'unknown words only here', 'the the the', 'cat'];

export async function kerasCases(seed: number): Promise<KerasCase[]> {
  const random = new Random(seed);
  const numbers = (count: number) => Array.from({ length: count }, () => Math.fround(random.uniform(-0.6, 0.6)));
  const model = (layers: readonly LayerDefinition[], inputShape?: Shape): ModelParts => {
    const network = l.network(layers, { name: 'model', ...(inputShape && { inputShape }) });
    return { network, weights: Object.fromEntries(network.weights.map(({ path, shape }) => [path, Float32Array.from(numbers(shape.reduce((a, b) => a * b, 1)))])) };
  };
  const ids = Array.from({ length: 6 }, (_, row) => Array.from({ length: 8 }, (_, t) => (t > row + 2 || random.next() < 0.15 ? 0 : 1 + random.integer(11))));
  const steps = Array.from({ length: 5 }, () => Array.from({ length: 7 }, () => (random.next() < 0.3 ? [0, 0, 0] : numbers(3))));
  const words = (maskZero = true) => l.embedding({ inputDim: 12, outputDim: 5, maskZero });
  const head = l.dense({ units: 3, activation: 'softmax' });
  const ofIds = (name: string, ...layers: LayerDefinition[]): KerasCase => ({ name, parts: model(layers), input: ids });
  const ofSteps = (name: string, ...layers: LayerDefinition[]): KerasCase => ({ name, parts: model(layers, [null, 3]), input: steps });
  const cases: KerasCase[] = [];
  for (const [name, cell] of Object.entries({ simpleRNN: l.simpleRNN, lstm: l.lstm, gru: l.gru })) {
    for (const mask of [true, false]) cases.push(ofIds(`${name}, ${mask ? 'masked' : 'no mask'}`, words(mask), cell({ units: 4, dropout: 0.1, recurrentDropout: 0.1 }), head));
    cases.push(ofIds(`${name}, sequences, zeroOutputForMask`, words(), cell({ units: 4, returnSequences: true, zeroOutputForMask: true }), l.dense({ units: 2, activation: 'tanh' })));
    cases.push(ofIds(`${name}, no bias, backwards`, words(), cell({ units: 4, useBias: false, goBackwards: true }), head));
    cases.push(ofIds(`${name}, other activations`, words(), cell({ units: 3, activation: 'relu', ...(name !== 'simpleRNN' && { recurrentActivation: 'hardSigmoid' }) }), head));
    for (const mergeMode of ['concat', 'sum', 'mul', 'ave'] as const) cases.push(ofIds(`bidirectional ${name}, ${mergeMode}`, words(), l.bidirectional({ layer: cell({ units: 4 }), mergeMode }), head));
    cases.push(ofSteps(`masking, ${name}`, l.masking({ maskValue: 0 }), cell({ units: 4 }), head));
  }
  cases.push(
    ofIds('gru, resetAfter: false', words(), l.gru({ units: 4, resetAfter: false }), head),
    ofIds('lstm, unitForgetBias: false, frozen', words(), l.lstm({ units: 4, unitForgetBias: false, trainable: false }), head),
    ofIds('bidirectional, forward frozen', words(), l.bidirectional({ layer: l.lstm({ units: 4, trainable: false }), backwardLayer: l.lstm({ units: 4, goBackwards: true }) }), head),
    ofIds('bidirectional, lstm and gru', words(), l.bidirectional({ layer: l.lstm({ units: 4 }), backwardLayer: l.gru({ units: 4, goBackwards: true }) }), head),
    ofIds('stack of bidirectional, dropouts', words(), l.spatialDropout1D({ rate: 0.2 }), l.bidirectional({ layer: l.lstm({ units: 4, returnSequences: true }) }), l.dropout({ rate: 0.3 }), l.bidirectional({ layer: l.gru({ units: 3 }) }), head),
    ofIds('maximum over steps', words(), l.lstm({ units: 4, returnSequences: true }), l.globalMaxPooling1D({ useMask: false }), head),
    ofIds('mean over steps', words(), l.lstm({ units: 4, returnSequences: true }), l.globalAveragePooling1D(), head),
    ofIds('activation of its own', words(), l.globalAveragePooling1D(), l.dense({ units: 3, useBias: false }), l.activation({ activation: 'softmax' })),
    ofIds('two dense layers by other names', words(), l.simpleRNN({ units: 4, name: 'a' }), l.dense({ units: 3, name: 'z', activation: 'relu' }), l.dense({ units: 3, name: 'b' })),
  );
  for (const [name, options] of Object.entries({
    'texts, words': {}, 'texts, n-grams': { ngrams: 2 }, 'texts, n-grams of two orders': { ngrams: [1, 3] }, 'texts, characters': { split: 'character' }, 'texts, few words': { maxTokens: 6 },
    'texts, six words a text': { outputSequenceLength: 6 }, 'texts, lower case': { standardize: 'lower' }, 'texts, as they are': { standardize: null },
  } as const)) {
    const vectorizer = new TextVectorization(options);
    await vectorizer.adapt(texts.slice(0, 3));
    const parts = model([l.embedding({ inputDim: vectorizer.vocabularySize(), outputDim: 4, maskZero: true }), l.gru({ units: 3 }), head], 'outputSequenceLength' in options ? [6] : undefined);
    cases.push({ name, parts: { ...parts, vectorizer, labels: ['x', 'y', 'z'] }, input: texts });
  }
  for (const outputMode of ['multiHot', 'count', 'tfIdf'] as const) {
    const vectorizer = new TextVectorization({ outputMode });
    await vectorizer.adapt(texts.slice(0, 3));
    cases.push({ name: `texts, ${outputMode}`, parts: { ...model([l.dense({ units: 4, activation: 'relu' }), head], [vectorizer.vocabularySize()]), vectorizer }, input: texts });
  }
  const given = new TextVectorization({ vocabulary: ['the', 'cat', 'sat'] });
  cases.push({ name: 'texts, given vocabulary', parts: { ...model([l.embedding({ inputDim: 5, outputDim: 4, maskZero: true }), l.gru({ units: 3 }), head]), vectorizer: given }, input: texts });
  return cases;
}
