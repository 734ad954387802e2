/**
 * Time of a training step of the lesson's first model in TensorFlow.js in plain Node: its own layers beside those of
 * `@sekvens/layers/tfjs`, on the backends `cpu` and `wasm`, on the same batches in the same run.
 *
 *   tsx tfjs/layers.ts [--steps 30] [--stock-steps 2] [--time-steps 40]
 *
 * Vocabulary 20,000, Embedding 64, SimpleRNN 16, dense softmax over 4 classes, batches of 16; ids are drawn from a distribution like that
 * of words (Zipf's). Stock layers take --stock-steps steps on `cpu`, at some 24 s each; on `wasm` their `fit` throws, and the message is the
 * result. Contenders take turns, step by step. Writes
 * results/tfjs-layers.json. Run it on an idle machine.
 */
import { parseArgs } from 'node:util';
import { Random } from '@sekvens/core';
import { wasmKernels } from '@sekvens/engine/tfjs';
import { adam, compileForLabels, embedding, loadTfjsBackend, simpleRNN, useKernels } from '@sekvens/layers/tfjs';
import type { TfjsKernels } from '@sekvens/layers/tfjs';
import * as tf from '@tensorflow/tfjs';
import { positiveInteger } from '../options.js';
import { median, writeResults } from '../results.js';

const VOCABULARY = 20_000;
const BATCH = 16;
const WARM_UP = 3;

const { values } = parseArgs({ options: { steps: { type: 'string', default: '30' }, 'stock-steps': { type: 'string', default: '2' }, 'time-steps': { type: 'string', default: '40' } } });
const [steps, stockSteps, timeSteps] = [positiveInteger(values.steps, '--steps'), positiveInteger(values['stock-steps'], '--stock-steps'), positiveInteger(values['time-steps'], '--time-steps')];

interface Contender {
  readonly name: string;
  readonly steps: number;
  readonly kernels?: TfjsKernels;
  build(): tf.Sequential;
}

const dense = () => tf.layers.dense({ units: 4, activation: 'softmax' });

function stock(): tf.Sequential {
  const model = tf.sequential({ layers: [tf.layers.embedding({ inputDim: VOCABULARY, outputDim: 64, inputShape: [timeSteps] }), tf.layers.simpleRNN({ units: 16 }), dense()] });
  model.compile({ optimizer: 'adam', loss: 'sparseCategoricalCrossentropy' });
  return model;
}

function ours(optimizer: () => tf.Optimizer): tf.Sequential {
  const model = tf.sequential({ layers: [embedding({ inputDim: VOCABULARY, outputDim: 64, inputShape: [timeSteps] }), simpleRNN({ units: 16 }), dense()] });
  compileForLabels(model, { optimizer: optimizer() });
  return model;
}

const contenders: readonly Contender[] = [
  { name: 'stock layers', steps: stockSteps, build: stock },
  { name: "our layers, tfjs' Adam", steps, build: () => ours(() => tf.train.adam()) },
  { name: 'our layers, our Adam', steps, build: () => ours(() => adam()) },
  { name: 'our layers and kernels, our Adam', steps, kernels: wasmKernels(), build: () => ours(() => adam()) },
];

/** Ids like those of words: the k-th most frequent one with a probability like 1 / k. */
function drawIds(random: Random): Int32Array {
  return Int32Array.from({ length: BATCH * timeSteps }, () => Math.min(VOCABULARY - 1, Math.floor(Math.exp(random.uniform(0, Math.log(VOCABULARY))))));
}

async function timeStep(model: tf.Sequential, random: Random): Promise<number> {
  const x = tf.tensor2d(drawIds(random), [BATCH, timeSteps], 'int32');
  const y = tf.tensor2d(Float32Array.from({ length: BATCH }, () => random.integer(4)), [BATCH, 1], 'float32');
  const began = performance.now();
  await model.trainOnBatch(x, y);
  const milliseconds = performance.now() - began;
  tf.dispose([x, y]);
  return milliseconds;
}

const results: Record<string, Record<string, object>> = {};
for (const backend of ['cpu', 'wasm'] as const) {
  await loadTfjsBackend(backend);
  const running = contenders.map((contender) => ({ ...contender, model: contender.build(), times: [] as number[], error: undefined as string | undefined, random: new Random(1) }));
  for (let step = 0; step < steps + WARM_UP; step++) {
    for (const one of running) {
      if (one.error !== undefined || (one.name === 'stock layers' && step >= stockSteps)) continue;
      useKernels(one.kernels);
      try {
        one.times.push(await timeStep(one.model, one.random));
      } catch (error) {
        one.error = (error as Error).message.split('\n')[0];
      }
    }
  }
  results[backend] = {};
  for (const { name, times, error } of running) {
    const counted = times.length > WARM_UP ? times.slice(WARM_UP) : times;
    results[backend][name] = error === undefined ? { steps: counted.length, milliseconds: Number(median(counted).toFixed(2)), times: times.map((time) => Number(time.toFixed(2))) } : { error };
    console.log(backend, name, error ?? `${median(counted).toFixed(2)} ms`);
  }
}
writeResults('tfjs-layers', { batchSize: BATCH, timeSteps, versions: [`@tensorflow/tfjs ${tf.version.tfjs}`], results });
