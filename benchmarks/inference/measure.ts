/**
 * Inference of the lesson's two bidirectional LSTMs, ours beside ONNX Runtime native and as WebAssembly, 1 and 2 threads each.
 *
 *   tsx inference/measure.ts --data DIR [--rounds 5] [--train-rows 3200]
 *
 * One network with one set of weights, trained for a moment, is what all run; before anything is timed, their probabilities for the
 * 7,600 test texts have to agree to 1e-5. Each contender has a process of its own, and one task of one contender runs at a time: in a
 * round every contender does every task once, the first round counts for nothing, and what is kept is the median over the rounds.
 *
 *   one text    40 tokens; milliseconds a text. Ours from the text, the peers' from ids, and once more with our vectorizer before it.
 *   stream      the whole test set. Ours from texts; the peers' from ids in batches of 32, padding included, in the order given and
 *               sorted by length, of which the better counts.
 *   32 x 40     a batch of 32 texts of 40 tokens; ours from texts, the peers' from ids.
 *
 * Writes results/inference.json. Run it on an idle machine.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { TextVectorization } from '@sekvens/core';
import { readExamples } from '@sekvens/data/node';
import { lessonModels, TextClassifier } from '@sekvens/engine';
import { peerVersion } from '../load-peer.js';
import { median, writeResults } from '../results.js';
import type { ContenderSettings } from './contender.js';
import { bilstmOnnxModel } from './onnx-model.js';
import { startContender } from './start-contender.js';
import type { StartedContender } from './start-contender.js';

const { values } = parseArgs({ options: { data: { type: 'string' }, rounds: { type: 'string', default: '5' }, 'train-rows': { type: 'string', default: '3200' } } });
if (!values.data) throw new Error('--data DIR with AG News train.csv and test.csv is needed');
const rounds = Number(values.rounds);
const libraries = ['sekvens', 'onnxruntime-node', 'onnxruntime-web'] as const;
for (const peer of libraries.slice(1)) peerVersion(peer);

async function makeMaterials(data: string, folder: string): Promise<number> {
  const read = (name: string) => readExamples(`${data}/${name}`, { format: 'csv', header: false, label: 0, text: [1, 2] }).toArray();
  const [train, test] = [await read('train.csv'), await read('test.csv')];
  const vectorizer = new TextVectorization({ maxTokens: 20_000 });
  await vectorizer.adapt(train.map(({ text }) => text));
  const { layers, batchSize } = lessonModels.bilstm;
  const { classifier } = await TextClassifier.train(train.slice(0, Number(values['train-rows'])), { layers, batchSize, vectorizer });
  await classifier.save(join(folder, 'classifier'));
  writeFileSync(join(folder, 'model.onnx'), bilstmOnnxModel(classifier.model.getWeights()));
  const texts = test.map(({ text }) => text);
  writeFileSync(join(folder, 'texts.json'), JSON.stringify({ texts, fortyTokens: texts.filter((text) => vectorizer.encode(text).length === 40) }));
  return texts.length;
}

/** Refuses outputs that are not the same to 1e-5; gives each contender's largest difference from the first. */
async function agreement(contenders: readonly StartedContender[]): Promise<Record<string, number>> {
  const differences: Record<string, number> = {};
  let first: Float32Array | undefined;
  for (const contender of contenders) {
    const outputs = await contender.ask<Float32Array>('outputs');
    first ??= outputs;
    const largest = outputs.length === first.length ? outputs.reduce((max, p, i) => Math.max(max, Math.abs(p - first![i])), 0) : Infinity;
    if (!(largest <= 1e-5)) throw new Error(`${contender.name}: probabilities differ by up to ${largest}`);
    differences[contender.name] = Number(largest.toPrecision(2));
  }
  return differences;
}

const folder = mkdtempSync(join(tmpdir(), 'sekvens-inference-'));
const contenders: StartedContender[] = [];
try {
  const textCount = await makeMaterials(values.data, folder);
  for (const library of libraries) {
    for (const threads of [1, 2]) {
      const settings: ContenderSettings = { library, threads, folder };
      contenders.push(await startContender(`${library}, ${threads}`, settings));
    }
  }
  const largestDifference = await agreement(contenders);
  console.log('largest difference of a probability', largestDifference);

  const runs: Record<string, Record<string, number[]>> = {};
  for (let round = 0; round <= rounds; round++) {
    for (const task of new Set(contenders.flatMap(({ tasks }) => tasks))) {
      for (const contender of contenders.filter(({ tasks }) => tasks.includes(task))) {
        const milliseconds = Number((await contender.ask<number>(task)).toPrecision(4));
        if (round > 0) ((runs[task] ??= {})[contender.name] ??= []).push(milliseconds);
      }
    }
    console.log(round === 0 ? 'warmed up' : `round ${round} of ${rounds}`);
  }

  const best = (name: string, ...tasks: string[]) => Math.min(...tasks.flatMap((task) => (runs[task]?.[name] ? [median(runs[task][name])] : [])));
  const rows: [string, string[]][] = [
    ['one text, the peers get ids', ['one text', 'one text, ids given']],
    ['one text, all from the text', ['one text', 'one text, vectorized']],
    ['stream', ['stream', 'stream in order', 'stream by length']],
    ['32 x 40', ['32 x 40']],
  ];
  const table = rows.flatMap(([task, names]) =>
    [1, 2].map((threads) => {
      const [ours, node, web] = libraries.map((library) => best(`${library}, ${threads}`, ...names));
      const ratio = (peer: number) => Number((peer / ours).toFixed(2));
      return { task, threads, sekvens: ours, onnxruntimeNode: node, onnxruntimeWeb: web, timesFasterThanNode: ratio(node), timesFasterThanWeb: ratio(web) };
    }),
  );
  console.table(table);
  const textsPerSecond = Object.fromEntries(contenders.map(({ name }) => [name, Math.round((1000 * textCount) / best(name, 'stream', 'stream in order', 'stream by length'))]));
  console.log('texts a second in the stream', textsPerSecond);
  const slower = table.flatMap(({ task, threads, timesFasterThanNode, timesFasterThanWeb }) => {
    const than = (peer: string, ratio: number) => (ratio < 1 ? [`${task}, ${threads === 1 ? '1 thread' : `${threads} threads`}: ${ratio} times as fast as ${peer}`] : []);
    return [...than('onnxruntime-node', timesFasterThanNode), ...than('onnxruntime-web', timesFasterThanWeb)];
  });
  console.log(slower.length === 0 ? 'slower nowhere' : `slower:\n  ${slower.join('\n  ')}`);
  writeResults('inference', {
    model: 'embedding(20000, 128) with mask, 2 x bidirectional LSTM(64), dense(4) softmax', texts: textCount, rounds, unit: 'milliseconds, medians',
    contenders: Object.fromEntries(contenders.map(({ name, about }) => [name, about])), largestDifference, table, textsPerSecond, slower, runs,
  });
} finally {
  for (const contender of contenders) contender.stop();
  rmSync(folder, { recursive: true });
}
