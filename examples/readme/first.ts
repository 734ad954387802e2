import { sampleNews } from '@sekvens/data/sample';
import { TextClassifier } from '@sekvens/engine';
import { bidirectional, dense, embedding, gru } from '@sekvens/layers';

const news = sampleNews();
const [train, test] = [news.train, news.test].map((rows) => rows.map(({ text, label }) => ({ text, label: label! })));
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
