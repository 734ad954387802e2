import { assertKnownOptions, SekvensError, show, TextVectorization } from '@sekvens/core';
import type { BatchSource, RaggedIds, TextVectorizationOptions } from '@sekvens/core';
import { network as buildNetwork, initializeWeights } from '@sekvens/layers';
import type { LayerDefinition } from '@sekvens/layers';
import { readFolder, writeFolder } from '../files/folder.js';
import type { Files } from '../files/folder.js';
import type { Callback } from '../model/callback.js';
import type { History } from '../model/fit.js';
import { Sequential } from '../model/sequential.js';
import type { OptimizerOption } from '../training-config.js';
import { classificationReport } from './classification-report.js';
import type { ClassificationReport } from './classification-report.js';
import { classifierFileNames, classifierFromFiles, classifierToFiles } from './classifier-files.js';
import { eachExample, encodeExamples, repeatable } from './examples.js';
import type { EncodedExamples, TextExamples } from './examples.js';
import { LabelSet, sortLabels } from './label-set.js';

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
  /** Default 'adam'. */
  readonly optimizer?: OptimizerOption;
  /** Evaluated after every epoch. */
  readonly validationExamples?: TextExamples;
  /** How encoded rows become batches, for instance bucketed by length. Default: shuffled batches of batchSize rows. */
  readonly batches?: (examples: EncodedExamples) => BatchSource;
  readonly callbacks?: readonly Callback[];
  readonly signal?: AbortSignal;
}

export interface Prediction {
  /** The most probable label. */
  readonly label: string;
  readonly probability: number;
  /** The topK most probable labels, most probable first. */
  readonly top: readonly { readonly label: string; readonly probability: number }[];
}

export interface PredictTextOptions {
  /** How many labels to list. Default: all. */
  readonly topK?: number;
}

const trainOptionNames = ['layers', 'vectorizer', 'labels', 'epochs', 'batchSize', 'shuffle', 'seed', 'optimizer', 'validationExamples', 'batches', 'callbacks', 'signal'];

/** Rows a batch in `predict`; its results do not depend on it. */
const predictBatch = 64;

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
   * Adapts the vectorizer where needed, builds the network and trains it. Examples that can be gone through twice are not held in memory.
   * @throws code 'invalid-data' for no rows, fewer than two labels, or a validation label that training does not have
   */
  static async train(examples: TextExamples, options: TrainOptions): Promise<{ classifier: TextClassifier; history: History }> {
    const where = 'TextClassifier.train';
    assertKnownOptions(options, trainOptionNames, `${where}(examples, options)`);
    if (typeof options.layers !== 'function') throw new SekvensError({ code: 'invalid-option', where: `${where}({ layers })`, expected: 'a function of { vocabularySize, classes }', got: show(options.layers) });
    const { epochs, batchSize = 32, shuffle, seed = 0, optimizer = 'adam', callbacks, signal, validationExamples } = options;
    const rows = await repeatable(examples);
    const labels = new LabelSet(options.labels ?? (await labelsOf(rows, where)), where);
    const vectorizer = await adaptedVectorizer(options.vectorizer ?? { maxTokens: 20_000 }, rows, where, signal);
    const encoded = await encodeExamples(rows, vectorizer, labels, where);
    if (encoded.y.length === 0) throw new SekvensError({ code: 'invalid-data', where, expected: 'at least one example', got: 'none' });
    const validation = validationExamples && (await encodeExamples(validationExamples, vectorizer, labels, `${where}, validationExamples`));
    const network = buildNetwork(options.layers({ vocabularySize: vectorizer.vocabularySize(), classes: labels.labels.length }));
    const model = new Sequential(network, initializeWeights(network, seed));
    const classifier = new TextClassifier(vectorizer, model, labels);
    classifier.requireOutputs(`${where}({ layers })`);
    model.compile({ optimizer, loss: 'sparseCategoricalCrossentropy' });
    const history = await model.fit(options.batches?.(encoded) ?? encoded, { epochs, batchSize, shuffle, seed, validationData: validation, callbacks, signal });
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
    if (!Number.isInteger(topK) || topK < 1 || topK > labels.length) {
      throw new SekvensError({ code: 'invalid-option', where: 'TextClassifier.predict({ topK })', expected: `an integer from 1 to ${labels.length}, the number of labels`, got: show(topK) });
    }
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

  /** Probabilities [rows, labels] of rows of ids, each padded to no more than its own length. */
  probabilities(ids: RaggedIds): Float32Array {
    const rows = ids.offsets.length - 1;
    const width = this.labels.length;
    const out = new Float32Array(rows * width);
    const length = (r: number) => ids.offsets[r + 1] - ids.offsets[r];
    const order = Uint32Array.from({ length: rows }, (_, r) => r).sort((a, b) => length(a) - length(b) || a - b);
    // without a mask padding would take part, so only rows of one length may share a batch
    const mixed = this.model.network.layers[0].passesMask;
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
   * padded to their longest, as in training; in a network without a mask that padding takes part.
   * @throws code 'invalid-data' for a label the model was not trained with
   */
  async evaluate(examples: TextExamples, options: { readonly batchSize?: number } = {}): Promise<ClassificationReport> {
    assertKnownOptions(options, ['batchSize'], 'TextClassifier.evaluate(examples, options)');
    const { x, y } = await encodeExamples(examples, this.vectorizer, this.labelSet, 'TextClassifier.evaluate');
    if (y.length === 0) throw new SekvensError({ code: 'invalid-data', where: 'TextClassifier.evaluate', expected: 'at least one example', got: 'none' });
    return classificationReport(this.labels, this.model.predict(x, options).data, y);
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

  private requireOutputs(where: string): void {
    const { outputShape } = this.model.network;
    if (outputShape.length === 2 && outputShape[1] === this.labels.length) return;
    throw new SekvensError({
      code: 'invalid-option', where, expected: `a last layer with ${this.labels.length} outputs, one a class`, got: `output shape [${outputShape.map((n) => n ?? 'any').join(', ')}]`,
      hint: "End with dense({ units: classes, activation: 'softmax' }).",
    });
  }
}

async function labelsOf(examples: TextExamples, where: string): Promise<string[]> {
  const found = new Set<string>();
  await eachExample(examples, where, ({ label }) => found.add(label));
  return sortLabels(found);
}

async function adaptedVectorizer(option: TextVectorization | TextVectorizationOptions, examples: TextExamples, where: string, signal: AbortSignal | undefined): Promise<TextVectorization> {
  const vectorizer = option instanceof TextVectorization ? option : new TextVectorization(option);
  if (vectorizer.vocabularySize() > 2) return vectorizer;
  const texts = async function* () {
    for await (const { text } of examples) yield text;
  };
  try {
    await vectorizer.adapt(texts(), { signal });
  } catch (error) {
    if (!(error instanceof SekvensError) || error.code !== 'invalid-data') throw error;
    throw new SekvensError({ code: 'invalid-data', where, expected: 'texts with at least one token', got: 'texts that are all empty', hint: 'Check the text column.', cause: error });
  }
  return vectorizer;
}
