import { batchSequences, longestRow, rowCount, SekvensError } from '@sekvens/core';
import type { RaggedIds, TextVectorization } from '@sekvens/core';
import { TextClassifier } from '@sekvens/engine';
import type { BatchLog, Callback, EpochLog, History, TrainingControl, TrainOptions } from '@sekvens/engine';
import { initializeWeights, network as buildNetwork } from '@sekvens/layers';
import type { NetworkWeights } from '@sekvens/layers';
import type { Layers } from '../../config/network-layers.js';
import type { SourcedExample } from '../../source/sourced-example.js';
import { importTfjs } from './import-tfjs.js';

/** Backends of TensorFlow.js as --backend calls them, but for `tfjs:`. */
export type TfjsBackendName = 'cpu' | 'wasm' | 'webgpu' | 'node' | 'node-gpu';

export interface TfjsTraining {
  readonly backend: TfjsBackendName;
  readonly layers: Layers;
  readonly vectorizer: TextVectorization;
  readonly labels: readonly string[];
  readonly epochs: number;
  readonly batchSize: number;
  readonly seed: number;
  readonly batches: TrainOptions['batches'];
  /** As much of an optimizer as is passed on. */
  readonly optimizer: { readonly kind: string; readonly learningRate: number; readonly beta1?: number; readonly beta2?: number; readonly epsilon?: number };
  /** Told of batches and epochs; of their control they may use `stop`. */
  readonly callbacks: readonly Callback[];
  readonly validation: readonly SourcedExample[] | undefined;
  readonly evaluationBatchSize: number;
  readonly signal: AbortSignal;
}

/**
 * Trains through TensorFlow.js on one of its backends, with the layers of @sekvens/layers/tfjs: initial weights, order and batches are
 * those of the engine, and the result is the same kind of classifier. Validation is computed by the engine.
 */
export async function trainWithTfjs(examples: readonly SourcedExample[], training: TfjsTraining): Promise<{ classifier: TextClassifier; history: History }> {
  const { backend, layers, vectorizer, labels, epochs, batchSize, seed, callbacks, validation, signal } = training;
  const { tf, layers: tfjs, kernels } = await importTfjs();
  tf.enableProdMode();
  await tfjs.loadTfjsBackend(backend);
  if (backend === 'cpu' || backend === 'wasm') tfjs.useKernels(kernels.wasmKernels());
  const network = buildNetwork(layers({ vocabularySize: vectorizer.vocabularySize(), classes: labels.length, task: 'multiClass' }));
  const model = tfjs.toLayersModel(network, initializeWeights(network, seed), { seed });
  const { kind, ...options } = training.optimizer;
  tfjs.compileForLabels(model, { optimizer: kind === 'sgd' ? tf.train.sgd(options.learningRate) : tfjs.adam(options) });
  const indices = new Map(labels.map((label, i) => [label, i]));
  const x = vectorizer.encodeAll(examples.map(({ text }) => text));
  const y = Int32Array.from(examples, ({ label }) => indices.get(label!)!);
  const batches = training.batches?.({ x, y }) ?? batchSequences(x, y, { batchSize, seed });
  const classifierOf = (weights: NetworkWeights): TextClassifier => TextClassifier.fromParts({ network, weights, vectorizer, labels });
  let isStopped = false;
  const control = controlOf(epochs, () => void (isStopped = true));
  const history: EpochLog[] = [];
  try {
    for (const callback of callbacks) await callback.onTrainBegin?.(control);
    for (let epoch = 0; epoch < epochs && !isStopped; epoch++) {
      for (const callback of callbacks) await callback.onEpochBegin?.(epoch, control);
      const sums = { batch: -1, rows: 0, tokens: 0, loss: 0, right: 0, seconds: 0 };
      for await (const { ids, targets } of batches.epoch(epoch)) {
        signal.throwIfAborted();
        const began = performance.now();
        const rows = rowCount(ids);
        const [inputs, wanted] = [tf.tensor2d(padded(ids), [rows, Math.max(1, longestRow(ids))], 'int32'), tf.tensor2d(Float32Array.from(targets), [rows, 1])];
        const [loss, accuracy] = (await model.trainOnBatch(inputs, wanted)) as number[];
        tf.dispose([inputs, wanted]);
        if (!Number.isFinite(loss)) throw new SekvensError({ code: 'diverged', where: 'training', expected: 'a finite loss', got: `${loss} at batch ${sums.batch + 2} of epoch ${epoch + 1}`, hint: 'Use a smaller --learning-rate.' });
        sums.batch++;
        sums.rows += rows;
        sums.tokens += ids.values.length;
        sums.loss += loss * rows;
        sums.right += accuracy * rows;
        sums.seconds += (performance.now() - began) / 1000;
        const log: BatchLog = { epoch, batch: sums.batch, batchCount: batches.batchCount, rows: sums.rows, tokens: sums.tokens, loss: sums.loss / sums.rows, accuracy: sums.right / sums.rows };
        for (const callback of callbacks) await callback.onBatchEnd?.(log, control);
        if (isStopped) break;
        // the backends of Node compute without a pause, in which Ctrl-C could be heard
        if (sums.batch % 8 === 0) await new Promise((resolve) => setImmediate(resolve));
      }
      const report = validation && (await classifierOf(tfjs.fromLayersModel(model).weights).evaluate(validation, { batchSize: training.evaluationBatchSize, signal }));
      const { rows, tokens, seconds } = sums;
      const log: EpochLog = { epoch, loss: sums.loss / rows, accuracy: sums.right / rows, ...(report && { validationLoss: report.loss, validationAccuracy: report.accuracy }), rows, tokens, seconds };
      history.push(log);
      for (const callback of callbacks) await callback.onEpochEnd?.(log, control);
    }
    for (const callback of callbacks) await callback.onTrainEnd?.(history, control);
    return { classifier: classifierOf(tfjs.fromLayersModel(model).weights), history: { epochs: history, stopped: isStopped } };
  } finally {
    model.dispose();
  }
}

/** Ids row after row, each filled up at its end with id 0. */
function padded({ values, offsets }: RaggedIds): Int32Array {
  const rows = offsets.length - 1;
  const width = Math.max(1, longestRow({ values, offsets }));
  const table = new Int32Array(rows * width);
  for (let row = 0; row < rows; row++) table.set(values.subarray(offsets[row], offsets[row + 1]), row * width);
  return table;
}

function controlOf(epochs: number, stop: () => void): TrainingControl {
  const notHere = (): never => {
    throw new SekvensError({ code: 'unsupported', where: '--backend', expected: 'a callback that only watches or stops', got: 'one that asks for more' });
  };
  return { epochs, metrics: ['loss', 'accuracy'], resumed: false, stop, getWeights: notHere, setWeights: notHere, takeCheckpoint: notHere, get learningRate() { return notHere(); }, set learningRate(_) { notHere(); } };
}
