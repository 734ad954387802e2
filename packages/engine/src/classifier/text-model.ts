import { assertKnownOptions, rowCount, SekvensError, show } from '@sekvens/core';
import type { MultiHotTargets, RaggedIds, TextVectorization } from '@sekvens/core';
import { classificationReport } from '../evaluation/classification-report.js';
import type { ClassificationReport } from '../evaluation/classification-report.js';
import { multiLabelReport } from '../evaluation/multi-label-report.js';
import type { MultiLabelReport } from '../evaluation/multi-label-report.js';
import type { PredictedTexts } from '../evaluation/predicted-texts.js';
import { assertBatchSize } from '../model/assert-batch-size.js';
import { assertSignal } from '../model/assert-signal.js';
import type { Sequential } from '../model/sequential.js';
import { chooseThresholds } from './choose-thresholds.js';
import type { ClassifierTask } from './classifier-task.js';
import { encodeExamples, encodeMultiLabelExamples } from './examples.js';
import type { EncodedExamples, TextExamples } from './examples.js';
import type { LabelSet } from './label-set.js';
import { meanOf } from './mean-of.js';
import { noExamples } from './no-examples.js';
import { predictBatches, predictTextBatches } from './predict-batches.js';
import { defaultWindow, predictStream } from './predict-stream.js';
import type { PredictStreamOptions, StreamedPrediction } from './predict-stream.js';
import { rowProbabilities } from './row-probabilities.js';
import { resolveThresholds } from './thresholds.js';
import type { Thresholds } from './thresholds.js';
import { toPrediction } from './to-prediction.js';
import type { Prediction } from './to-prediction.js';

export interface EvaluateTextOptions {
  /** Rows a batch. Default 32. */
  readonly batchSize?: number;
  /** Ends the evaluation after the batch at hand, with an error of code 'aborted'. */
  readonly signal?: AbortSignal;
}

export interface PredictTextOptions {
  /** How many labels to list. Default: all. */
  readonly topK?: number;
  /** Of a multi-label model, instead of its own thresholds: one for all labels, one for each, or some by their labels; above 0 and below 1. */
  readonly threshold?: Thresholds;
}

/** What reads texts and says how probable each label is. */
export interface TextReader {
  readonly vectorizer: TextVectorization;
  readonly model: Sequential;
}

/** What a TextClassifier and a TextEnsemble are asked alike: the labels of texts, and how often they are right. */
export abstract class TextModel {
  private limits: readonly number[];

  /** @param name of the class, for errors */
  protected constructor(private readonly name: string, protected readonly labelSet: LabelSet, readonly task: ClassifierTask, thresholds: readonly number[]) {
    this.limits = thresholds;
  }

  /** One or more, whose probabilities are averaged. */
  protected abstract get readers(): readonly TextReader[];

  /** The classes, in the order of the networks' outputs. */
  get labels(): readonly string[] {
    return this.labelSet.labels;
  }

  /** From which probability on a text has a label, in the order of the labels; at first 0.5 each. None of a multi-class classifier, which takes the most probable. */
  get thresholds(): readonly number[] {
    return this.limits;
  }

  /** Sets the thresholds of a multi-label classifier; they are saved with it. Labels that are not named keep theirs. */
  setThresholds(thresholds: Thresholds): void {
    const where = `${this.name}.setThresholds(thresholds)`;
    this.requireTask('multiLabel', where);
    this.limits = Object.freeze(resolveThresholds(thresholds, this.labelSet, this.limits, where));
  }

  /**
   * The label or labels of a text, or of each of many. A text's result depends on the text alone, not on what else is asked with it;
   * a text without tokens is judged by what the network makes of an empty sequence.
   */
  predict(text: string, options?: PredictTextOptions): Prediction;
  predict(texts: readonly string[], options?: PredictTextOptions): Prediction[];
  predict(texts: string | readonly string[], options: PredictTextOptions = {}): Prediction | Prediction[] {
    assertKnownOptions(options, ['topK', 'threshold'], `${this.name}.predict(texts, options)`);
    const { labels } = this;
    const { topK = labels.length, threshold } = options;
    this.assertTopK(topK, `${this.name}.predict({ topK })`);
    const thresholds = this.thresholdsFor(threshold, `${this.name}.predict({ threshold })`);
    const one = typeof texts === 'string';
    const asked = one ? [texts] : texts;
    const probabilities = meanOf(this.readers.map(({ model, vectorizer }) => rowProbabilities(model, vectorizer.encodeAll(asked))));
    const predictions = Array.from({ length: asked.length }, (_, r) => toPrediction(labels, probabilities.subarray(r * labels.length, (r + 1) * labels.length), topK, thresholds));
    return one ? predictions[0] : predictions;
  }

