import { assertKnownOptions, assertSeed, iterate, rowCount, SekvensError, show, TextVectorization } from '@sekvens/core';
import type { BatchSource, MultiHotTargets, RaggedIds, TextVectorizationOptions } from '@sekvens/core';
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
import { assertLabelSmoothing } from '../training-config.js';
import type { LossName, OptimizerOption } from '../training-config.js';
import { classificationReport } from '../evaluation/classification-report.js';
import type { ClassificationReport } from '../evaluation/classification-report.js';
import { multiLabelReport } from '../evaluation/multi-label-report.js';
import type { MultiLabelReport } from '../evaluation/multi-label-report.js';
import type { PredictedTexts } from '../evaluation/predicted-texts.js';
import { chooseThresholds } from './choose-thresholds.js';
import { classifierFileNames, classifierFromFiles, classifierToFiles } from './classifier-files.js';
import { assertTask, lastActivation, taskParts } from './classifier-task.js';
import type { ClassifierTask } from './classifier-task.js';
import { eachExample, eachMultiLabelExample, encodeExamples, encodeMultiLabelExamples, repeatable } from './examples.js';
import type { EncodedExamples, ExamplesContext, TextExample, TextExamples } from './examples.js';
import { labelWeights } from './label-weights.js';
import type { LabelWeights } from './label-weights.js';
import { LabelSet, sortLabels } from './label-set.js';
import { predictBatches } from './predict-batches.js';
import { resumedClassifier } from './resumed-classifier.js';
import { defaultWindow, predictBatch, predictStream } from './predict-stream.js';
import type { PredictStreamOptions, StreamedPrediction } from './predict-stream.js';
import { defaultThreshold, resolveThresholds } from './thresholds.js';
import type { Thresholds } from './thresholds.js';
import { toPrediction } from './to-prediction.js';
import type { Prediction } from './to-prediction.js';

export interface TrainOptions {
  /** The layers for a vocabulary and a number of classes; the last one has to be a softmax over the classes, for 'multiLabel' a sigmoid for each label. */
  readonly layers: (sizes: { readonly vocabularySize: number; readonly classes: number; readonly task: ClassifierTask }) => readonly LayerDefinition[];
  /** Whether a text has one of the labels, or any number of them: then examples are { text, labels }. Default 'multiClass'. */
  readonly task?: ClassifierTask;
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
  /** Share of each target, in [0, 1], that is spread over all labels; validation losses have it, too, reports of `evaluate` do not. Default 0. */
  readonly labelSmoothing?: number;
  /** How much examples of each label count in training: a number for every label, or 'balanced'. Default: all count alike. */
  readonly classWeights?: LabelWeights;
  /** Evaluated after every epoch. */
  readonly validationExamples?: TextExamples;
  /** How encoded rows become batches, for instance bucketed by length. Default: shuffled batches of batchSize rows. */
  readonly batches?: (examples: EncodedExamples) => BatchSource;
  readonly callbacks?: readonly Callback[];
  /** Threads that share the work of a batch; see FitOptions. */
  readonly threads?: number;
  readonly signal?: AbortSignal;
  /**
   * A checkpoint of an interrupted training to go on from: its folder or its files. Vocabulary and labels are those of the checkpoint;
   * examples, options and callbacks have to be the same, but for `threads` and `signal`.
   */
  readonly resumeFrom?: string | Files;
}

/** A training that is about to begin. */
export interface PlannedTraining {
  readonly network: Network;
  /** What it is going to be trained on. */
  readonly data: ModelData;
  /** Batches an epoch. */
  readonly stepsPerEpoch: number;
  readonly loss: LossName;
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
  /** Of a multi-label classifier, instead of its own thresholds: one for all labels, one for each, or some by their labels; above 0 and below 1. */
  readonly threshold?: Thresholds;
}

