// Step 2: a simple recurrent network on titles.
import { sequential } from '@sekvens/engine';
import { dense, embedding, simpleRNN } from '@sekvens/layers';
import { commandLine, encodeNews, kerasProgress, newsOptions, percent, readNews, titleVectorizer } from './lesson.js';

const options = commandLine([...newsOptions, 'epochs', 'seed']);
const { epochs, seed } = options;
const news = await readNews(['title'], options);
const vectorizer = await titleVectorizer(options);
const { train, test } = encodeNews(vectorizer, news);

const model = sequential(
  [
    embedding({ inputDim: 20_000, outputDim: 64 }), //
    simpleRNN({ units: 16 }),
    dense({ units: 4, activation: 'softmax' }),
  ],
  { seed },
);
console.log(model.summary());

model.compile({ optimizer: 'adam', loss: 'sparseCategoricalCrossentropy' });
await model.fit(train, { epochs, batchSize: 16, seed, callbacks: [kerasProgress()] });

// no mask: the zeros that pad a title to the longest of its batch are tokens like others
const { accuracy } = await model.evaluate(test, { batchSize: 16 });
console.log(`Test accuracy: ${percent(accuracy)}`);