  /**
   * The labels of texts that come one after the other: from an iterable, an async iterable or a stream of any length. Memory does not
   * depend on how many there are. Texts of similar length are computed together, and results come in the order of the texts.
   * @throws code 'unsupported' where `threads` cannot be had, 'aborted' when `signal` ends it
   */
  predictStream(texts: Iterable<string> | AsyncIterable<string> | ReadableStream<string>, options: PredictStreamOptions = {}): AsyncGenerator<StreamedPrediction> {
    const where = `${this.name}.predictStream`;
    assertKnownOptions(options, ['topK', 'threshold', 'window', 'threads', 'signal'], `${where}(texts, options)`);
    assertBatchSize(options.window ?? defaultWindow, `${where}({ window })`);
    assertSignal(options.signal, `${where}({ signal })`);
    this.assertTopK(options.topK, `${where}({ topK })`);
    this.thresholdsFor(options.threshold, `${where}({ threshold })`);
    return predictStream(this, this.readers.map(({ model }) => model), texts, options, where);
  }

  /**
   * Accuracy with its interval, loss, per-class figures with their means and the confusion matrix over labelled texts; `evaluateClassifier` has
   * curves, calibration, slices and mistakes as well. An ensemble holds the texts until the last of its members has read them. Batches of `batchSize` rows in the order given are padded to their longest, as in
   * training; in a network without a mask that padding takes part. Between batches other work gets its turn.
   * @throws code 'invalid-data' for a label the model was not trained with, 'aborted' when `signal` ends it; 'invalid-option' of a multi-label classifier
   */
  async evaluate(examples: TextExamples, options: EvaluateTextOptions = {}): Promise<ClassificationReport> {
    const where = `${this.name}.evaluate`;
    this.requireTask('multiClass', where);
    const { probabilities, truth } = await this.predictLabelled(examples, options, where);
    return classificationReport(this.labels, probabilities, truth);
  }

  /** The same of a multi-label classifier, over { text, labels }: subset accuracy, Hamming loss, micro and macro F1, and figures of each label, by its thresholds. */
  async evaluateMultiLabel(examples: TextExamples, options: EvaluateTextOptions = {}): Promise<MultiLabelReport> {
    const where = `${this.name}.evaluateMultiLabel`;
    this.requireTask('multiLabel', where);
    const { probabilities, truth } = await this.predictLabelled(examples, options, where);
    return multiLabelReport(this.labels, probabilities, truth, this.limits);
  }

  /** What {@link evaluate} and {@link evaluateMultiLabel} measure, row by row: texts, ids (of an ensemble those of its first member), probabilities and truth. `evaluatePredictions` takes it. */
  async predictExamples(examples: TextExamples, options: EvaluateTextOptions = {}): Promise<PredictedTexts> {
    const texts: string[] = [];
    const predicted = await this.predictLabelled(examples, options, `${this.name}.predictExamples`, texts);
    return { task: this.task, labels: this.labels, texts, ...predicted, ...(this.task === 'multiLabel' && { thresholds: this.limits }) };
  }

  /**
   * Sets each threshold of a multi-label classifier to the one with the highest F1 on these examples, and returns them. Examples should
   * be neither those it was trained on nor those it will be judged by: of labels with few rows the best threshold is partly luck.
   */
  async chooseThresholds(examples: TextExamples, options: EvaluateTextOptions = {}): Promise<readonly number[]> {
    const where = `${this.name}.chooseThresholds`;
    this.requireTask('multiLabel', where);
    const { probabilities, truth } = await this.predictLabelled(examples, options, where);
    this.limits = Object.freeze(chooseThresholds(probabilities, truth, this.labels.length));
    return this.limits;
  }

  private async predictLabelled(
    examples: TextExamples, options: EvaluateTextOptions, where: string, texts?: string[],
  ): Promise<{ readonly ids: RaggedIds; readonly probabilities: Float32Array; readonly truth: Int32Array | Uint8Array }> {
    assertKnownOptions(options, ['batchSize', 'signal'], `${where}(examples, options)`);
    const { batchSize = 32, signal } = options;
    assertBatchSize(batchSize, `${where}({ batchSize })`);
    assertSignal(signal, `${where}({ signal })`);
    const [first, ...others] = this.readers;
    // the examples may be there but once
    const held = texts ?? (others.length > 0 ? [] : undefined);
    const encode = this.task === 'multiLabel' ? encodeMultiLabelExamples : encodeExamples;
    const { x, y }: EncodedExamples = await encode(examples, first.vectorizer, this.labelSet, { where, signal, texts: held });
    const rows = rowCount(x);
    if (rows === 0) throw noExamples(where);
    const all = [await predictBatches(first.model, x, batchSize, { where, signal })];
    for (const { model, vectorizer } of others) all.push(await predictTextBatches(model, vectorizer, held!, batchSize, { where, signal }));
    return { ids: x, probabilities: meanOf(all), truth: y instanceof Int32Array ? y : writtenOut(y, rows) };
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
}

/** [rows, labels] of 0 and 1. */
function writtenOut({ ids: { values, offsets }, width }: MultiHotTargets, rows: number): Uint8Array {
  const truth = new Uint8Array(rows * width);
  for (let r = 0; r < rows; r++) for (let k = offsets[r]; k < offsets[r + 1]; k++) truth[r * width + values[k]] = 1;
  return truth;
}