const trainOptionNames = ['layers', 'task', 'vectorizer', 'labels', 'epochs', 'batchSize', 'shuffle', 'seed', 'optimizer', 'labelSmoothing', 'classWeights', 'validationExamples', 'batches', 'callbacks', 'threads', 'signal', 'resumeFrom'];

/** A vectorizer, a network and labels: texts in, labels with probabilities out. Saved and loaded as one folder. */
export class TextClassifier {
  private readonly labelSet: LabelSet;
  private limits: readonly number[];

  private constructor(readonly vectorizer: TextVectorization, readonly model: Sequential, labels: LabelSet, readonly task: ClassifierTask, thresholds: readonly number[]) {
    this.labelSet = labels;
    this.limits = thresholds;
  }

  /** The classes, in the order of the network's outputs. */
  get labels(): readonly string[] {
    return this.labelSet.labels;
  }

  /** From which probability on a text has a label, in the order of the labels; at first 0.5 each. None of a multi-class classifier, which takes the most probable. */
  get thresholds(): readonly number[] {
    return this.limits;
  }

  /** Sets the thresholds of a multi-label classifier; they are saved with it. Labels that are not named keep theirs. */
  setThresholds(thresholds: Thresholds): void {
    const where = 'TextClassifier.setThresholds(thresholds)';
    this.requireTask('multiLabel', where);
    this.limits = Object.freeze(resolveThresholds(thresholds, this.labelSet, this.limits, where));
  }

  /**
   * Adapts the vectorizer where needed, builds the network and trains it. Examples are gone through up to three times: for labels, for
   * the vocabulary and for ids. Arrays and iterables are not copied; generators and streams are read into memory first.
   * @throws code 'invalid-data' for no rows, fewer than two labels, or a validation label that training does not have
   * @throws code 'invalid-option' for options that cannot be used, among them classWeights for a label that is none, or not for all
   */
  static async train(examples: TextExamples, options: TrainOptions): Promise<{ classifier: TextClassifier; history: History }> {
    const where = 'TextClassifier.train';
    assertOptions(options, where);
    const { layers, task = 'multiClass', batches, epochs, batchSize, shuffle, seed = 0, optimizer = 'adam', labelSmoothing, callbacks, threads, signal, validationExamples } = options;
    assertSeed(seed, `${where}({ seed })`);
    const context = { where, signal, task };
    const rows = await repeatable(examples, context);
    const resumed = options.resumeFrom === undefined ? undefined : resumedClassifier(options.resumeFrom, { ...options, task });
    const labels = resumed?.labels ?? new LabelSet(options.labels ?? (await labelsOf(rows, context)), options.labels ? `${where}({ labels })` : where, task);
    const vectorizer = resumed?.vectorizer ?? await adaptedVectorizer(options.vectorizer ?? { maxTokens: 20_000 }, rows, context);
    const encode = task === 'multiLabel' ? encodeMultiLabelExamples : encodeExamples;
    const encoded: EncodedExamples = await encode(rows, vectorizer, labels, context);
    const classWeights = options.classWeights === undefined ? undefined : weightsOf(options.classWeights, labels.labels, encoded.y, `${where}({ classWeights })`);
    if (rowCount(encoded.x) === 0) throw noExamples(where, options.labels ? 'none' : 'none in a later pass');
    const validation = validationExamples && (await encode(validationExamples, vectorizer, labels, { where: `${where}({ validationExamples })`, signal }));
    if (validation && rowCount(validation.x) === 0) throw noExamples(`${where}({ validationExamples })`);
    const network = buildNetwork(layers({ vocabularySize: vectorizer.vocabularySize(), classes: labels.labels.length, task }));
    const model = new Sequential(network, initializeWeights(network, seed));
    const classifier = new TextClassifier(vectorizer, model, labels, task, task === 'multiLabel' ? labels.labels.map(() => defaultThreshold) : []);
    classifier.requireOutputs(`${where}({ layers })`);
    const data: ModelData = batches ? batches(encoded) : encoded;
    const planned = typeof optimizer === 'function' ? await optimizer({ network, data, stepsPerEpoch: stepsPerEpoch(data, rowCount(encoded.x), batchSize), loss: taskParts[task].loss }) : optimizer;
    model.compile({ optimizer: planned, loss: taskParts[task].loss, labelSmoothing });
    const saved = { files: () => classifier.toFiles(), resumedPlace: resumed?.place };
    const history = await model.fitAs(saved, data, {
      epochs, batchSize, shuffle, seed, classWeights, validationData: validation, callbacks, threads, signal, resumeFrom: resumed?.files,
    });
    return { classifier, history };
  }

