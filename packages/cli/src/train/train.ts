import { TextVectorization } from '@sekvens/core';
import { bucketSequences } from '@sekvens/data/node';
import { lessonModels, TextClassifier } from '@sekvens/engine';
import type { ClassificationReport, EncodedExamples, History } from '@sekvens/engine';
import { countParameters, network as buildNetwork } from '@sekvens/layers';
import { join } from 'node:path';
import type { CommandContext } from '../command-definition.js';
import { evaluationBatchSize } from '../evaluation-batch-size.js';
import { evaluationText } from '../output/evaluation-text.js';
import { count } from '../output/numbers.js';
import { TrainingProgress } from '../output/training-progress.js';
import { epochRecords } from '../run/epoch-record.js';
import { historyCsv } from '../run/history-csv.js';
import { RunFolder } from '../run/run-folder.js';
import { runReadme } from '../run/run-readme.js';
import { versions } from '../version.js';
import { presetLayers } from './preset-layers.js';
import { readTrainingData } from './read-training-data.js';
import type { TrainingData } from './read-training-data.js';
import { readVectors } from './read-vectors.js';
import { checkTrainOptions, resolveTrainOptions } from './train-options.js';
import type { ResolvedTrainOptions, TrainOptions } from './train-options.js';

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
    const { classifier, history, parameters } = await trainClassifier(data, options, folder, context);
    const test = data.test && (await classifier.evaluate(data.test, { batchSize: evaluationBatchSize, signal }));
    signal.throwIfAborted();
    await classifier.save(join(folder.stage, 'model'));
    const vocabularySize = classifier.vectorizer.vocabularySize();
    writeRecords(folder, { options, data, history, test, parameters, vocabularySize });
    const path = folder.commit();
    report(path, test, context);
    const model = join(path, 'model');
    output.json({ event: 'result', run: path, model, parameters, vocabularySize, epochs: history.epochs.length, test });
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
  { output, signal }: CommandContext,
): Promise<{ classifier: TextClassifier; history: History; parameters: number }> {
  const { model, maxTokens, maxLength, characters, vectors, seed, threads, epochs, batchSize, bucket, optimizer } = options;
  const vectorizer = new TextVectorization({ maxTokens, outputSequenceLength: maxLength, split: characters ? 'character' : 'whitespace' });
  await vectorizer.adapt(data.adaptTexts, { signal });
  const embedding = vectors === null ? undefined : await readVectors(vectors, vectorizer, seed, output, signal);
  const layers = presetLayers(model, embedding);
  const parameters = countParameters(buildNetwork(layers({ vocabularySize: vectorizer.vocabularySize(), classes: data.labels.length })));
  // as float32, and the vocabulary beside it, which is small
  folder.requireSpace(4 * parameters + 1e6);
  output.fact('tokens', `${count(vectorizer.vocabularySize())} ${characters ? 'characters' : 'words'} in the vocabulary${maxLength === null ? '' : `; texts cut to ${count(maxLength)} tokens`}`);
  output.fact('model', `${model}: ${lessonModels[model].description}${embedding ? `, the embedding from the vectors (${embedding.dim})` : ''}; ${count(parameters)} parameters`);
  output.json({ event: 'start', model, parameters, vocabularySize: vectorizer.vocabularySize(), labels: data.labels, rows: data.train.length, testRows: data.test?.length });
  const progress = new TrainingProgress(output, { epochs, signal });
  try {
    const { classifier, history } = await TextClassifier.train(data.train, {
      layers, vectorizer, labels: data.labels, epochs, batchSize, seed, optimizer, signal, callbacks: [progress], ...(threads !== null && { threads }),
      // after the last epoch the test set is evaluated anyway
      ...(data.test && epochs > 1 && { validationExamples: data.test }),
      ...(bucket && { batches: ({ x, y }: EncodedExamples) => bucketSequences(x, y, { boundaries: buckets, batchSize, seed }) }),
    });
    return { classifier, history, parameters };
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
  const epochs = epochRecords(history.epochs, test);
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
  output.fact('compare', 'sekvens baseline, with the same options of data and test, says what a linear model reaches in seconds');
  output.fact('use it', `sekvens predict ${/^[\w./\\:-]+$/.test(model) ? model : JSON.stringify(model)} "a text"`);
}
