import { TextClassifier } from '@sekvens/engine';
import type { ClassificationReport, History } from '@sekvens/engine';
import { countParameters, network as buildNetwork } from '@sekvens/layers';
import { join } from 'node:path';
import type { CommandContext } from '../command-definition.js';
import { describeNetwork } from '../config/describe-network.js';
import { lossOptions } from '../config/loss-options.js';
import type { MergedConfig } from '../config/merge-layers.js';
import { networkLayers } from '../config/network-layers.js';
import { atPlaceOfSetting } from '../config/place-of-setting.js';
import { planOptimizer } from '../config/plan-optimizer.js';
import { resolveConfig } from '../config/resolve-config.js';
import { evaluationBatchSize } from '../evaluation-batch-size.js';
import { evaluationText } from '../output/evaluation-text.js';
import { count } from '../output/numbers.js';
import { TrainingProgress } from '../output/training-progress.js';
import { epochRecords } from '../run/epoch-record.js';
import { historyCsv } from '../run/history-csv.js';
import { RunFolder } from '../run/run-folder.js';
import { runReadme } from '../run/run-readme.js';
import { versions } from '../version.js';
import { bucketed } from './bucketed.js';
import { newVectorizer } from './new-vectorizer.js';
import { planTraining } from './plan-training.js';
import type { TrainingPlan } from './plan-training.js';
import { withVectors } from './with-vectors.js';
import { readTrainingData } from './read-training-data.js';
import type { TrainingData } from './read-training-data.js';
import { readVectors } from './read-vectors.js';
import { runConfig } from './run-config.js';
import { checkTrainOptions, resolveTrainOptions, trainOptions } from './train-options.js';
import type { GivenTrainOptions, ResolvedTrainOptions } from './train-options.js';
import { TrainingLimit } from './training-limit.js';

/** From data to a run folder: read, learn the vocabulary, train, test, write. */
export async function train([named]: readonly [string[]], flags: GivenTrainOptions, context: CommandContext): Promise<void> {
  const config = await resolveConfig(named, flags);
  await atPlaceOfSetting(config, () => run(config, flags, context));
}

async function run(config: MergedConfig, flags: GivenTrainOptions, context: CommandContext): Promise<void> {
  const { output, signal, cleanups } = context;
  const paths = config.values.data.files ?? [];
  const given = trainOptions(config.values, flags);
  checkTrainOptions(paths, given);
  const options = resolveTrainOptions(paths, config);
  const folder = RunFolder.open(given.out);
  const discard = (): void => folder.discard();
  cleanups.add(discard);
  try {
    const data = await readTrainingData(paths, given, output, signal);
    const { classifier, history, parameters, plan, steps } = await trainClassifier(data, config, options, folder, context);
    const test = data.test && (await classifier.evaluate(data.test, { batchSize: evaluationBatchSize, signal }));
    signal.throwIfAborted();
    await classifier.save(join(folder.stage, 'model'));
    const vocabularySize = classifier.vectorizer.vocabularySize();
    folder.write('config.yaml', await runConfig(config.values, plan, steps));
    writeRecords(folder, { options, data, history, test, parameters, vocabularySize });
    const path = folder.commit();
    report(path, test, context);
    const model = join(path, 'model');
    output.json({ event: 'result', run: path, model, parameters, vocabularySize, epochs: history.epochs.length, steps, test });
    if (output.isQuiet && !output.isJson) await output.result(model);
  } finally {
    discard();
    cleanups.delete(discard);
  }
}