  /**
   * The label or labels of a text, or of each of many. A text's result depends on the text alone, not on what else is asked with it;
   * a text without tokens is judged by what the network makes of an empty sequence.
   */
  predict(text: string, options?: PredictTextOptions): Prediction;
  predict(texts: readonly string[], options?: PredictTextOptions): Prediction[];
  predict(texts: string | readonly string[], options: PredictTextOptions = {}): Prediction | Prediction[] {
    assertKnownOptions(options, ['topK', 'threshold'], 'TextClassifier.predict(texts, options)');
    const { labels } = this;
    const { topK = labels.length, threshold } = options;
    this.assertTopK(topK, 'TextClassifier.predict({ topK })');
    const thresholds = this.thresholdsFor(threshold, 'TextClassifier.predict({ threshold })');
    const one = typeof texts === 'string';
    const ids = this.vectorizer.encodeAll(one ? [texts] : texts);
    const probabilities = this.probabilities(ids);
    const predictions = Array.from({ length: ids.offsets.length - 1 }, (_, r) => toPrediction(labels, probabilities.subarray(r * labels.length, (r + 1) * labels.length), topK, thresholds));
    return one ? predictions[0] : predictions;
  }

  /**
   * The labels of texts that come one after the other: from an iterable, an async iterable or a stream of any length. Memory does not
   * depend on how many there are. Texts of similar length are computed together, and results come in the order of the texts.
   * @throws code 'unsupported' where `threads` cannot be had, 'aborted' when `signal` ends it
   */
  predictStream(texts: Iterable<string> | AsyncIterable<string> | ReadableStream<string>, options: PredictStreamOptions = {}): AsyncGenerator<StreamedPrediction> {
    const where = 'TextClassifier.predictStream';
    assertKnownOptions(options, ['topK', 'threshold', 'window', 'threads', 'signal'], `${where}(texts, options)`);
    assertBatchSize(options.window ?? defaultWindow, `${where}({ window })`);
    assertSignal(options.signal, `${where}({ signal })`);
    this.assertTopK(options.topK, `${where}({ topK })`);
    this.thresholdsFor(options.threshold, `${where}({ threshold })`);
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
   * Accuracy with its interval, loss, per-class figures with their means and the confusion matrix over labelled texts; `evaluateClassifier` has
   * curves, calibration, slices and mistakes as well. Batches of `batchSize` rows in the order given are padded to their longest, as in
   * training; in a network without a mask that padding takes part. Between batches other work gets its turn.
   * @throws code 'invalid-data' for a label the model was not trained with, 'aborted' when `signal` ends it; 'invalid-option' of a multi-label classifier
   */
  async evaluate(examples: TextExamples, options: EvaluateTextOptions = {}): Promise<ClassificationReport> {
    const where = 'TextClassifier.evaluate';
    this.requireTask('multiClass', where);
    const { probabilities, truth } = await this.predictLabelled(examples, options, where);
    return classificationReport(this.labels, probabilities, truth);
  }

  /** The same of a multi-label classifier, over { text, labels }: subset accuracy, Hamming loss, micro and macro F1, and figures of each label, by its thresholds. */
  async evaluateMultiLabel(examples: TextExamples, options: EvaluateTextOptions = {}): Promise<MultiLabelReport> {
    const where = 'TextClassifier.evaluateMultiLabel';
    this.requireTask('multiLabel', where);
    const { probabilities, truth } = await this.predictLabelled(examples, options, where);
    return multiLabelReport(this.labels, probabilities, truth, this.limits);
  }

  /** What {@link evaluate} and {@link evaluateMultiLabel} measure, row by row: texts, ids, probabilities and truth. `evaluatePredictions` takes it. */
  async predictExamples(examples: TextExamples, options: EvaluateTextOptions = {}): Promise<PredictedTexts> {
    const texts: string[] = [];
    const predicted = await this.predictLabelled(examples, options, 'TextClassifier.predictExamples', texts);
    return { task: this.task, labels: this.labels, texts, ...predicted, ...(this.task === 'multiLabel' && { thresholds: this.limits }) };
  }

  /**
   * Sets each threshold of a multi-label classifier to the one with the highest F1 on these examples, and returns them. Examples should
   * be neither those it was trained on nor those it will be judged by: of labels with few rows the best threshold is partly luck.
   */
  async chooseThresholds(examples: TextExamples, options: EvaluateTextOptions = {}): Promise<readonly number[]> {
    const where = 'TextClassifier.chooseThresholds';
    this.requireTask('multiLabel', where);
    const { probabilities, truth } = await this.predictLabelled(examples, options, where);
    this.limits = Object.freeze(chooseThresholds(probabilities, truth, this.labels.length));
    return this.limits;
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
    return classifierToFiles({ network: this.model.network, weights: this.model.getWeights(), vectorizer: this.vectorizer, labels: this.labelSet, task: this.task, thresholds: this.limits });
  }

  static fromFiles(files: Files, place = 'files'): TextClassifier {
    const { network, weights, vectorizer, labels, task, thresholds } = classifierFromFiles(files, place);
    return new TextClassifier(vectorizer, new Sequential(network, weights), labels, task, thresholds);
  }

  private async predictLabelled(
    examples: TextExamples, options: EvaluateTextOptions, where: string, texts?: string[],
  ): Promise<{ readonly ids: RaggedIds; readonly probabilities: Float32Array; readonly truth: Int32Array | Uint8Array }> {
    assertKnownOptions(options, ['batchSize', 'signal'], `${where}(examples, options)`);
    const { batchSize = 32, signal } = options;
    assertBatchSize(batchSize, `${where}({ batchSize })`);
    assertSignal(signal, `${where}({ signal })`);
    const encode = this.task === 'multiLabel' ? encodeMultiLabelExamples : encodeExamples;
    const { x, y }: EncodedExamples = await encode(examples, this.vectorizer, this.labelSet, { where, signal, texts });
    const rows = rowCount(x);
    if (rows === 0) throw noExamples(where);
    const probabilities = await predictBatches(this.model, x, batchSize, { where, signal });
    return { ids: x, probabilities, truth: y instanceof Int32Array ? y : writtenOut(y, rows) };
  }

  /** The thresholds of a prediction; undefined of a multi-class classifier. */
  private thresholdsFor(threshold: Thresholds | undefined, where: string): readonly number[] | undefined {
    if (threshold !== undefined) this.requireTask('multiLabel', where);
    if (this.task === 'multiClass') return undefined;
    return threshold === undefined ? this.limits : resolveThresholds(threshold, this.labelSet, this.limits, where);
  }

  private requireTask(task: ClassifierTask, where: string): void {
    if (this.task === task) return;
    throw new SekvensError({
      code: 'invalid-option', where, expected: `a classifier of the task '${task}'`, got: `one of the task '${this.task}'`,
      hint: task === 'multiClass' ? 'Use evaluateMultiLabel.' : "It takes the most probable label. Where a text may have any number of labels, train with task: 'multiLabel'.",
    });
  }

  private assertTopK(topK: number | undefined, where: string): void {
    const { length } = this.labels;
    if (topK === undefined || (Number.isInteger(topK) && topK >= 1 && topK <= length)) return;
    throw new SekvensError({ code: 'invalid-option', where, expected: `an integer from 1 to ${length}, the number of labels`, got: show(topK) });
  }

  private requireOutputs(where: string): void {
    const { labels, task } = this;
    const { network } = this.model;
    const { outputShape } = network;
    const { activation } = taskParts[task];
    const hint = `End with dense({ units: classes, activation: '${activation}' }).`;
    if (outputShape.length !== 2 || outputShape[1] !== labels.length) {
      throw new SekvensError({
        code: 'invalid-option', where, expected: `a last layer with ${labels.length} outputs, one a ${task === 'multiLabel' ? 'label' : 'class'}`,
        got: `output shape [${outputShape.map((n) => n ?? 'any').join(', ')}]`, hint,
      });
    }
    if (task === 'multiLabel' && lastActivation(network) !== activation) {
      throw new SekvensError({
        code: 'invalid-option', where, expected: `a last layer with activation '${activation}', which gives each label a probability of its own`,
        got: `${network.layers[network.layers.length - 1].name} with activation '${lastActivation(network) ?? 'none'}'`, hint,
      });
    }
  }
}

function assertOptions(options: TrainOptions, where: string): void {
  assertKnownOptions(options, trainOptionNames, `${where}(examples, options)`);
  const { layers, task, batches, vectorizer, labelSmoothing = 0 } = (options as TrainOptions | undefined) ?? ({} as TrainOptions);
  if (typeof layers !== 'function') throw refuse(`${where}({ layers })`, 'a function of { vocabularySize, classes }', layers);
  if (task !== undefined) assertTask(task, `${where}({ task })`);
  if (batches !== undefined && typeof batches !== 'function') throw refuse(`${where}({ batches })`, 'a function of the encoded examples', batches);
  if (vectorizer !== undefined && (typeof vectorizer !== 'object' || vectorizer === null)) throw refuse(`${where}({ vectorizer })`, 'a TextVectorization or its options', vectorizer);
  assertLabelSmoothing(labelSmoothing, 'sparseCategoricalCrossentropy', `${where}({ labelSmoothing })`);
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
  const count = await (context.task === 'multiLabel'
    ? eachMultiLabelExample(examples, context, ({ labels }) => labels.forEach((label) => found.add(label)))
    : eachExample(examples, context, ({ label }) => found.add(label)));
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

function weightsOf(option: LabelWeights, labels: readonly string[], y: EncodedExamples['y'], where: string): number[] {
  if (y instanceof Int32Array) return labelWeights(option, labels, y, where);
  throw new SekvensError({ code: 'unsupported', where, expected: "the task 'multiClass'", got: "'multiLabel', where a text has no one class to weigh it by" });
}

/** [rows, labels] of 0 and 1. */
function writtenOut({ ids: { values, offsets }, width }: MultiHotTargets, rows: number): Uint8Array {
  const truth = new Uint8Array(rows * width);
  for (let r = 0; r < rows; r++) for (let k = offsets[r]; k < offsets[r + 1]; k++) truth[r * width + values[k]] = 1;
  return truth;
}

/** Whether a text's output is the same however far its row is padded. */
function paddingIsHidden({ layers }: Network): boolean {
  const seesMasked = layers.some(({ definition }) => 'useMask' in definition.config && !definition.config.useMask);
  return layers[0].passesMask && !seesMasked;
}

function noExamples(where: string, got = 'none'): SekvensError {
  const hint = got === 'none' ? undefined : 'Examples are gone through more than once: give an array, or an iterable that begins anew each time.';
  return new SekvensError({ code: 'invalid-data', where, expected: 'at least one example', got, hint });
}

function refuse(where: string, expected: string, got: unknown): SekvensError {
  return new SekvensError({ code: 'invalid-option', where, expected, got: show(got) });
}
