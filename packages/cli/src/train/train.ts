import type { TextVectorization } from '@sekvens/core';
import { evaluatePredictions, modelCheckpoint, TextClassifier, writeCheckpoint } from '@sekvens/engine';
import type { Callback, Files, History, PredictedTexts, TextEvaluation } from '@sekvens/engine';
import { countParameters, network as buildNetwork } from '@sekvens/layers';
import { join } from 'node:path';
import type { CommandContext } from '../command-definition.js';
import { describeNetwork } from '../config/describe-network.js';
import { lossOptions } from '../config/loss-options.js';
import { networkLayers } from '../config/network-layers.js';
import type { Layers } from '../config/network-layers.js';
import { epochsOf, present } from '../config/effective-value.js';
import { atPlaceOfSetting } from '../config/place-of-setting.js';
import { planOptimizer } from '../config/plan-optimizer.js';
import type { Config } from '../config/schema.js';
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
import { usageError } from '../usage-error.js';
import { versions } from '../version.js';
import { bucketed } from './bucketed.js';
import { keepBestEpoch } from './keep-best-epoch.js';
import { newVectorizer } from './new-vectorizer.js';
import { planTraining } from './plan-training.js';
import type { TrainingPlan } from './plan-training.js';
import { readTrainingData } from './read-training-data.js';
import type { TrainingData } from './read-training-data.js';
import { readVectors } from './read-vectors.js';
import { resumeCommand, withCheckpoint } from './resume-command.js';
import { runConfig } from './run-config.js';
import { resolveTrainOptions } from './train-options.js';
import type { GivenTrainOptions, ResolvedTrainOptions } from './train-options.js';
import { checkTfjsSettings } from './tfjs/check-tfjs-settings.js';
import { trainWithTfjs } from './tfjs/train-with-tfjs.js';
import type { TfjsBackendName } from './tfjs/train-with-tfjs.js';
import { showLearningRates } from './show-learning-rates.js';
import { openTrainRun } from './train-run.js';
import type { TrainRun } from './train-run.js';
import { TrainingLimit } from './training-limit.js';
import { warnOfLoss } from './warn-of-loss.js';
import { withVectors } from './with-vectors.js';

