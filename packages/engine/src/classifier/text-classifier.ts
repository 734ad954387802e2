import { assertKnownOptions, assertSeed, iterate, rowCount, SekvensError, show, TextVectorization } from '@sekvens/core';
import type { BatchSource, RaggedIds, TextVectorizationOptions } from '@sekvens/core';
import { network as buildNetwork, initializeWeights } from '@sekvens/layers';
import type { LayerDefinition, Network, NetworkWeights } from '@sekvens/layers';
import { readFolder, writeFolder } from '../files/folder.js';
import type { Files } from '../files/folder.js';
import { assertSignal } from '../model/assert-signal.js';
import type { Callback } from '../model/callback.js';
import type { History } from '../model/fit.js';
import type { ModelData } from '../model/model-data.js';
import { Sequential } from '../model/sequential.js';
import { assertLabelSmoothing } from '../training-config.js';
import type { LossName, OptimizerOption } from '../training-config.js';
import { classifierFileNames, classifierFromFiles, classifierToFiles } from './classifier-files.js';
import { assertTask, lastActivation, taskParts } from './classifier-task.js';
import type { ClassifierTask } from './classifier-task.js';
import { eachExample, eachMultiLabelExample, encodeExamples, encodeMultiLabelExamples, repeatable } from './examples.js';
import type { EncodedExamples, ExamplesContext, TextExample, TextExamples } from './examples.js';
import { labelWeights } from './label-weights.js';
import type { LabelWeights } from './label-weights.js';
import { LabelSet, sortLabels } from './label-set.js';
import { noExamples } from './no-examples.js';
import { resumedClassifier } from './resumed-classifier.js';
import { rowProbabilities } from './row-probabilities.js';
import { TextModel } from './text-model.js';
import type { TextReader } from './text-model.js';
import { defaultThreshold, resolveThresholds } from './thresholds.js';
import type { Thresholds } from './thresholds.js';
import { vectorizerMismatch } from './vectorizer-mismatch.js';

export interface TrainOptions {
  /** The layers for a vocabulary and a number of classes; the last one has to be a softmax over the classes, for 'multiLabel' a sigmoid for each label. */
  readonly layers: (sizes: { readonly vocabularySize: number; readonly classes: number; readonly task: ClassifierTask }) => readonly LayerDefinition[];
  /** Whether a text has one of the labels, or any number of them: then examples are { text, labels }. Default 'multiClass'. */
  readonly task?: ClassifierTask;
  /** An adapted vectorizer, or the options of one that is adapted to the texts. Default { maxTokens: 20000 }. */
  readonly vectorizer?: TextVectorization | TextVectorizationOptions;
  /** The classes in the order of the outputs. Default: the labels of the examples in their natural order. */
  readonly labels?: readonly string[];
  /** Default 1. A function is asked when the number of steps an epoch is known. */
  readonly epochs?: number | ((training: PlannedTraining) => number);
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

/** What a classifier consists of. */
export interface TextClassifierParts {
  readonly network: Network;
  readonly weights: NetworkWeights;
  /** Adapted; its ids have to be below the inputDim of the embedding. */
  readonly vectorizer: TextVectorization;
  /** In the order of the outputs. */
  readonly labels: readonly string[];
  /** Default 'multiClass'. */
  readonly task?: ClassifierTask;
  /** Of a multi-label classifier, the probability from which on a text has a label. Default 0.5. */
  readonly thresholds?: Thresholds;
}

const trainOptionNames = ['layers', 'task', 'vectorizer', 'labels', 'epochs', 'batchSize', 'shuffle', 'seed', 'optimizer', 'labelSmoothing', 'classWeights', 'validationExamples', 'batches', 'callbacks', 'threads', 'signal', 'resumeFrom'];

/** A vectorizer, a network and labels: texts in, labels with probabilities out. Saved and loaded as one folder. */
export class TextClassifier extends TextModel {
  private constructor(readonly vectorizer: TextVectorization, readonly model: Sequential, labels: LabelSet, task: ClassifierTask, thresholds: readonly number[]) {
    super('TextClassifier', labels, task, thresholds);
  }

