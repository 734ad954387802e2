import { evaluatePredictions, TextClassifier, writeFolder } from '@sekvens/engine';
import type { TextEvaluation } from '@sekvens/engine';
import type { CommandContext, CommandDefinition } from '../command-definition.js';
import { rowsWithOtherLabels } from '../convert/rows-with-other-labels.js';
import { memberOption, singleModel } from '../convert/single-model.js';
import { kilobytes } from '../convert/written-size.js';
import { evaluationBatchSize } from '../evaluation-batch-size.js';
import { dataOptions } from '../options/data-options.js';
import type { DataOptions } from '../options/data-options.js';
import { forceOption } from '../options/force-option.js';
import { assertNewOutput } from '../options/new-output.js';
import type { OutputOptions } from '../options/output-options.js';
import { oneOf, path } from '../options/parsers.js';
import { count, percent } from '../output/numbers.js';
import { openLabelled } from '../source/open-labelled.js';
import { usageError } from '../usage-error.js';
import { weightTypes } from './export.js';

interface Options extends DataOptions, OutputOptions {
  readonly to?: (typeof weightTypes)[number];
  readonly member?: number;
  readonly output?: string;
  readonly force?: boolean;
}

const weightFile = 'weights.safetensors';

export const quantizeCommand: CommandDefinition<readonly [string, string[]], Options> = {
  name: 'quantize',
  summary: 'make a model smaller, and say what that costs',
  description: 'Stores weights in 16 or 8 bits and tells the size, the largest change of a number and, given labelled texts, the accuracy before and after. The folder it writes is a model like any other, which computes in 32 bits as before.',
  arguments: [
    { name: '<model>', description: 'folder of a run or of its model' },
    { name: '[data...]', description: 'labelled texts to measure on: files, folders, URLs, or - for stdin' },
  ],
  groups: [
    {
      heading: 'Weights:',
      options: [{ flags: '--to <type>', description: 'float16: half precision; uint16, uint8: steps between the smallest and the largest number of each weight; required', parse: oneOf(weightTypes) }, memberOption],
    },
    dataOptions('what the model was trained on'),
    {
      heading: 'Output:',
      options: [
        { flags: '--output <folder>', description: 'a new folder for the smaller model', defaultText: 'none: the figures alone', parse: path },
        forceOption,
        { flags: '--json', description: 'one JSON object on stdout; text for people goes to stderr' },
      ],
    },
  ],
  examples: [
    { command: 'sekvens quantize runs/train-1 test.csv --text title,description --label class --to uint8', does: 'what a quarter of the size would cost' },
    { command: 'sekvens quantize runs/train-1 --to float16 --output news-small', does: 'a model of half the size' },
  ],
  run: quantize,
};

async function quantize([folder, paths]: readonly [string, string[]], options: Options, { output, signal }: CommandContext): Promise<void> {
  const { to, member, output: target, force = false } = options;
  if (to === undefined) throw usageError('--to', `one of ${weightTypes.join(', ')}`, 'none');
  if (target !== undefined) assertNewOutput('--output', target, force);
  const before = await singleModel(folder, member);
  const { modelParts, quantize: rounded, sekvensFormat } = await import('@sekvens/formats');
  const parts = modelParts(before);
  const files = await sekvensFormat.write!(parts, 'model', { weights: to });
  const after = TextClassifier.fromFiles(files, `${folder} as ${to}`);
  const bytes = { before: before.toFiles()[weightFile].byteLength, after: files[weightFile].byteLength };
  const { path: changed, maxError } = rounded(parts, to).sizes.weights.reduce((most, weight) => (weight.maxError > most.maxError ? weight : most));
  const largest = { path: changed, change: maxError, size: parts.weights[changed].reduce((most, value) => Math.max(most, Math.abs(value)), 0) };
  output.fact('weights', `${kilobytes(bytes.before)} before, ${kilobytes(bytes.after)} as ${to}: ${percent(bytes.after / bytes.before)}`);
  output.fact('change', `at most ${largest.change.toPrecision(2)}, in ${largest.path}, whose largest number is ${largest.size.toPrecision(3)}`);
  const measured = paths.length > 0 || options.dataset !== undefined ? await measure(before, after, { folder, paths, options, output, signal }) : undefined;
  if (measured) {
    const { before: exact, after: small, differing } = measured;
    output.fact('accuracy', `${percent(exact.accuracy)} before, ${percent(small.accuracy)} after, of ${count(exact.rows)} rows; ${count(differing)} of them get another label`);
    output.fact('loss', `${exact.loss.toFixed(4)} before, ${small.loss.toFixed(4)} after`);
  } else output.text('\nGiven labelled texts, it says what becomes of the accuracy.');
  if (target !== undefined) {
    writeFolder(target, files);
    output.fact('wrote', target);
  }
  const figures = ({ accuracy, macro, loss, rows }: TextEvaluation): object => ({ accuracy, macroF1: macro.f1, loss, rows });
  output.json({
    model: folder, weights: to, bytes, largestChange: largest, ...(measured && { before: figures(measured.before), after: figures(measured.after), differing: measured.differing }), output: target ?? null,
  });
}

interface Measuring extends Pick<CommandContext, 'output' | 'signal'> {
  readonly folder: string;
  readonly paths: readonly string[];
  readonly options: Options;
}

async function measure(exact: TextClassifier, small: TextClassifier, { folder, paths, options, output, signal }: Measuring): Promise<{ before: TextEvaluation; after: TextEvaluation; differing: number }> {
  const { examples } = await openLabelled(exact, folder, paths, options, { command: 'quantize', signal, output });
  const rows = await examples.toArray();
  const predict = (model: TextClassifier) => model.predictExamples(rows, { batchSize: evaluationBatchSize, signal });
  const [before, after] = [await predict(exact), await predict(small)];
  return { before: evaluatePredictions(before), after: evaluatePredictions(after), differing: rowsWithOtherLabels(before, after) };
}
