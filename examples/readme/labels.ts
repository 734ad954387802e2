import { TextClassifier } from '@sekvens/engine';
import { dense, embedding, globalMaxPooling1D, gru } from '@sekvens/layers';

const words = { food: ['bread', 'soup', 'cheese'], music: ['song', 'drum', 'choir'], travel: ['train', 'hotel', 'coast'] };
const examples = Array.from({ length: 240 }, (_, i) => {
  const labels = Object.keys(words).filter((_label, bit) => (i >> bit) % 2 === 1);
  return { text: ['the', ...labels.map((label) => words[label as keyof typeof words][i % 3])].join(' '), labels };
});
const { classifier } = await TextClassifier.train(examples, {
  task: 'multiLabel',
  layers: ({ vocabularySize, classes }) => [
    embedding({ inputDim: vocabularySize, outputDim: 16, maskZero: true }),
    gru({ units: 16, returnSequences: true }),
    globalMaxPooling1D(),
    dense({ units: classes, activation: 'sigmoid' }),
  ],
  epochs: 25,
});
console.log(classifier.predict('the song, the soup').labels, classifier.predict('the').labels);
console.log('micro F1', (await classifier.evaluateMultiLabel(examples)).micro.f1);
