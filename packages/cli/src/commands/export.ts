import { writeFolder } from '@sekvens/engine';
import { basename, join, resolve } from 'node:path';
import type { CommandContext, CommandDefinition } from '../command-definition.js';
import { memberOption, singleModel } from '../convert/single-model.js';
import { bytesOfFiles, kilobytes } from '../convert/written-size.js';
import { forceOption } from '../options/force-option.js';
import { assertNewOutput } from '../options/new-output.js';
import type { OutputOptions } from '../options/output-options.js';
import { oneOf, path } from '../options/parsers.js';
import { writeOutputFile } from '../output/write-output-file.js';
import { usageError } from '../usage-error.js';

interface Options extends OutputOptions {
  readonly format?: string;
  readonly output?: string;
  readonly weights?: string;
  readonly customLayers?: boolean;
  readonly member?: number;
  readonly force?: boolean;
}

// stated here, since @sekvens/formats is loaded only when it is needed; a test compares them with its table
export const exportFormats = ['keras', 'h5', 'tfjs', 'onnx', 'safetensors', 'sekvens'] as const;
export const weightTypes = ['float16', 'uint16', 'uint8'] as const;

export const exportCommand: CommandDefinition<readonly [string], Options> = {
  name: 'export',
  summary: 'write a model for another framework',
  description: 'The model with its vocabulary and labels in a format of another framework. What a format cannot express is named, and then nothing is written.',
  arguments: [{ name: '<model>', description: 'folder of a run or of its model' }],
  groups: [
    {
      heading: 'Format:',
      options: [
        { flags: '--format <name>', description: `one of ${exportFormats.join(', ')}; required`, parse: oneOf(exportFormats) },
        { flags: '--weights <type>', description: `how weights are stored, in formats that can: ${weightTypes.join(', ')}`, defaultText: 'float32, without loss', parse: oneOf(weightTypes) },
        { flags: '--custom-layers', description: 'tfjs: write layers that TensorFlow.js lacks, or computes otherwise, as those of @sekvens/layers/tfjs', defaultText: 'they are refused' },
        memberOption,
      ],
    },
    {
      heading: 'Output:',
      options: [
        { flags: '--output <path>', description: 'the file, or the folder where the format has several files', defaultText: 'by the names of the model and the format', parse: path },
        forceOption,
        { flags: '--json', description: 'one JSON object on stdout; text for people goes to stderr' },
      ],
    },
  ],
  examples: [
    { command: 'sekvens export runs/train-1 --format onnx', does: 'train-1.onnx, for onnxruntime in any language' },
    { command: 'sekvens export runs/train-1 --format keras --output news.keras', does: 'for Keras 3' },
    { command: 'sekvens export runs/train-1 --format tfjs --weights uint8', does: 'small files for TensorFlow.js' },
  ],
  run: exportModel,
};

async function exportModel([folder]: readonly [string], { format: name, weights, customLayers = false, member, output: path, force = false }: Options, { output, signal }: CommandContext): Promise<void> {
  if (name === undefined) throw usageError('--format', `one of ${exportFormats.join(', ')}`, 'none');
  const { findFormat, modelParts } = await import('@sekvens/formats');
  const format = findFormat(name, 'write', '--format');
  const type = format.weightTypes?.find((one) => one === weights);
  if (weights !== undefined && type === undefined) throw usageError('--weights', `${format.weightTypes?.join(', ') ?? 'nothing'} with --format ${name}`, weights);
  if (customLayers && format.customLayers === undefined) throw usageError('--custom-layers', 'it with --format tfjs', `--format ${name}`);
  const model = await singleModel(folder, member);
  // the run's name, not that of the folder model in it
  const called = basename(resolve(folder).replace(/[/\\]model$/, ''));
  const files = await format.write(modelParts(model), called, { custom: customLayers, ...(type && { weights: type }) });
  signal.throwIfAborted();
  const names = Object.keys(files);
  const isFolder = names.length > 1;
  const target = path ?? (isFolder ? `${called}-${name}` : names[0]);
  assertNewOutput('--output', target, force);
  if (isFolder) writeFolder(target, files);
  else writeOutputFile('--output', target, files[names[0]]);
  const bytes = bytesOfFiles(files);
  output.fact('wrote', `${target}, ${kilobytes(bytes)}${isFolder ? `: ${names.join(', ')}` : ''}`);
  const loading = format.loading?.(isFolder && name === 'tfjs' ? join(target, 'model.json') : target, type);
  if (loading !== undefined) output.fact('load it', loading);
  output.json({ format: name, output: target, files: Object.fromEntries(names.map((file) => [file, files[file].byteLength])), bytes });
}
