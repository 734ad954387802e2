// Step 1: the news, and texts as integers.
import { oovShare, TextVectorization } from '@sekvens/core';
import { commandLine, count, newsOptions, percent, readNews } from './lesson.js';

const options = commandLine(newsOptions);
const news = await readNews(['title', 'description'], options);
const { labels } = news;
console.log(`${labels.size} classes: ${labels.labels.join(', ')}\n`);

for (let row = 0; row < Math.min(5, news.trainTexts.length); row++) {
  const label = news.trainClasses[row];
  console.log(`${label} (${labels.labelOf(label)}) -> ${news.trainTexts[row]}`);
}

const { trainTexts: titles } = await readNews(['title'], options);
const vectorizer = new TextVectorization({ maxTokens: 20_000 });
await vectorizer.adapt(titles.slice(0, 2000));

const vocabulary = vectorizer.getVocabulary();
console.log(`\nLength of vocabulary: ${count(vocabulary.length)}, learned from ${count(Math.min(2000, titles.length))} titles`);
console.log(`The first of it: ${vocabulary.slice(0, 10).map((word) => JSON.stringify(word)).join(' ')}`);

const text = 'I love to play with my words';
const ids = vectorizer.encode(text);
console.log(`\n${JSON.stringify(text)} is [${ids.join(', ')}]`);
console.log(`and back: ${JSON.stringify(vectorizer.decode(ids))}`);

// a batch is as wide as its longest row; shorter rows end in zeros
const { data, shape } = vectorizer.call(titles.slice(0, 3));
console.log(`\nThe first titles, one row each, padded to [${shape.join(', ')}]:`);
for (let row = 0; row < shape[0]; row++) console.log(`[${data.subarray(row * shape[1], (row + 1) * shape[1]).join(', ')}]`);

const unknown = (texts: readonly string[]) => percent(oovShare(vectorizer.encodeAll(texts)).share);
console.log(`\nTokens outside the vocabulary: ${unknown(titles)} in titles, ${unknown(news.trainTexts)} with descriptions`);