async function trainClassifier(
  data: TrainingData,
  config: MergedConfig,
  options: ResolvedTrainOptions,
  folder: RunFolder,
  { output, signal }: CommandContext,
): Promise<{ classifier: TextClassifier; history: History; parameters: number; plan: TrainingPlan; steps: number }> {
  const { model, maxLength, characters, vectors, seed, threads, epochs, batchSize, bucket, maxSteps, maxTime } = options;
  const vectorizer = newVectorizer(config.values.tokens);
  await vectorizer.adapt(data.adaptTexts, { signal });
  const embedding = vectors === null ? undefined : await readVectors(vectors, vectorizer, seed, output, signal);
  const layers = withVectors(networkLayers(config), embedding);
  const parameters = countParameters(buildNetwork(layers({ vocabularySize: vectorizer.vocabularySize(), classes: data.labels.length })));
  // as float32, and the vocabulary beside it, which is small
  folder.requireSpace(4 * parameters + 1e6);
  output.fact('tokens', `${count(vectorizer.vocabularySize())} ${characters ? 'characters' : 'words'} in the vocabulary${maxLength === null ? '' : `; texts cut to ${count(maxLength)} tokens`}`);
  output.fact('model', `${model}: ${describeNetwork(config.values)}${embedding ? `, the embedding from the vectors (${embedding.dim})` : ''}; ${count(parameters)} parameters`);
  output.json({ event: 'start', model, parameters, vocabularySize: vectorizer.vocabularySize(), labels: data.labels, rows: data.train.length, testRows: data.test?.length });
  const progress = new TrainingProgress(output, { signal, measured: data.validation ? 'validation' : 'test' });
  const now = (): number => performance.now();
  let plan: TrainingPlan = { steps: undefined, seconds: undefined };
  const limit = new TrainingLimit(now);
  const validation = data.validation ?? data.test;
  try {
    const { classifier, history } = await TextClassifier.train(data.train, {
      layers, vectorizer, labels: data.labels, batchSize, seed, signal, ...(threads !== null && { threads }),
      ...lossOptions(config.values),
      // a limit ends it
      epochs: epochs ?? 1e9,
      optimizer: async (training) => {
        plan = await planTraining(config.values, training, { batchSize, threads, signal, now });
        const { steps, seconds } = plan;
        // epochs end by themselves
        if (maxSteps !== null || maxTime !== null) limit.limitTo({ ...(steps !== undefined && { steps }), ...(seconds !== undefined && { seconds }) });
        progress.expect({ ...(steps !== undefined && { steps, epochs: Math.ceil(steps / training.stepsPerEpoch) }), ...(seconds !== undefined && { seconds }) });
        return planOptimizer(config.values, steps ?? 1);
      },
      callbacks: [limit, progress],
      // after the last epoch the test set is evaluated anyway
      ...(validation && (data.validation || epochs !== 1) && { validationExamples: validation }),
      ...(bucket && { batches: bucketed(batchSize, seed) }),
    });
    if (plan.steps !== undefined && limit.steps < plan.steps) output.warn(`the time was over after ${count(limit.steps)} of ${count(plan.steps)} planned steps: the machine became slower.`);
    return { classifier, history, parameters, plan, steps: limit.steps };
  } finally {
    progress.end();
  }
}

interface Records {
  readonly options: ResolvedTrainOptions;
  readonly data: TrainingData;
  readonly history: History;
  readonly test: ClassificationReport | undefined;
  readonly parameters: number;
  readonly vocabularySize: number;
}

function writeRecords(folder: RunFolder, { options, data, history, test, parameters, vocabularySize }: Records): void {
  const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
  const rows = data.train.length;
  const epochs = epochRecords(history.epochs, test, data.validation ? 'validation' : 'test');
  folder.write('arguments.json', json({ command: 'train', arguments: { ...options, text: data.text ?? null }, labels: data.labels, versions: versions() }));
  folder.write('history.csv', historyCsv(epochs));
  folder.write('metrics.json', json({ parameters, vocabularySize, rows, epochs, test: test ?? null }));
  folder.write('README.md', runReadme({ model: options.model, parameters, vocabularySize, data: data.name, rows, test }));
}

function report(path: string, test: ClassificationReport | undefined, { output }: CommandContext): void {
  const model = join(path, 'model');
  if (test) output.text(`\n${output.colors.bold('On the test set')}\n${evaluationText(test, output.colors, output.width)}\n`);
  else output.text('\nNot tested: --test FILE or --test-split 0.1 would tell how good it is on texts it has not seen.\n');
  output.fact('saved', `${model}; arguments, history and metrics are in ${path}`);
  output.fact('use it', `sekvens predict ${/^[\w./\\:-]+$/.test(model) ? model : JSON.stringify(model)} "a text"`);
}
