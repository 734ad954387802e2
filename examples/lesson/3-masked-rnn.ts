// Step 3: the same network on titles with descriptions; the mask keeps padding out.
import { sequential } from '@sekvens/engine';
import { dense, embedding, simpleRNN } from '@sekvens/layers';
import { commandLine, encodeNews, kerasProgress, newsOptions, percent, readNews, titleVectorizer } from './lesson.js';

const options = commandLine([...newsOptions, 'epochs', 'seed']);
const { epochs, seed } = options;
const news = await readNews(['title', 'description'], options);
const { train, test } = encodeNews(await titleVectorizer(options), news);

const model = sequential(
  [
    embedding({ inputDim: 20_000, outputDim: 64, maskZero: true }), //
    simpleRNN({ units: 16 }),
    dense({ units: 4, activation: 'softmax' }),
  ],
  { seed },
);

model.compile({ optimizer: 'adam', loss: 'sparseCategoricalCrossentropy' });
await model.fit(train, { epochs, batchSize: 16, seed, callbacks: [kerasProgress()] });

const { accuracy } = await model.evaluate(test, { batchSize: 16 });
console.log(`Test accuracy: ${percent(accuracy)}`);
