import { sampleNews } from '@sekvens/data/sample';
import { presetOptions, TextClassifier } from '@sekvens/engine';

const { train, test } = sampleNews();
const { classifier, history } = await TextClassifier.train(train, presetOptions('fast'));
console.log(history.epochs.length, 'epochs, accuracy', (await classifier.evaluate(test)).accuracy);