/** From data to a run folder: read, learn the vocabulary, train, test, write. */
export async function train([named]: readonly [string[]], flags: GivenTrainOptions, context: CommandContext): Promise<void> {
  const { cleanups } = context;
  const run = await openTrainRun(named, flags, context);
  const { folder } = run;
  const discard = (): void => folder.discard();
  cleanups.add(discard);
  try {
    await atPlaceOfSetting(run.config, () => runTraining(run, context));
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
  const { folder, paths, config } = run;
  const options = resolveTrainOptions(paths, config);
  const data = await readTrainingData(paths, run.options, output, signal);
  const trained = await trainClassifier(data, options, run, context);
  if (!trained) return;
  const { classifier, history, losses, parameters, bestEpoch, plan, steps, ended } = trained;
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
  folder.write('config.yaml', await runConfig(config.values, plan, steps));
  await writeRecords(folder, { options, description: describeNetwork(config.values), data, history, losses, bestEpoch, predicted, test, parameters, vocabularySize });
  folder.finish();
  const { path } = folder;
  report(path, test, context);
  const model = join(path, 'model');
  output.json({ event: 'result', run: path, model, parameters, vocabularySize, epochs: history.epochs.length, steps, ...(bestEpoch !== undefined && { bestEpoch: bestEpoch + 1 }), test });
  if (output.isQuiet && !output.isJson) await output.result(model);
}

interface Trained {
  readonly classifier: TextClassifier;
  readonly history: History;
  readonly losses: readonly LossStretch[];
  readonly parameters: number;
  /** The epoch whose weights the model has, where that need not be the last one; from 0. */
  readonly bestEpoch: number | undefined;
  readonly plan: TrainingPlan;
  /** Steps taken. */
  readonly steps: number;
  /** A checkpoint of the end, where something comes after it that may be interrupted. */
  readonly ended: Files | undefined;
}

async function trainClassifier(data: TrainingData, options: ResolvedTrainOptions, run: TrainRun, context: CommandContext): Promise<Trained | undefined> {
  const { output, signal } = context;
  const { folder, config } = run;
  const { values } = config;
  const { task } = data;
  const { model, maxLength, characters, vectors, seed, threads, batchSize, bucket, maxSteps, maxTime, earlyStopping, checkpointEvery, saveBest } = options;
  const vectorizer = newVectorizer(values.tokens);
  await vectorizer.adapt(data.adaptTexts, { signal });
  const embedding = vectors === null ? undefined : await readVectors(vectors, vectorizer, seed, output, signal);
  const width = config.sourceOf('network.embeddingSize') && values.network.embeddingSize;
  if (embedding && width && width !== embedding.dim) {
    throw usageError(config.placeOf('network.embeddingSize'), `nothing with --vectors, or their width, ${embedding.dim}`, String(width), 'Leave it out: the embedding has the width of the vectors.');
  }
  const layers = withVectors(networkLayers(config), embedding);
  const parameters = countParameters(buildNetwork(layers({ vocabularySize: vectorizer.vocabularySize(), classes: data.labels.length, task })));
  const checkpoints = checkpointEvery !== 'never';
  // as float32, and the vocabulary beside it, which is small; a checkpoint waits beside the former one
  folder.requireSpace((checkpoints ? 1 + 2 * numbersInCheckpoint(values) : 1) * 4 * parameters + 1e6);
  output.fact('tokens', `${count(vectorizer.vocabularySize())} ${characters ? 'characters' : 'words'} in the vocabulary${maxLength === null ? '' : `; texts cut to ${count(maxLength)} tokens`}`);
  output.fact('model', `${model}: ${describeNetwork(values)}${embedding ? `, the embedding from the vectors (${embedding.dim})` : ''}; ${count(parameters)} parameters`);
  output.json({ event: 'start', model, task, parameters, vocabularySize: vectorizer.vocabularySize(), labels: data.labels, rows: data.train.length, testRows: data.test?.length });
  const settings = {
    layers, task, vectorizer, labels: data.labels, batchSize, seed, signal, ...lossOptions(values), ...(threads !== null && { threads }), ...(bucket && { batches: bucketed(batchSize, seed) }),
  };
  if (values.training.backend !== 'sekvens') {
    if (task === 'multiLabel' || run.options.findLearningRate) throw usageError(config.placeOf('training.backend'), 'sekvens with several labels a text, or --find-learning-rate', values.training.backend);
    return trainThroughTfjs(data, { options, run, vectorizer, layers, parameters }, context);
  }
  if (run.options.findLearningRate) {
    await showLearningRates(data.train, { ...settings, optimizer: planOptimizer({ ...values, schedule: { ...values.schedule, kind: 'constant' } }, 1) }, context);
    return undefined;
  }
  const now = (): number => performance.now();
  let plan: TrainingPlan = { steps: undefined, seconds: undefined };
  const limit = new TrainingLimit(now);
  const best = keepBestEpoch(earlyStopping ?? undefined);
  const progress = new TrainingProgress(output, { signal, measured: data.validation ? 'validation' : 'test', ...(task === 'multiLabel' && { accuracyName: 'labels right' }) });
  const curve = new LossCurve();
  const callbacks: Callback[] = [limit, progress, curve, ...best.callbacks];
  let ended: Files | undefined;
  if (checkpoints) callbacks.push(modelCheckpoint({ folder: folder.checkpoints, everyEpoch: false, ...everyOf(checkpointEvery), saveBest }));
  if (checkpoints && data.test) callbacks.push({ onTrainEnd: (_history, control) => control.takeCheckpoint((files) => void (ended = files)) });
  const validation = data.validation ?? data.test;
  try {
    const { classifier, history } = await TextClassifier.train(data.train, {
      ...settings, callbacks, ...(folder.hasCheckpoint && { resumeFrom: folder.last }),
      // without epochs a limit ends it
      epochs: ({ stepsPerEpoch }) => epochsOf(values, stepsPerEpoch) ?? 1e9,
      optimizer: async (training) => {
        plan = run.plan ?? (await planTraining(values, training, { batchSize, threads, signal, now }));
        if (maxTime !== null && !run.plan) run.keepPlan(plan);
        const { steps, seconds } = plan;
        // epochs end by themselves
        if (maxSteps !== null || maxTime !== null) limit.limitTo({ ...(steps !== undefined && { steps }), ...(seconds !== undefined && { seconds }) });
        progress.expect({ ...(steps !== undefined && { steps, epochs: Math.ceil(steps / training.stepsPerEpoch) }), ...(seconds !== undefined && { seconds }) });
        return planOptimizer(values, steps ?? 1);
      },
      // after the last epoch the test set is evaluated anyway
      ...(validation && (data.validation || epochsOf(values, Math.ceil(data.train.length / batchSize)) !== 1) && { validationExamples: validation }),
    });
    best.say(output);
    warnOfLoss(history.epochs, Math.log(task === 'multiLabel' ? 2 : data.labels.length), options.optimizer.learningRate, output);
    if (plan.steps !== undefined && best.epoch === undefined && limit.steps < plan.steps) output.warn(`the time was over after ${count(limit.steps)} of ${count(plan.steps)} planned steps: the machine became slower.`);
    return { classifier, history, losses: curve.stretches, parameters, bestEpoch: best.epoch, plan, steps: limit.steps, ended };
  } finally {
    progress.end();
  }
}

interface TfjsParts {
  readonly options: ResolvedTrainOptions;
  readonly run: TrainRun;
  readonly vectorizer: TextVectorization;
  readonly layers: Layers;
  readonly parameters: number;
}

/** The same through TensorFlow.js, without checkpoints. */
async function trainThroughTfjs(data: TrainingData, { options, run, vectorizer, layers, parameters }: TfjsParts, { output, signal }: CommandContext): Promise<Trained> {
  const { values } = run.config;
  checkTfjsSettings(run.config);
  const { batchSize, seed, bucket, maxSteps } = options;
  const backend = values.training.backend.replace('tfjs:', '') as TfjsBackendName;
  const stepsPerEpoch = Math.ceil(data.train.length / batchSize);
  const epochs = epochsOf(values, stepsPerEpoch) ?? 1e9;
  const steps = Math.min(epochs * stepsPerEpoch, maxSteps ?? Infinity);
  const progress = new TrainingProgress(output, { signal, measured: data.validation ? 'validation' : 'test', steps, epochs: Math.ceil(steps / stepsPerEpoch) });
  const [limit, curve] = [new TrainingLimit(() => performance.now(), maxSteps === null ? {} : { steps: maxSteps }), new LossCurve()];
  output.fact('backend', `TensorFlow.js, ${backend}; without checkpoints`);
  const { learningRate, beta1, beta2, epsilon } = values.optimizer;
  const validation = data.validation ?? (epochs === 1 ? undefined : data.test);
  try {
    const { classifier, history } = await trainWithTfjs(data.train, {
      backend, layers, vectorizer, labels: data.labels, epochs, batchSize, seed, batches: bucket ? bucketed(batchSize, seed) : undefined, callbacks: [limit, progress, curve], validation, evaluationBatchSize, signal,
      optimizer: { kind: values.optimizer.name, ...present({ beta1, beta2, epsilon }), learningRate: learningRate ?? options.optimizer.learningRate },
    });
    warnOfLoss(history.epochs, Math.log(data.labels.length), options.optimizer.learningRate, output);
    return { classifier, history, losses: curve.stretches, parameters, bestEpoch: undefined, plan: { steps, seconds: undefined }, steps: limit.steps, ended: undefined };
  } finally {
    progress.end();
  }
}

/** The most numbers that a checkpoint has for each parameter: the weight as the model has it and as training goes on from it, two moments, an average and its exchange, a sum of gradients. */
function numbersInCheckpoint({ optimizer }: Config): number {
  return 4 + (optimizer.useEma === true ? 2 : 0) + (optimizer.gradientAccumulationSteps === null ? 0 : 1);
}

interface Records {
  readonly options: ResolvedTrainOptions;
  readonly description: string;
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

async function writeRecords(folder: RunFolder, { options, description, data, history, losses, bestEpoch, predicted, test, parameters, vocabularySize }: Records): Promise<void> {
  const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
  const rows = data.train.length;
  const epochs = epochRecords(history.epochs, test, data.validation ? 'validation' : 'test', bestEpoch);
  const settings = { ...options, text: data.text ?? null };
  const modelBytes = folderBytes(join(folder.path, 'model'));
  const { model } = options;
  const facts: RunFacts = {
    task: data.task, model, description, parameters, vocabularySize, modelBytes, data: data.name, rows, labels: data.labels, epochs, test, settings, versions: versions(),
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
  output.fact('compare', 'sekvens baseline, with the same options of data and test, says what a linear model reaches in seconds');
  output.fact('use it', `sekvens predict ${/^[\w./\\:-]+$/.test(model) ? model : JSON.stringify(model)} "a text"`);
}