  protected get readers(): readonly TextReader[] {
    return [this];
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
    const plan = <T>(option: (training: PlannedTraining) => T): T => option({ network, data, stepsPerEpoch: stepsPerEpoch(data, rowCount(encoded.x), batchSize), loss: taskParts[task].loss });
    const planned = { optimizer: typeof optimizer === 'function' ? await plan(optimizer) : optimizer, epochs: typeof epochs === 'function' ? plan(epochs) : epochs };
    model.compile({ optimizer: planned.optimizer, loss: taskParts[task].loss, labelSmoothing });
    const saved = { files: () => classifier.toFiles(), resumedPlace: resumed?.place };
    const history = await model.fitAs(saved, data, {
      epochs: planned.epochs, batchSize, shuffle, seed, classWeights, validationData: validation, callbacks, threads, signal, resumeFrom: resumed?.files,
    });
    return { classifier, history };
  }

  /** Probabilities [rows, labels] of rows of ids, each padded to no more than its own length. */
  probabilities(ids: RaggedIds): Float32Array {
    return rowProbabilities(this.model, ids);
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
    return classifierToFiles({ network: this.model.network, weights: this.model.getWeights(), vectorizer: this.vectorizer, labels: this.labelSet, task: this.task, thresholds: this.thresholds });
  }

  /**
   * A classifier of its parts: a trained network, the vectorizer whose ids it takes, and the labels in the order of its outputs.
   * @throws code 'invalid-option' for parts that do not fit together
   */
  static fromParts(parts: TextClassifierParts): TextClassifier {
    const where = 'TextClassifier.fromParts';
    assertKnownOptions(parts, ['network', 'weights', 'vectorizer', 'labels', 'task', 'thresholds'], `${where}(parts)`);
    const { network, weights, vectorizer, labels: names, task = 'multiClass', thresholds } = parts;
    assertTask(task, `${where}({ task })`);
    if (!(vectorizer instanceof TextVectorization)) throw refuse(`${where}({ vectorizer })`, 'a TextVectorization', vectorizer);
    const mismatch = vectorizerMismatch(vectorizer, network);
    if (mismatch) throw new SekvensError({ code: 'invalid-option', where: `${where}({ vectorizer })`, ...mismatch });
    const labels = new LabelSet(names, `${where}({ labels })`, task);
    if (thresholds !== undefined && task !== 'multiLabel') throw refuse(`${where}({ thresholds })`, "none for the task 'multiClass'", thresholds);
    const resolved = task === 'multiLabel' ? resolveThresholds(thresholds ?? defaultThreshold, labels, [], `${where}({ thresholds })`) : [];
    const classifier = new TextClassifier(vectorizer, new Sequential(network, weights), labels, task, resolved);
    classifier.requireOutputs(`${where}({ network })`);
    return classifier;
  }

  /** @param prefix what the names of its files begin with, where there are others beside them */
  static fromFiles(files: Files, place = 'files', prefix = ''): TextClassifier {
    const { network, weights, vectorizer, labels, task, thresholds } = classifierFromFiles(files, place, prefix);
    return new TextClassifier(vectorizer, new Sequential(network, weights), labels, task, thresholds);
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
    if (lastActivation(network) !== activation) {
      throw new SekvensError({
        code: 'invalid-option', where, expected: `a last layer with activation '${activation}', which gives ${task === 'multiLabel' ? 'each label a probability of its own' : 'probabilities that sum to 1'}`,
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
    code: 'invalid-option', where: 'TextClassifier.train({ batches })', expected: 'batches that know their number, for an optimizer or epochs that are a function', got: 'none with batchCount',
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

function refuse(where: string, expected: string, got: unknown): SekvensError {
  return new SekvensError({ code: 'invalid-option', where, expected, got: show(got) });
}
