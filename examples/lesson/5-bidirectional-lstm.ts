// Step 5: two bidirectional LSTM layers. The first hands on its state at every word, the second keeps the last of each direction.
import { sequential } from '@sekvens/engine';
import { bidirectional, dense, embedding, lstm } from '@sekvens/layers';
import { commandLine, encodeNews, kerasProgress, newsOptions, percent, readNews, titleVectorizer } from './lesson.js';

const options = commandLine([...newsOptions, 'epochs', 'seed']);
const { epochs, seed } = options;
const news = await readNews(['title', 'description'], options);
const { train, test } = encodeNews(await titleVectorizer(options), news);

const model = sequential(
  [
    embedding({ inputDim: 20_000, outputDim: 128, maskZero: true }),
    bidirectional({ layer: lstm({ units: 64, returnSequences: true }) }),
    bidirectional({ layer: lstm({ units: 64 }) }),
    dense({ units: 4, activation: 'softmax' }),
  ],
  { seed },
);
console.log(model.summary());

model.compile({ optimizer: 'adam', loss: 'sparseCategoricalCrossentropy' });
await model.fit(train, { epochs, batchSize: 16, seed, callbacks: [kerasProgress()] });

const { accuracy } = await model.evaluate(test, { batchSize: 16 });
console.log(`Test accuracy: ${percent(accuracy)}`);
