import { TextVectorization } from '@sekvens/core';
import { bucketSequences } from '@sekvens/data/node';
import { evaluatePredictions, lessonModels, modelCheckpoint, TextClassifier, writeCheckpoint } from '@sekvens/engine';
import type { Callback, EncodedExamples, Files, History, PredictedTexts, TextEvaluation } from '@sekvens/engine';
import { countParameters, network as buildNetwork } from '@sekvens/layers';
import { join } from 'node:path';
import type { CommandContext } from '../command-definition.js';
import { evaluationBatchSize } from '../evaluation-batch-size.js';
import { everyOf } from '../options/parsers.js';
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
import type { RunFolder } from '../run/run-folder.js';
import { runReadme } from '../run/run-readme.js';
import { versions } from '../version.js';
import { keepBestEpoch } from './keep-best-epoch.js';
import { presetLayers } from './preset-layers.js';
import { readTrainingData } from './read-training-data.js';
import type { TrainingData } from './read-training-data.js';
import { readVectors } from './read-vectors.js';
import { resumeCommand, withCheckpoint } from './resume-command.js';
import { resolveTrainOptions } from './train-options.js';
import type { ResolvedTrainOptions, TrainOptions } from './train-options.js';
import { showLearningRates } from './show-learning-rates.js';
import { openTrainRun } from './train-run.js';
import type { TrainRun } from './train-run.js';
import { warnOfLoss } from './warn-of-loss.js';

/** A length bucket holds about this share of the rows. */
const buckets = 16;

/** From data to a run folder: read, learn the vocabulary, train, test, write. */
export async function train([given]: readonly [string[]], options: TrainOptions, context: CommandContext): Promise<void> {
  const { cleanups } = context;
  const run = openTrainRun(given, options, context);
  const { folder } = run;
  const discard = (): void => folder.discard();
  cleanups.add(discard);
  try {
    await runTraining(run, context);
  } catch (error) {
    if (folder.hasCheckpoint) context.sayInterrupted(`Stopped. The training is saved; go on with it:\n  ${resumeCommand(run)}`);
    throw withCheckpoint(error, run);
  } finally {
    discard();
    cleanups.delete(discard);
  }
}

async function runTraining(run: TrainRun, context: CommandContext): Promise<void> {
  const { output, signal } = context;
  const { folder, paths } = run;
  const options = resolveTrainOptions(paths, run.options);
  const data = await readTrainingData(paths, run.options, output, signal);
  const trained = await trainClassifier(data, options, folder, context, run.options.findLearningRate);
  if (!trained) return;
  const { classifier, history, losses, parameters, bestEpoch, ended } = trained;
  let predicted: PredictedTexts | undefined;
  try {
    predicted = data.test && (await classifier.predictExamples(data.test, { batchSize: evaluationBatchSize, signal }));
    signal.throwIfAborted();
  } catch (error) {
    if (ended && signal.aborted) writeCheckpoint(folder.last, ended);
    throw error;
  }
  const test = predicted && evaluatePredictions(predicted);
  await classifier.save(join(folder.path, 'model'));
  const vocabularySize = classifier.vectorizer.vocabularySize();
  await writeRecords(folder, { options, data, history, losses, bestEpoch, predicted, test, parameters, vocabularySize });
  folder.finish();
  const { path } = folder;
  report(path, test, context);
  const model = join(path, 'model');
  output.json({ event: 'result', run: path, model, parameters, vocabularySize, epochs: history.epochs.length, ...(bestEpoch !== undefined && { bestEpoch: bestEpoch + 1 }), test });
  if (output.isQuiet && !output.isJson) await output.result(model);
}

interface Trained {
  readonly classifier: TextClassifier;
  readonly history: History;
  readonly losses: readonly LossStretch[];
  readonly parameters: number;
  /** The epoch whose weights the model has, where that need not be the last one; from 0. */
  readonly bestEpoch: number | undefined;
  /** A checkpoint of the end, where something comes after it that may be interrupted. */
  readonly ended: Files | undefined;
}

async function trainClassifier(
  data: TrainingData,
  options: ResolvedTrainOptions,
  folder: RunFolder,
  context: CommandContext,
  onlyRates = false,
): Promise<Trained | undefined> {
  const { output, signal } = context;
  const { model, maxTokens, maxLength, characters, vectors, seed, threads, epochs, batchSize, bucket, optimizer, earlyStopping, checkpointEvery, saveBest } = options;
  const vectorizer = new TextVectorization({ maxTokens, outputSequenceLength: maxLength, split: characters ? 'character' : 'whitespace' });
  await vectorizer.adapt(data.adaptTexts, { signal });
  const embedding = vectors === null ? undefined : await readVectors(vectors, vectorizer, seed, output, signal);
  const layers = presetLayers(model, embedding);
  const { task } = data;
  const parameters = countParameters(buildNetwork(layers({ vocabularySize: vectorizer.vocabularySize(), classes: data.labels.length, task })));
  const checkpoints = checkpointEvery !== 'never';
  // as float32, and the vocabulary beside it, which is small; a checkpoint has up to four numbers a parameter, and waits beside the former one
  folder.requireSpace((checkpoints ? 9 : 1) * 4 * parameters + 1e6);
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
  const callbacks: Callback[] = [progress, curve, ...best.callbacks];
  let ended: Files | undefined;
  if (checkpoints) callbacks.push(modelCheckpoint({ folder: folder.checkpoints, everyEpoch: false, ...everyOf(checkpointEvery), saveBest }));
  if (checkpoints && data.test) callbacks.push({ onTrainEnd: (_history, control) => control.takeCheckpoint((files) => void (ended = files)) });
  try {
    const { classifier, history } = await TextClassifier.train(data.train, {
      ...settings, epochs, callbacks, ...(folder.hasCheckpoint && { resumeFrom: folder.last }),
      // after the last epoch the test set is evaluated anyway
      ...(data.validation ? { validationExamples: data.validation } : data.test && epochs > 1 && { validationExamples: data.test }),
    });
    best.say(output);
    warnOfLoss(history.epochs, Math.log(task === 'multiLabel' ? 2 : data.labels.length), optimizer.learningRate, output);
    return { classifier, history, losses: curve.stretches, parameters, bestEpoch: best.epoch, ended };
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
  const modelBytes = folderBytes(join(folder.path, 'model'));
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
