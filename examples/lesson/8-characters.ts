// Step 8: which language a surname comes from, read character by character.
import { TextVectorization } from '@sekvens/core';
import { Dataset, LabelIndex, readExamples } from '@sekvens/data/node';
import type { Example } from '@sekvens/data/node';
import { sequential } from '@sekvens/engine';
import { dense, embedding, lstm } from '@sekvens/layers';
import { commandLine, count, kerasProgress, percent } from './lesson.js';
import { madeUpSurnames } from './made-up-surnames.js';

const { data, epochs, seed, limit } = commandLine(['data', 'limit', 'epochs', 'seed'], { epochs: 10 });
console.log(data === undefined ? 'Made-up surnames (--data DIR for a folder of <Language>.txt, a name a line)' : `Surnames in ${data}`);
const all = data === undefined ? Dataset.from<Example>(madeUpSurnames()) : readExamples(data, { format: 'class-files' });
const names = all.filter(({ label }) => label !== 'README').shuffle({ seed });
const [trainNames, testNames] = (limit === Infinity ? names : names.take(limit)).split({ fraction: 0.8, seed, stratifyBy: 'label' });
const [train, test] = [await trainNames.toArray(), await testNames.toArray()];
const languages = await LabelIndex.collect([...train, ...test]);
console.log(`${languages.size} languages, ${count(train.length)} names to learn from, ${count(test.length)} to test with`);

const vectorizer = new TextVectorization({ split: 'character', standardize: null });
await vectorizer.adapt(train.map(({ text }) => text));
const characters = vectorizer.vocabularySize();
const encode = (examples: Example[]) => ({ x: vectorizer.encodeAll(examples.map(({ text }) => text)), y: languages.encode(examples) });

// an embedding with the identity matrix that is never trained: the one-hot vector of each character
const identity = new Float32Array(characters * characters);
for (let id = 0; id < characters; id++) identity[id * characters + id] = 1;
const model = sequential(
  [
    embedding({ inputDim: characters, outputDim: characters, weights: identity, trainable: false, maskZero: true }),
    lstm({ units: 64 }),
    dense({ units: languages.size, activation: 'softmax' }),
  ],
  { seed },
);
console.log(model.summary());
model.compile({ optimizer: { kind: 'adam', learningRate: 0.005 }, loss: 'sparseCategoricalCrossentropy' });
await model.fit(encode(train), { epochs, batchSize: 32, seed, callbacks: [kerasProgress()] });

const tested = encode(test);
const { accuracy } = await model.evaluate(tested);
const tallies = languages.labels.map((_, id) => tested.y.filter((y) => y === id).length);
const most = Math.max(...tallies);
console.log(`Test accuracy: ${percent(accuracy)}; always answering ${languages.labelOf(tallies.indexOf(most))}: ${percent(most / test.length)}`);

const shown = test.slice(0, 5);
const outputs = model.predict(encode(shown).x).data;
shown.forEach(({ text, label }, row) => {
  const probabilities = outputs.subarray(row * languages.size, (row + 1) * languages.size);
  const best = probabilities.indexOf(Math.max(...probabilities));
  console.log(`${text}: ${languages.labelOf(best)} ${percent(probabilities[best])} (listed as ${label})`);
});
