import { sampleNews } from '@sekvens/data/sample';
import { TextClassifier } from '@sekvens/engine';
import { bidirectional, dense, embedding, gru } from '@sekvens/layers';

const { train, test } = sampleNews();
const { classifier } = await TextClassifier.train(train, {
  layers: ({ vocabularySize, classes }) => [
    embedding({ inputDim: vocabularySize, outputDim: 32, maskZero: true }),
    bidirectional({ layer: gru({ units: 32 }) }),
    dense({ units: classes, activation: 'softmax' }),
  ],
  epochs: 2,
});
console.log('accuracy', (await classifier.evaluate(test)).accuracy);
console.log(classifier.predict('Oil prices soar as supply tightens').label);
