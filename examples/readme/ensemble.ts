import { TextClassifier, TextEnsemble } from '@sekvens/engine';
import { bidirectional, dense, embedding, globalAveragePooling1D, gru } from '@sekvens/layers';

const words = { food: ['bread', 'soup', 'cheese'], music: ['song', 'drum', 'choir'], travel: ['train', 'hotel', 'coast'] };
const labels = Object.keys(words);
const examples = Array.from({ length: 240 }, (_, i) => {
  const label = labels[i % 3];
  return { text: `the ${words[label as keyof typeof words][Math.floor(i / 3) % 3]}, ${['today', 'again', 'at last', 'now'][i % 4]}`, label };
});
const inOrder = await TextClassifier.train(examples, {
  layers: ({ vocabularySize, classes }) => [
    embedding({ inputDim: vocabularySize, outputDim: 16, maskZero: true }),
    bidirectional({ layer: gru({ units: 8 }) }),
    dense({ units: classes, activation: 'softmax' }),
  ],
  labels,
  epochs: 5,
});
const inPairs = await TextClassifier.train(examples, {
  vectorizer: { ngrams: 2 },
  layers: ({ vocabularySize, classes }) => [
    embedding({ inputDim: vocabularySize, outputDim: 16, maskZero: true }),
    globalAveragePooling1D(),
    dense({ units: classes, activation: 'softmax' }),
  ],
  labels,
  epochs: 20,
});
const ensemble = new TextEnsemble([inOrder.classifier, inPairs.classifier]);
console.log(ensemble.predict('a song, now').label, 'accuracy', (await ensemble.evaluate(examples)).accuracy);
