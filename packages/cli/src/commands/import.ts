import { writeFolder } from '@sekvens/engine';
import { countParameters } from '@sekvens/layers';
import { readFileSync } from 'node:fs';
import type { CommandContext, CommandDefinition } from '../command-definition.js';
import { loadableParts } from '../convert/loadable-parts.js';
import { readModelFiles } from '../convert/read-model-files.js';
import { forceOption } from '../options/force-option.js';
import { assertNewOutput } from '../options/new-output.js';
import type { OutputOptions } from '../options/output-options.js';
import { names, oneOf, path } from '../options/parsers.js';
import { count, counted, listed } from '../output/numbers.js';
import { platformError } from '../platform-error.js';
import { usageError } from '../usage-error.js';

interface Options extends OutputOptions {
  readonly format?: string;
  readonly output?: string;
  readonly labels?: readonly string[];
  readonly vocabulary?: string;
  readonly force?: boolean;
}

// stated here, since @sekvens/formats is loaded only when it is needed; a test compares them with its table
export const importFormats = ['keras', 'h5', 'tfjs', 'safetensors', 'sekvens'] as const;

export const importCommand: CommandDefinition<readonly [string], Options> = {
  name: 'import',
  summary: 'make a model of a file of another framework',
  description: 'Reads a model of Keras, TensorFlow.js or a safetensors file and writes the folder of a model, which predict, evaluate, summary, quantize and export take. Every layer and option without a counterpart is named.',
  arguments: [{ name: '<path>', description: 'file, folder, or model.json' }],
  groups: [
    {
      heading: 'Model:',
      options: [
        { flags: '--format <name>', description: `one of ${importFormats.join(', ')}`, defaultText: 'by what the file looks like', parse: oneOf(importFormats) },
        { flags: '--labels <names>', description: 'the labels in the order of the outputs, with commas between them', defaultText: 'those in the file', parse: names },
        { flags: '--vocabulary <file>', description: 'the tokens in the order of their ids, one a line, with or without those for padding and the unknown in front', defaultText: 'that in the file', parse: path },
      ],
    },
    {
      heading: 'Output:',
      options: [
        { flags: '--output <folder>', description: 'a new folder for the model; required', parse: path },
        forceOption,
        { flags: '--json', description: 'one JSON object on stdout; text for people goes to stderr' },
      ],
    },
  ],
  examples: [
    { command: 'sekvens import news.keras --labels World,Sports,Business,Sci/Tech --output news', does: 'a model of Keras with its TextVectorization' },
    { command: 'sekvens import web/model.json --labels no,yes --vocabulary words.txt --output spam', does: 'a model of TensorFlow.js, whose words are in another file' },
  ],
  run: importModel,
};

async function importModel([source]: readonly [string], { format, output: folder, labels, vocabulary, force = false }: Options, { output, signal }: CommandContext): Promise<void> {
  if (folder === undefined) throw usageError('--output', 'a new folder for the model', 'none');
  assertNewOutput('--output', folder, force);
  const { readModelFile } = await import('@sekvens/formats');
  const parts = await readModelFile(readModelFiles(source), source, format);
  signal.throwIfAborted();
  const missing = { ...(labels && { labels }), ...(vocabulary !== undefined && { vocabulary: { tokens: readTokens(vocabulary), file: vocabulary } }) };
  const classifier = loadableParts(parts, missing, source);
  const files = classifier.toFiles();
  writeFolder(folder, files);
  const { network } = classifier.model;
  const parameters = countParameters(network);
  const vocabularySize = classifier.vectorizer.vocabularySize();
  output.fact('read', `${source}: ${counted(network.layers.length, 'layer')}, ${count(parameters)} parameters, vocabulary of ${count(vocabularySize)} entries`);
  output.fact('labels', listed(classifier.labels, 20));
  output.fact('wrote', folder);
  output.fact('use it', `sekvens predict ${/^[\w./\\:-]+$/.test(folder) ? folder : JSON.stringify(folder)} "a text"`);
  output.json({ source, output: folder, task: classifier.task, labels: classifier.labels, parameters, vocabularySize });
}

function readTokens(file: string): string[] {
  try {
    const lines = readFileSync(file, 'utf8').split(/\r?\n/);
    // behind the last line
    if (lines.at(-1) === '') lines.pop();
    return lines;
  } catch (error) {
    throw platformError(error, `--vocabulary ${file}`, 'a text file with a token a line');
  }
}
