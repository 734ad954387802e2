// Step 4: an LSTM in place of the simple recurrent layer; without a mask, as in the lesson.
import { sequential } from '@sekvens/engine';
import { dense, embedding, lstm } from '@sekvens/layers';
import { commandLine, encodeNews, kerasProgress, newsOptions, percent, readNews, titleVectorizer } from './lesson.js';

const options = commandLine([...newsOptions, 'epochs', 'seed']);
const { epochs, seed } = options;
const news = await readNews(['title', 'description'], options);
const { train, test } = encodeNews(await titleVectorizer(options), news);

const model = sequential(
  [
    embedding({ inputDim: 20_000, outputDim: 64 }), //
    lstm({ units: 8 }),
    dense({ units: 4, activation: 'softmax' }),
  ],
  { seed },
);

model.compile({ optimizer: 'adam', loss: 'sparseCategoricalCrossentropy' });
await model.fit(train, { epochs, batchSize: 8, seed, callbacks: [kerasProgress()] });

const { accuracy } = await model.evaluate(test, { batchSize: 8 });
console.log(`Test accuracy: ${percent(accuracy)}`);
