import { sampleNews } from '@sekvens/data/sample';
import { TextClassifier } from '@sekvens/engine';
import { modelParts, predictTexts, readKeras, writeKeras } from '@sekvens/formats';
import { dense, embedding, gru } from '@sekvens/layers';

const { classifier } = await TextClassifier.train(sampleNews().train, {
  layers: ({ vocabularySize, classes }) => [
    embedding({ inputDim: vocabularySize, outputDim: 32, maskZero: true }),
    gru({ units: 16 }),
    dense({ units: classes, activation: 'softmax' }),
  ],
  epochs: 3,
});

const file = writeKeras(modelParts(classifier)); // written to news.keras, it is keras.models.load_model('news.keras')
const parts = readKeras(file, 'news.keras'); // or a file that Keras wrote
console.log(parts.labels, parts.vectorizer?.vocabularySize());
console.log(Array.from(predictTexts(parts, ['Oil prices soar as supply tightens']), (share) => share.toFixed(2)).join(' '));
