import { assertKnownOptions, assertSeed, iterate, SekvensError, show, TextVectorization } from '@sekvens/core';
import type { BatchSource, RaggedIds, TextVectorizationOptions } from '@sekvens/core';
import { network as buildNetwork, initializeWeights } from '@sekvens/layers';
import type { LayerDefinition, Network } from '@sekvens/layers';
import { readFolder, writeFolder } from '../files/folder.js';
import type { Files } from '../files/folder.js';
import { assertBatchSize } from '../model/assert-batch-size.js';
import { assertSignal } from '../model/assert-signal.js';
import type { Callback } from '../model/callback.js';
import type { History } from '../model/fit.js';
import type { ModelData } from '../model/model-data.js';
import { Sequential } from '../model/sequential.js';
import type { OptimizerOption } from '../training-config.js';
import { classificationReport } from './classification-report.js';
import type { ClassificationReport } from './classification-report.js';
import { classifierFileNames, classifierFromFiles, classifierToFiles } from './classifier-files.js';
import { eachExample, encodeExamples, repeatable } from './examples.js';
import type { EncodedExamples, ExamplesContext, TextExample, TextExamples } from './examples.js';
import { LabelSet, sortLabels } from './label-set.js';
import { predictBatches } from './predict-batches.js';
import { defaultWindow, predictBatch, predictStream } from './predict-stream.js';
import type { PredictStreamOptions, StreamedPrediction } from './predict-stream.js';

export interface TrainOptions {
  /** The layers for a vocabulary and a number of classes; the last one has to be a softmax over the classes. */
  readonly layers: (sizes: { readonly vocabularySize: number; readonly classes: number }) => readonly LayerDefinition[];
  /** An adapted vectorizer, or the options of one that is adapted to the texts. Default { maxTokens: 20000 }. */
  readonly vectorizer?: TextVectorization | TextVectorizationOptions;
  /** The classes in the order of the outputs. Default: the labels of the examples in their natural order. */
  readonly labels?: readonly string[];
  /** Default 1. */
  readonly epochs?: number;
  /** Default 32. */
  readonly batchSize?: number;
  /** Default true. */
  readonly shuffle?: boolean;
  /** Seed of initial weights, shuffling and dropout. Default 0. */
  readonly seed?: number;
  /** Default 'adam'. A function is asked when the number of steps is known, which learning-rate schedules depend on. */
  readonly optimizer?: OptimizerOption | ((training: PlannedTraining) => OptimizerOption | Promise<OptimizerOption>);
  /** Evaluated after every epoch. */
  readonly validationExamples?: TextExamples;
  /** How encoded rows become batches, for instance bucketed by length. Default: shuffled batches of batchSize rows. */
  readonly batches?: (examples: EncodedExamples) => BatchSource;
  readonly callbacks?: readonly Callback[];
  /** Threads that share the work of a batch; see FitOptions. */
  readonly threads?: number;
  readonly signal?: AbortSignal;
}

/** A training that is about to begin. */
export interface PlannedTraining {
  readonly network: Network;
  /** What it is going to be trained on. */
  readonly data: ModelData;
  /** Batches an epoch. */
  readonly stepsPerEpoch: number;
}

export interface Prediction {
  /** The most probable label. */
  readonly label: string;
  readonly probability: number;
  /** The topK most probable labels, most probable first. */
  readonly top: readonly { readonly label: string; readonly probability: number }[];
}

export interface EvaluateTextOptions {
  /** Rows a batch. Default 32. */
  readonly batchSize?: number;
  /** Ends the evaluation after the batch at hand, with an error of code 'aborted'. */
  readonly signal?: AbortSignal;
}

export interface PredictTextOptions {
  /** How many labels to list. Default: all. */
  readonly topK?: number;
}

const trainOptionNames = ['layers', 'vectorizer', 'labels', 'epochs', 'batchSize', 'shuffle', 'seed', 'optimizer', 'validationExamples', 'batches', 'callbacks', 'threads', 'signal'];

/** A vectorizer, a network and labels: texts in, labels with probabilities out. Saved and loaded as one folder. */
export class TextClassifier {
  private readonly labelSet: LabelSet;

