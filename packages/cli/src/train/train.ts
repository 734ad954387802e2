import { TextVectorization } from '@sekvens/core';
import { bucketSequences } from '@sekvens/data/node';
import { evaluatePredictions, lessonModels, TextClassifier } from '@sekvens/engine';
import type { EncodedExamples, History, PredictedTexts, TextEvaluation } from '@sekvens/engine';
import { countParameters, network as buildNetwork } from '@sekvens/layers';
import { join } from 'node:path';
import type { CommandContext } from '../command-definition.js';
import { evaluationBatchSize } from '../evaluation-batch-size.js';
import { evaluationText } from '../output/evaluation-text.js';
import { count, counted } from '../output/numbers.js';
import { TrainingProgress } from '../output/training-progress.js';
import { evaluationDetails } from '../report/evaluation-details.js';
import { reportHtml } from '../report/report-html.js';
import { epochRecords } from '../run/epoch-record.js';
import { folderBytes } from '../run/folder-bytes.js';
import { historyCsv } from '../run/history-csv.js';
import { LossCurve } from '../run/loss-curve.js';
import type { LossStretch } from '../run/loss-curve.js';
import { factPairs } from '../run/run-facts.js';
import type { RunFacts } from '../run/run-facts.js';
import { RunFolder } from '../run/run-folder.js';
import { runReadme } from '../run/run-readme.js';
import { versions } from '../version.js';
import { keepBestEpoch } from './keep-best-epoch.js';
import { presetLayers } from './preset-layers.js';
import { readTrainingData } from './read-training-data.js';
import type { TrainingData } from './read-training-data.js';
import { readVectors } from './read-vectors.js';
import { checkTrainOptions, resolveTrainOptions } from './train-options.js';
import type { ResolvedTrainOptions, TrainOptions } from './train-options.js';
import { showLearningRates } from './show-learning-rates.js';
import { warnOfLoss } from './warn-of-loss.js';

/** A length bucket holds about this share of the rows. */
const buckets = 16;

/** From data to a run folder: read, learn the vocabulary, train, test, write. */
export async function train([paths]: readonly [string[]], given: TrainOptions, context: CommandContext): Promise<void> {
  const { output, signal, cleanups } = context;
  checkTrainOptions(paths, given);
  const options = resolveTrainOptions(paths, given);
  const folder = RunFolder.open(given.out);
  const discard = (): void => folder.discard();
  cleanups.add(discard);
  try {
    const data = await readTrainingData(paths, given, output, signal);
    const trained = await trainClassifier(data, options, folder, context, given.findLearningRate);
    if (!trained) return;
    const { classifier, history, losses, parameters, bestEpoch } = trained;
    const predicted = data.test && (await classifier.predictExamples(data.test, { batchSize: evaluationBatchSize, signal }));
    const test = predicted && evaluatePredictions(predicted);
    signal.throwIfAborted();
    await classifier.save(join(folder.stage, 'model'));
    const vocabularySize = classifier.vectorizer.vocabularySize();
    await writeRecords(folder, { options, data, history, losses, bestEpoch, predicted, test, parameters, vocabularySize });
    signal.throwIfAborted();
    const path = folder.commit();
    report(path, test, context);
    const model = join(path, 'model');
    output.json({ event: 'result', run: path, model, parameters, vocabularySize, epochs: history.epochs.length, ...(bestEpoch !== undefined && { bestEpoch: bestEpoch + 1 }), test });
    if (output.isQuiet && !output.isJson) await output.result(model);
  } finally {
    discard();
    cleanups.delete(discard);
  }
}

