/** Trains the network that the page opens with on the built-in sample, and writes it as src/model/opening-model.generated.zip. */
import { writeFileSync } from 'node:fs';
import { sampleNews } from '@sekvens/data/sample';
import { TextClassifier, textNetwork } from '@sekvens/engine';
import { openingNetwork, openingTraining } from '../src/model/opening-settings.js';
import { zipModel } from '../src/model/zip-model.js';

const whole = sampleNews();
// Titles alone as well: whoever types a headline does not type the first sentence of the article.
const examples = [...(await sampleNews({ text: 'title' }).train.toArray()), ...(await whole.train.toArray())];
const { epochs, batchSize, seed, learningRate } = openingTraining;
const { classifier } = await TextClassifier.train(examples, {
  layers: textNetwork(openingNetwork),
  labels: whole.labels.labels,
  optimizer: { kind: 'adam', learningRate },
  epochs,
  batchSize,
  seed,
});
const file = new URL('../src/model/opening-model.generated.zip', import.meta.url);
writeFileSync(file, zipModel(classifier.toFiles(), 'news-gru'));
const { accuracy } = await classifier.evaluate(whole.test);
console.log(`opening model: accuracy ${accuracy} on the sample's test rows`);
