import { Random } from '@sekvens/core';
import { dense, embedding, globalMaxPooling1D, gru } from '@sekvens/layers';
import type { MultiLabelText } from '../../src/classifier/examples.js';
import type { TrainOptions } from '../../src/classifier/text-classifier.js';

/** For every topic the words that tell it, and the share of the texts that have it. */
const labels = {
  food: { words: ['bread', 'soup', 'cheese', 'lunch', 'cook'], share: 0.6 },
  music: { words: ['song', 'drum', 'choir', 'tune', 'band'], share: 0.3 },
  travel: { words: ['train', 'hotel', 'map', 'coast', 'ticket'], share: 0.3 },
  weather: { words: ['rain', 'storm', 'sunny', 'frost', 'cloud'], share: 0.1 },
};
const common = ['the', 'a', 'of', 'in', 'and'];

/** Made-up texts in which topics combine freely: each that a text has gives it a word or two, among words that tell nothing. */
export function combinedTopics(count: number, seed = 1): MultiLabelText[] {
  const random = new Random(seed);
  return Array.from({ length: count }, () => {
    const present = Object.entries(labels).filter(([, { share }]) => random.next() < share);
    const words = present.flatMap(([, topic]) => Array.from({ length: 1 + random.integer(2) }, () => topic.words[random.integer(5)]));
    for (let i = 1 + random.integer(4); i > 0; i--) words.push(common[random.integer(5)]);
    random.shuffle(words);
    return { text: words.join(' '), labels: present.map(([label]) => label) };
  });
}

/** A small network that learns them. */
export function combinedTopicOptions(): TrainOptions {
  return {
    task: 'multiLabel',
    layers: ({ vocabularySize, classes }) => [
      embedding({ inputDim: vocabularySize, outputDim: 8, maskZero: true }),
      gru({ units: 8, returnSequences: true }),
      globalMaxPooling1D(),
      dense({ units: classes, activation: 'sigmoid' }),
    ],
    optimizer: { kind: 'adam', learningRate: 0.02 },
    epochs: 10,
    batchSize: 8,
    seed: 3,
  };
}
