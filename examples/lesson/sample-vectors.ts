import { TextVectorization } from '@sekvens/core';
import { sampleNews } from '@sekvens/data/node';
import { sequential } from '@sekvens/engine';
import { dense, embedding, globalAveragePooling1D } from '@sekvens/layers';

/**
 * Word vectors in GloVe's format, learned from the built-in sample of invented news: the 400 most frequent words of its titles, 8 numbers
 * each, from a network that averages a title's vectors. They stand in for real vectors where there is no file of these;
 * sample-vectors.8d.txt holds them.
 */
export async function sampleVectors(): Promise<string> {
  const { train, labels } = sampleNews({ text: 'title' });
  const rows = await train.toArray();
  const titles = rows.map(({ text }) => text);
  const vectorizer = new TextVectorization();
  await vectorizer.adapt(titles);
  const outputDim = 8;
  const model = sequential([
    embedding({ inputDim: vectorizer.vocabularySize(), outputDim, maskZero: true }),
    globalAveragePooling1D(),
    dense({ units: labels.size, activation: 'softmax' }),
  ]);
  model.compile({ optimizer: { kind: 'adam', learningRate: 0.005 }, loss: 'sparseCategoricalCrossentropy' });
  await model.fit({ x: vectorizer.encodeAll(titles), y: labels.encode(rows) }, { epochs: 3 });
  const table = model.getWeights()['embedding/embeddings'];
  const words = vectorizer.getVocabulary().slice(0, 402);
  const numbers = (id: number) => Array.from(table.subarray(id * outputDim, (id + 1) * outputDim), (x) => x.toFixed(3)).join(' ');
  // ids 0 and 1 are padding and the unknown token
  return words.map((word, id) => `${word} ${numbers(id)}\n`).slice(2).join('');
}