  private constructor(readonly vectorizer: TextVectorization, readonly model: Sequential, labels: LabelSet) {
    this.labelSet = labels;
  }

  /** The classes, in the order of the network's outputs. */
  get labels(): readonly string[] {
    return this.labelSet.labels;
  }

  /**
   * Adapts the vectorizer where needed, builds the network and trains it. Examples are gone through up to three times: for labels, for
   * the vocabulary and for ids. Arrays and iterables are not copied; generators and streams are read into memory first.
   * @throws code 'invalid-data' for no rows, fewer than two labels, or a validation label that training does not have
   */
  static async train(examples: TextExamples, options: TrainOptions): Promise<{ classifier: TextClassifier; history: History }> {
    const where = 'TextClassifier.train';
    assertOptions(options, where);
    const { layers, batches, epochs, batchSize, shuffle, seed = 0, optimizer = 'adam', callbacks, threads, signal, validationExamples } = options;
    assertSeed(seed, `${where}({ seed })`);
    const context = { where, signal };
    const rows = await repeatable(examples, context);
    const labels = new LabelSet(options.labels ?? (await labelsOf(rows, context)), options.labels ? `${where}({ labels })` : where);
    const vectorizer = await adaptedVectorizer(options.vectorizer ?? { maxTokens: 20_000 }, rows, context);
    const encoded = await encodeExamples(rows, vectorizer, labels, context);
    if (encoded.y.length === 0) throw noExamples(where, options.labels ? 'none' : 'none in a later pass');
    const validation = validationExamples && (await encodeExamples(validationExamples, vectorizer, labels, { where: `${where}({ validationExamples })`, signal }));
    if (validation?.y.length === 0) throw noExamples(`${where}({ validationExamples })`);
    const network = buildNetwork(layers({ vocabularySize: vectorizer.vocabularySize(), classes: labels.labels.length }));
    const model = new Sequential(network, initializeWeights(network, seed));
    const classifier = new TextClassifier(vectorizer, model, labels);
    classifier.requireOutputs(`${where}({ layers })`);
    const data: ModelData = batches ? batches(encoded) : encoded;
    const planned = typeof optimizer === 'function' ? await optimizer({ network, data, stepsPerEpoch: stepsPerEpoch(data, encoded.y.length, batchSize) }) : optimizer;
    model.compile({ optimizer: planned, loss: 'sparseCategoricalCrossentropy' });
    const history = await model.fit(data, { epochs, batchSize, shuffle, seed, validationData: validation, callbacks, threads, signal });
    return { classifier, history };
  }

  /**
   * The label of a text, or of each of many. A text's result depends on the text alone, not on what else is asked with it;
   * a text without tokens is judged by what the network makes of an empty sequence.
   */
  predict(text: string, options?: PredictTextOptions): Prediction;
  predict(texts: readonly string[], options?: PredictTextOptions): Prediction[];
  predict(texts: string | readonly string[], options: PredictTextOptions = {}): Prediction | Prediction[] {
    assertKnownOptions(options, ['topK'], 'TextClassifier.predict(texts, options)');
    const { labels } = this;
    const { topK = labels.length } = options;
    this.assertTopK(topK, 'TextClassifier.predict({ topK })');
    const one = typeof texts === 'string';
    const ids = this.vectorizer.encodeAll(one ? [texts] : texts);
    const probabilities = this.probabilities(ids);
    const predictions = Array.from({ length: ids.offsets.length - 1 }, (_, r) => {
      const row = probabilities.subarray(r * labels.length, (r + 1) * labels.length);
      const top = labels.map((label, j) => ({ label, probability: row[j] })).sort((a, b) => b.probability - a.probability).slice(0, topK);
      return { ...top[0], top };
    });
    return one ? predictions[0] : predictions;
  }

