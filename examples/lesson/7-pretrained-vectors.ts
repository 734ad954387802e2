// Step 7: an embedding that begins as pretrained word vectors (GloVe, fastText or word2vec), kept as they are or trained further.
import { createReadStream } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { embeddingMatrix, readWordVectors, TextVectorization } from '@sekvens/core';
import { sequential } from '@sekvens/engine';
import { dense, embedding, lstm } from '@sekvens/layers';
import { commandLine, count, encodeNews, newsOptions, percent, readNews } from './lesson.js';

const options = commandLine([...newsOptions, 'epochs', 'seed', 'vectors']);
const { epochs, seed } = options;
const news = await readNews(['title'], options);
const vectorizer = new TextVectorization({ maxTokens: 20_000 });
await vectorizer.adapt(news.trainTexts);
const { train, test } = encodeNews(vectorizer, news);

const tiny = fileURLToPath(new URL('sample-vectors.8d.txt', import.meta.url));
if (options.vectors === undefined) console.log('Vectors of 8 numbers, learned from the built-in sample (--vectors FILE for real ones)');
const vectors = await readWordVectors(createReadStream(options.vectors ?? tiny), { words: vectorizer.getVocabulary() });
const { matrix, rows, dim, coverage } = embeddingMatrix(vectors, vectorizer, { initializer: { kind: 'uniform', min: -0.05, max: 0.05, seed } });
console.log(`Vectors of length ${dim} for ${count(coverage.found)} of ${count(coverage.found + coverage.missing)} words: ${percent(coverage.share)}`);
console.log(`The most frequent words without one: ${coverage.missingExamples.slice(0, 8).join(' ')}`);

const beginnings = {
  'random, trained': { trainable: true },
  'pretrained, frozen': { weights: matrix, trainable: false },
  'pretrained, trained': { weights: matrix, trainable: true },
};
for (const [name, beginning] of Object.entries(beginnings)) {
  const model = sequential(
    [
      embedding({ inputDim: rows, outputDim: dim, maskZero: true, ...beginning }), //
      lstm({ units: 32 }),
      dense({ units: 4, activation: 'softmax' }),
    ],
    { seed },
  );
  model.compile({ optimizer: 'adam', loss: 'sparseCategoricalCrossentropy' });
  await model.fit(train, { epochs, batchSize: 16, seed });
  const { accuracy } = await model.evaluate(test);
  console.log(`${name}: test accuracy ${percent(accuracy)}`);
}