async function trainClassifier(
  data: TrainingData,
  options: ResolvedTrainOptions,
  folder: RunFolder,
  context: CommandContext,
  onlyRates = false,
): Promise<{ classifier: TextClassifier; history: History; losses: readonly LossStretch[]; parameters: number; bestEpoch: number | undefined } | undefined> {
  const { output, signal } = context;
  const { model, maxTokens, maxLength, characters, vectors, seed, threads, epochs, batchSize, bucket, optimizer, earlyStopping } = options;
  const vectorizer = new TextVectorization({ maxTokens, outputSequenceLength: maxLength, split: characters ? 'character' : 'whitespace' });
  await vectorizer.adapt(data.adaptTexts, { signal });
  const embedding = vectors === null ? undefined : await readVectors(vectors, vectorizer, seed, output, signal);
  const layers = presetLayers(model, embedding);
  const { task } = data;
  const parameters = countParameters(buildNetwork(layers({ vocabularySize: vectorizer.vocabularySize(), classes: data.labels.length, task })));
  // as float32, and the vocabulary beside it, which is small
  folder.requireSpace(4 * parameters + 1e6);
  output.fact('tokens', `${count(vectorizer.vocabularySize())} ${characters ? 'characters' : 'words'} in the vocabulary${maxLength === null ? '' : `; texts cut to ${count(maxLength)} tokens`}`);
  output.fact('model', `${model}: ${lessonModels[model].description}${embedding ? `, the embedding from the vectors (${embedding.dim})` : ''}; ${count(parameters)} parameters`);
  output.json({ event: 'start', model, task, parameters, vocabularySize: vectorizer.vocabularySize(), labels: data.labels, rows: data.train.length, testRows: data.test?.length });
  const settings = {
    layers, task, vectorizer, labels: data.labels, batchSize, seed, optimizer, signal, ...(threads !== null && { threads }),
    ...(bucket && { batches: ({ x, y }: EncodedExamples) => bucketSequences(x, y, { boundaries: buckets, batchSize, seed }) }),
  };
  if (onlyRates) {
    await showLearningRates(data.train, settings, context);
    return undefined;
  }
  const best = keepBestEpoch(earlyStopping ?? undefined);
  const progress = new TrainingProgress(output, { epochs, signal, measured: data.validation ? 'validation' : 'test', ...(task === 'multiLabel' && { accuracyName: 'labels right' }) });
  const curve = new LossCurve();
  try {
    const { classifier, history } = await TextClassifier.train(data.train, {
      ...settings, epochs, callbacks: [progress, curve, ...best.callbacks],
      // after the last epoch the test set is evaluated anyway
      ...(data.validation ? { validationExamples: data.validation } : data.test && epochs > 1 && { validationExamples: data.test }),
    });
    best.say(output);
    warnOfLoss(history.epochs, Math.log(task === 'multiLabel' ? 2 : data.labels.length), optimizer.learningRate, output);
    return { classifier, history, losses: curve.stretches, parameters, bestEpoch: best.epoch };
  } finally {
    progress.end();
  }
}

interface Records {
  readonly options: ResolvedTrainOptions;
  readonly data: TrainingData;
  readonly history: History;
  readonly losses: readonly LossStretch[];
  /** The epoch whose weights the model has, where that need not be the last one; from 0. */
  readonly bestEpoch: number | undefined;
  readonly predicted: PredictedTexts | undefined;
  readonly test: TextEvaluation | undefined;
  readonly parameters: number;
  readonly vocabularySize: number;
}

async function writeRecords(folder: RunFolder, { options, data, history, losses, bestEpoch, predicted, test, parameters, vocabularySize }: Records): Promise<void> {
  const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
  const rows = data.train.length;
  const epochs = epochRecords(history.epochs, test, data.validation ? 'validation' : 'test', bestEpoch);
  const settings = { ...options, text: data.text ?? null };
  const modelBytes = folderBytes(join(folder.stage, 'model'));
  const { model } = options;
  const facts: RunFacts = {
    task: data.task, model, description: lessonModels[model].description, parameters, vocabularySize, modelBytes, data: data.name, rows, labels: data.labels, epochs, test, settings, versions: versions(),
  };
  folder.write('arguments.json', json({ command: 'train', arguments: settings, labels: data.labels, versions: facts.versions }));
  folder.write('history.csv', historyCsv(epochs));
  folder.write('metrics.json', json({ parameters, vocabularySize, modelBytes, rows, epochs, ...(bestEpoch !== undefined && { bestEpoch: bestEpoch + 1 }), test: test ?? null }));
  folder.write('README.md', runReadme(facts));
  folder.write('report.html', await reportHtml({
    title: `${model}, trained on ${data.name}`,
    summary: `${counted(rows, 'row')} to train on${test ? `, ${count(test.rows)} to test on` : ''}; ${counted(data.labels.length, 'label')}; ${count(parameters)} parameters.`,
    epochs, losses, facts: factPairs(facts), ...(predicted && { evaluation: test, details: evaluationDetails(predicted) }),
  }));
}

function report(path: string, test: TextEvaluation | undefined, { output }: CommandContext): void {
  const model = join(path, 'model');
  if (test) output.text(`\n${output.colors.bold('On the test set')}\n${evaluationText(test, { colors: output.colors, width: output.width })}\n`);
  else output.text('\nNot tested: --test FILE or --test-split 0.1 would tell how good it is on texts it has not seen.\n');
  output.fact('saved', `${model}; ${join(path, 'report.html')} shows how it went, README.md is its model card`);
  output.fact('use it', `sekvens predict ${/^[\w./\\:-]+$/.test(model) ? model : JSON.stringify(model)} "a text"`);
}