  /**
   * The labels of texts that come one after the other: from an iterable, an async iterable or a stream of any length. Memory does not
   * depend on how many there are. Texts of similar length are computed together, and results come in the order of the texts.
   * @throws code 'unsupported' where `threads` cannot be had, 'aborted' when `signal` ends it
   */
  predictStream(texts: Iterable<string> | AsyncIterable<string> | ReadableStream<string>, options: PredictStreamOptions = {}): AsyncGenerator<StreamedPrediction> {
    const where = 'TextClassifier.predictStream';
    assertKnownOptions(options, ['topK', 'window', 'threads', 'signal'], `${where}(texts, options)`);
    assertBatchSize(options.window ?? defaultWindow, `${where}({ window })`);
    assertSignal(options.signal, `${where}({ signal })`);
    this.assertTopK(options.topK, `${where}({ topK })`);
    return predictStream(this, texts, options, where);
  }

  /** Probabilities [rows, labels] of rows of ids, each padded to no more than its own length. */
  probabilities(ids: RaggedIds): Float32Array {
    const rows = ids.offsets.length - 1;
    const width = this.labels.length;
    // a single text needs no order
    if (rows === 1) return new Float32Array(this.model.predictRows(ids, [0]).data);
    const out = new Float32Array(rows * width);
    const length = (r: number) => ids.offsets[r + 1] - ids.offsets[r];
    const order = Uint32Array.from({ length: rows }, (_, r) => r).sort((a, b) => length(a) - length(b) || a - b);
    // where padding takes part, only rows of one length may share a batch
    const mixed = paddingIsHidden(this.model.network);
    for (let first = 0; first < rows; ) {
      let last = first + 1;
      while (last < rows && last - first < predictBatch && (mixed || length(order[last]) === length(order[first]))) last++;
      const chosen = order.subarray(first, last);
      const { data } = this.model.predictRows(ids, chosen);
      chosen.forEach((row, i) => out.set(data.subarray(i * width, (i + 1) * width), row * width));
      first = last;
    }
    return out;
  }

  /**
   * Accuracy, loss, per-class figures and the confusion matrix over labelled texts. Batches of `batchSize` rows in the order given are
   * padded to their longest, as in training; in a network without a mask that padding takes part. Between batches other work gets its turn.
   * @throws code 'invalid-data' for a label the model was not trained with, 'aborted' when `signal` ends it
   */
  async evaluate(examples: TextExamples, options: EvaluateTextOptions = {}): Promise<ClassificationReport> {
    assertKnownOptions(options, ['batchSize', 'signal'], 'TextClassifier.evaluate(examples, options)');
    const where = 'TextClassifier.evaluate';
    const { batchSize = 32, signal } = options;
    assertBatchSize(batchSize, `${where}({ batchSize })`);
    assertSignal(signal, `${where}({ signal })`);
    const { x, y } = await encodeExamples(examples, this.vectorizer, this.labelSet, { where, signal });
    if (y.length === 0) throw noExamples(where);
    return classificationReport(this.labels, await predictBatches(this.model, x, batchSize, { where, signal }), y);
  }

  /** Saves the classifier as the folder `path`: whole, or not at all. */
  // eslint-disable-next-line @typescript-eslint/require-await -- a promise today, so that storage may become asynchronous
  async save(path: string): Promise<void> {
    writeFolder(path, this.toFiles());
  }

  /** Loads a folder that {@link save} wrote. */
  // eslint-disable-next-line @typescript-eslint/require-await -- see save
  static async load(path: string): Promise<TextClassifier> {
    return TextClassifier.fromFiles(readFolder(path, classifierFileNames, 'a saved text classifier'), path);
  }

  /** The classifier as files by name, for places without a file system. */
  toFiles(): Files {
    return classifierToFiles({ network: this.model.network, weights: this.model.getWeights(), vectorizer: this.vectorizer, labels: this.labelSet });
  }

  static fromFiles(files: Files, place = 'files'): TextClassifier {
    const { network, weights, vectorizer, labels } = classifierFromFiles(files, place);
    return new TextClassifier(vectorizer, new Sequential(network, weights), labels);
  }

  private assertTopK(topK: number | undefined, where: string): void {
    const { length } = this.labels;
    if (topK === undefined || (Number.isInteger(topK) && topK >= 1 && topK <= length)) return;
    throw new SekvensError({ code: 'invalid-option', where, expected: `an integer from 1 to ${length}, the number of labels`, got: show(topK) });
  }

