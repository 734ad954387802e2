// Step 6: batches of rows of similar length against plain ones, with and without a mask.
import { longestRow, rowCount } from '@sekvens/core';
import type { BatchSource } from '@sekvens/core';
import { batchSequences, bucketSequences, paddingShare } from '@sekvens/data/node';
import { sequential } from '@sekvens/engine';
import { dense, embedding, lstm } from '@sekvens/layers';
import { commandLine, count, newsOptions, percent, readNews, titleVectorizer } from './lesson.js';

const options = commandLine([...newsOptions, 'epochs', 'seed']);
const { epochs, seed } = options;
const news = await readNews(['title', 'description'], options);
const vectorizer = await titleVectorizer(options);
const ids = { train: vectorizer.encodeAll(news.trainTexts), test: vectorizer.encodeAll(news.testTexts) };

const batches = {
  plain: (part: 'train' | 'test') => batchSequences(ids[part], news[`${part}Classes`], { batchSize: 16, seed }),
  bucketed: (part: 'train' | 'test') => bucketSequences(ids[part], news[`${part}Classes`], { boundaries: 8, batchSize: 16, seed }),
};
for (const [name, make] of Object.entries(batches)) {
  const train = make('train');
  const tokens = ids.train.values.length;
  console.log(`${name} batches: ${count(await places(train))} places for ${count(tokens)} tokens, ${percent(await paddingShare(train))} padding`);
}

for (const maskZero of [false, true]) {
  for (const [name, make] of Object.entries(batches)) {
    const model = sequential(
      [
        embedding({ inputDim: 20_000, outputDim: 64, maskZero }), //
        lstm({ units: 8 }),
        dense({ units: 4, activation: 'softmax' }),
      ],
      { seed },
    );
    model.compile({ optimizer: 'adam', loss: 'sparseCategoricalCrossentropy' });
    const history = await model.fit(make('train'), { epochs, seed });
    const seconds = history.epochs.reduce((sum, epoch) => sum + epoch.seconds, 0);
    const { accuracy } = await model.evaluate(make('test'));
    console.log(`${maskZero ? 'with' : 'no'} mask, ${name} batches: trained in ${seconds.toFixed(1)} s, test accuracy ${percent(accuracy)}`);
  }
}

/** What a network without a mask has to compute in the first epoch: rows times the longest row, batch by batch. */
async function places(source: BatchSource): Promise<number> {
  let sum = 0;
  for await (const batch of source.epoch(0)) sum += rowCount(batch.ids) * (batch.timeSteps ?? longestRow(batch.ids));
  return sum;
}
