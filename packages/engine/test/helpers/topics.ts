import { Random } from '@sekvens/core';
import { dense, embedding, gru, lstm } from '@sekvens/layers';
import type { LabelledText } from '../../src/classifier/examples.js';
import type { TrainOptions } from '../../src/classifier/text-classifier.js';

const words = {
  Sports: ['goal', 'team', 'coach', 'match', 'league', 'win'],
  Business: ['oil', 'stocks', 'profit', 'bank', 'market', 'shares'],
  World: ['treaty', 'minister', 'border', 'vote', 'summit', 'talks'],
};
const common = ['the', 'a', 'of', 'in', 'and'];

/** Short made-up news whose words tell their topic. */
export function topics(count: number, seed = 1): LabelledText[] {
  const random = new Random(seed);
  const labels = Object.keys(words) as (keyof typeof words)[];
  return Array.from({ length: count }, () => {
    const label = labels[random.integer(3)];
    const text = Array.from({ length: 2 + random.integer(6) }, () => (random.next() < 0.6 ? words[label] : common)[random.integer(5)]).join(' ');
    return { text, label };
  });
}

/** A small network that learns them; masked unless said otherwise. */
export function topicOptions(maskZero = true): TrainOptions {
  return {
    layers: ({ vocabularySize, classes }) => [
      embedding({ inputDim: vocabularySize, outputDim: 6, maskZero }),
      maskZero ? gru({ units: 6 }) : lstm({ units: 6 }),
      dense({ units: classes, activation: 'softmax' }),
    ],
    optimizer: { kind: 'adam', learningRate: 0.02 },
    epochs: 4,
    batchSize: 8,
    seed: 3,
  };
}