  private requireOutputs(where: string): void {
    const { outputShape } = this.model.network;
    if (outputShape.length === 2 && outputShape[1] === this.labels.length) return;
    throw new SekvensError({
      code: 'invalid-option', where, expected: `a last layer with ${this.labels.length} outputs, one a class`, got: `output shape [${outputShape.map((n) => n ?? 'any').join(', ')}]`,
      hint: "End with dense({ units: classes, activation: 'softmax' }).",
    });
  }
}

function assertOptions(options: TrainOptions, where: string): void {
  assertKnownOptions(options, trainOptionNames, `${where}(examples, options)`);
  const { layers, batches, vectorizer } = (options as TrainOptions | undefined) ?? ({} as TrainOptions);
  if (typeof layers !== 'function') throw refuse(`${where}({ layers })`, 'a function of { vocabularySize, classes }', layers);
  if (batches !== undefined && typeof batches !== 'function') throw refuse(`${where}({ batches })`, 'a function of the encoded examples', batches);
  if (vectorizer !== undefined && (typeof vectorizer !== 'object' || vectorizer === null)) throw refuse(`${where}({ vectorizer })`, 'a TextVectorization or its options', vectorizer);
  assertSignal(options.signal, `${where}({ signal })`);
}

function stepsPerEpoch(data: ModelData, rows: number, batchSize = 32): number {
  if (!('epoch' in data)) return Math.ceil(rows / batchSize);
  if (data.batchCount !== undefined) return data.batchCount;
  throw new SekvensError({
    code: 'invalid-option', where: 'TextClassifier.train({ batches })', expected: 'batches that know their number, for an optimizer that is a function', got: 'none with batchCount',
  });
}

async function labelsOf(examples: TextExamples, context: ExamplesContext): Promise<string[]> {
  const found = new Set<string>();
  const count = await eachExample(examples, context, ({ label }) => found.add(label));
  if (count === 0) throw noExamples(context.where);
  return sortLabels(found);
}

async function adaptedVectorizer(option: TextVectorization | TextVectorizationOptions, examples: TextExamples, context: ExamplesContext): Promise<TextVectorization> {
  const vectorizer = option instanceof TextVectorization ? option : new TextVectorization(option);
  const { outputMode } = vectorizer.config;
  if (outputMode !== 'int') throw refuse(`${context.where}({ vectorizer })`, "outputMode 'int', which gives token ids", outputMode);
  if (vectorizer.vocabularySize() > 2) return vectorizer;
  const { where, signal } = context;
  let rows = 0;
  const texts = async function* () {
    for await (const { text } of iterate<TextExample>(examples, where, 'examples')) {
      rows++;
      yield text;
    }
  };
  try {
    await vectorizer.adapt(texts(), { signal });
  } catch (error) {
    if (!(error instanceof SekvensError) || error.code !== 'invalid-data') throw error;
    if (rows === 0) throw noExamples(where, 'none in a later pass');
    throw new SekvensError({ code: 'invalid-data', where, expected: 'texts with at least one token', got: 'texts that are all empty', hint: 'Check the text column.', cause: error });
  }
  return vectorizer;
}

/** Whether a text's output is the same however far its row is padded. */
function paddingIsHidden({ layers }: Network): boolean {
  const seesMasked = layers.some(({ definition }) => (definition.kind === 'globalMaxPooling1D' || definition.kind === 'globalAveragePooling1D') && !definition.config.useMask);
  return layers[0].passesMask && !seesMasked;
}

function noExamples(where: string, got = 'none'): SekvensError {
  const hint = got === 'none' ? undefined : 'Examples are gone through more than once: give an array, or an iterable that begins anew each time.';
  return new SekvensError({ code: 'invalid-data', where, expected: 'at least one example', got, hint });
}

function refuse(where: string, expected: string, got: unknown): SekvensError {
  return new SekvensError({ code: 'invalid-option', where, expected, got: show(got) });
}
