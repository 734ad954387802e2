/**
 * Trains one of the lesson's models in TensorFlow.js: the process that steps.ts starts for each contender.
 *
 * Reads { model, backend, scatterAdd, batches } from standard input, each batch padded; prints one JSON line for the versions, one for
 * each step with its milliseconds, and at the end { peakBytes } or { error }.
 */
import { createRequire } from 'node:module';
import { text } from 'node:stream/consumers';
import type { LessonModelName } from '@sekvens/engine';
import { registerScatterAdd } from './scatter-add-kernel.js';
import type { Tensorflow } from './tfjs-types.js';

export interface Job {
  readonly model: LessonModelName;
  readonly backend: 'cpu' | 'wasm';
  /** Whether the benchmark's own kernel for the embedding's gradient replaces the stock one. */
  readonly scatterAdd: boolean;
  readonly batches: readonly { readonly ids: readonly number[]; readonly timeSteps: number; readonly labels: readonly number[] }[];
}

const load = createRequire(new URL('../peers/package.json', import.meta.url));
const print = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`);

function build(tf: Tensorflow, name: LessonModelName) {
  const { layers } = tf;
  const deep = name === 'bilstm' || name === 'bigru';
  const maskZero = deep || name === 'masked-rnn';
  const model = tf.sequential();
  model.add(layers.embedding({ inputDim: 20_000, outputDim: deep ? 128 : 64, maskZero }));
  // Keras' gates; tfjs' default is hardSigmoid
  const cell = (units: number, returnSequences: boolean) =>
    name === 'bigru' || name === 'gru'
      ? layers.gru({ units, returnSequences, recurrentActivation: 'sigmoid' })
      : layers.lstm({ units, returnSequences, recurrentActivation: 'sigmoid' });
  if (deep) {
    model.add(layers.bidirectional({ layer: cell(64, true), mergeMode: 'concat' }));
    model.add(layers.bidirectional({ layer: cell(64, false), mergeMode: 'concat' }));
  } else model.add(name === 'lstm' || name === 'gru' ? cell(8, false) : layers.simpleRNN({ units: 16 }));
  model.add(layers.dense({ units: 4, activation: 'softmax' }));
  model.compile({ optimizer: 'adam', loss: 'sparseCategoricalCrossentropy', metrics: ['accuracy'] });
  return model;
}

try {
  const { model: name, backend, scatterAdd, batches } = JSON.parse(await text(process.stdin)) as Job;
  const tf = load('@tensorflow/tfjs') as Tensorflow;
  if (backend === 'wasm') load('@tensorflow/tfjs-backend-wasm');
  if (!(await tf.setBackend(backend))) throw new Error(`TensorFlow.js has no backend ${backend}`);
  await tf.ready();
  if (scatterAdd) registerScatterAdd(tf, backend);
  print({ peer: `@tensorflow/tfjs ${tf.version.tfjs}` });
  const model = build(tf, name);
  for (const { ids, timeSteps, labels } of batches) {
    const x = tf.tensor2d(Int32Array.from(ids), [labels.length, timeSteps], 'int32');
    // integer labels make its sparse cross-entropy throw: 'floor' must be float32
    const y = tf.tensor1d(Float32Array.from(labels), 'float32');
    const began = performance.now();
    if (backend === 'wasm' && !scatterAdd) await model.fit(x, y, { batchSize: labels.length, epochs: 1, shuffle: false, verbose: 0 });
    else await model.trainOnBatch(x, y);
    print({ milliseconds: performance.now() - began });
    x.dispose();
    y.dispose();
  }
  print({ peakBytes: process.resourceUsage().maxRSS * 1024 });
} catch (error) {
  print({ error: error instanceof Error ? error.message : String(error), peakBytes: process.resourceUsage().maxRSS * 1024 });
}
