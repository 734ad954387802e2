/** Random models of the layers Keras has, with vectorizers and labels; case n is the same in every run. */
import { Random, TextVectorization } from '@sekvens/core';
import * as l from '@sekvens/layers';
import type { LayerDefinition } from '@sekvens/layers';
import * as fc from 'fast-check';
import type { ModelParts } from '../../src/index.js';

const activations = fc.constantFrom('tanh', 'relu', 'linear', 'sigmoid', 'hardSigmoid');

const recurrent = fc
  .record({
    cell: fc.constantFrom('simpleRNN', 'lstm', 'gru'), units: fc.integer({ min: 1, max: 6 }), activation: activations, recurrentActivation: activations,
    useBias: fc.boolean(), trainable: fc.boolean(), dropout: fc.constantFrom(0, 0.25), recurrentDropout: fc.constantFrom(0, 0.5), resetAfter: fc.boolean(),
    unitForgetBias: fc.boolean(), kernelInitializer: fc.constantFrom('glorotUniform', 'heNormal', 'orthogonal', 'zeros'),
    wrapped: fc.boolean(), mergeMode: fc.constantFrom('concat', 'sum', 'mul', 'ave'), named: fc.boolean(),
  })
  .map((choice) => (returnSequences: boolean, i: number): LayerDefinition => {
    const { cell, units, activation, recurrentActivation, useBias, trainable, dropout, recurrentDropout, kernelInitializer } = choice;
    const options = { units, activation, useBias, trainable, dropout, recurrentDropout, kernelInitializer, returnSequences } as l.RecurrentOptions;
    const name = choice.named ? `layer ${i}: ${cell}` : undefined;
    const layer = cell === 'simpleRNN' ? l.simpleRNN(options)
      : cell === 'lstm' ? l.lstm({ ...options, recurrentActivation, unitForgetBias: choice.unitForgetBias })
        : l.gru({ ...options, recurrentActivation, resetAfter: choice.resetAfter });
    return choice.wrapped ? l.bidirectional({ layer, mergeMode: choice.mergeMode, name }) : { ...layer, name };
  });

export const randomModels: fc.Arbitrary<ModelParts> = fc
  .record({
    input: fc.constantFrom('ids', 'texts', 'features', 'masked features'), maskZero: fc.boolean(), time: fc.constantFrom(null, 7), stack: fc.array(recurrent, { minLength: 1, maxLength: 3 }),
    between: fc.constantFrom(undefined, l.dropout({ rate: 0.5 }), l.spatialDropout1D({ rate: 0.25 })), end: fc.constantFrom('last', 'max', 'average', 'sequence'),
    outputs: fc.integer({ min: 2, max: 4 }), labelled: fc.boolean(), task: fc.constantFrom('multiClass', 'multiLabel'), fixed: fc.boolean(), split: fc.constantFrom('whitespace', 'character', null),
    ngrams: fc.constantFrom(null, 2, [1, 3]), words: fc.uniqueArray(fc.string({ unit: 'binary', minLength: 1, maxLength: 8 }).filter((word) => !['', '[UNK]'].includes(word)), { minLength: 1, maxLength: 8 }), seed: fc.nat(),
  })
  .map((choice) => {
    const { input, time, stack, end, outputs, task, words } = choice;
    const layers: LayerDefinition[] = input.includes('features') ? [] : [l.embedding({ inputDim: 12, outputDim: 3, maskZero: choice.maskZero })];
    if (input === 'masked features') layers.push(l.masking({ maskValue: 0.5 }));
    stack.forEach((make, i) => {
      layers.push(make(i < stack.length - 1 || end !== 'last', i));
      if (choice.between && i < stack.length - 1) layers.push(choice.between);
    });
    if (end === 'max') layers.push(l.globalMaxPooling1D({ useMask: false }));
    if (end === 'average') layers.push(l.globalAveragePooling1D());
    layers.push(l.dense({ units: outputs, activation: task === 'multiLabel' ? 'sigmoid' : 'softmax' }));
    const network = l.network(layers, { name: `model ${choice.seed}`, inputShape: input.includes('features') ? [time, 3] : [time] });
    const random = new Random(choice.seed);
    const weights = Object.fromEntries(network.weights.map(({ path, shape }) => [path, Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => random.uniform(-1, 1))]));
    const labels = choice.labelled ? Array.from({ length: outputs }, (_, i) => `label "${i}" é`) : undefined;
    const options = { split: choice.split, ngrams: choice.ngrams, outputSequenceLength: time } as const;
    const vectorizer = choice.fixed ? new TextVectorization({ ...options, vocabulary: words }) : new TextVectorization(options);
    if (!choice.fixed) vectorizer.setVocabulary(words);
    return {
      network, weights, ...(input === 'texts' && { vectorizer }), ...(labels && { labels, task: task }),
      ...(labels && task === 'multiLabel' && { thresholds: labels.map((_, i) => 0.25 + i / 8) }),
    };
  });
