import { evaluatePredictions } from '@sekvens/engine';
import type { Column } from '@sekvens/data/node';
import type { Thresholds } from '@sekvens/engine';
import type { CommandContext, CommandDefinition } from '../command-definition.js';
import { evaluationBatchSize } from '../evaluation-batch-size.js';
import { loadModel } from '../model-folder.js';
import { dataOptions } from '../options/data-options.js';
import type { DataOptions } from '../options/data-options.js';
import type { OutputOptions } from '../options/output-options.js';
import { column, path, positiveInteger, thresholds } from '../options/parsers.js';
import { evaluationText } from '../output/evaluation-text.js';
import { counted } from '../output/numbers.js';
import { predictionsCsv } from '../output/predictions-csv.js';
import { assertOutputFile, writeOutputFile } from '../output/write-output-file.js';
import { evaluationDetails } from '../report/evaluation-details.js';
import { reportHtml } from '../report/report-html.js';
import { openData } from '../source/open-data.js';
import { openLabelled } from '../source/open-labelled.js';
import { usageError } from '../usage-error.js';
import { versions } from '../version.js';

interface Options extends DataOptions, OutputOptions {
  readonly batchSize: number;
  readonly threshold?: Thresholds;
  readonly group?: Column;
  readonly slices?: true;
  readonly mistakes?: number;
  readonly html?: string;
  readonly predictions?: string;
}

/** Mistakes in JSON and in the HTML report, where no number is given. */
const usualMistakes = 20;

export const evaluateCommand: CommandDefinition<readonly [string, string[]], Options> = {
  name: 'evaluate',
  summary: 'measure a model on labelled texts',
  description: 'Accuracy with its 95 % interval, precision, recall, F1 and areas under curves of each class, calibration, and the confusion matrix; of a multi-label model F1, Hamming loss and the same figures of each label. Of a named dataset the test set is read.',
  arguments: [
    { name: '<model>', description: 'folder of a run or of its model' },
    { name: '[data...]', description: 'files (CSV, TSV, JSONL, Parquet, fastText; also gzipped), folders, URLs, or - for stdin' },
  ],
  groups: [
    dataOptions('what the model was trained on'),
    {
      heading: 'Evaluation:',
      options: [
        {
          flags: '--batch-size <rows>',
          description: 'rows computed together; in models without a mask, where padding takes part, the result depends on it a little',
          default: evaluationBatchSize,
          parse: positiveInteger,
        },
        { flags: '--threshold <p>', description: "of multi-label models: the probability from which on a text has a label; label=p,label=p for some labels", defaultText: "the model's, 0.5 at first", parse: thresholds },
        { flags: '--group <column>', description: 'tell accuracy for each value of this column, too', parse: column },
      ],
    },
    {
      heading: 'Output:',
      options: [
        { flags: '--slices', description: 'print accuracy by length, by unknown tokens and by --group' },
        { flags: '--mistakes <n>', description: 'print the n most confident mistakes', defaultText: `none; ${usualMistakes} in JSON and HTML`, parse: positiveInteger },
        { flags: '--html <file>', description: 'write a report with charts, one HTML file that needs nothing else', parse: path },
        { flags: '--predictions <file>', description: 'write a CSV with the probabilities of every row', parse: path },
        { flags: '--json', description: 'one JSON object on stdout, with everything; text for people goes to stderr' },
      ],
    },
  ],
  examples: [
    { command: 'sekvens evaluate runs/train-1 test.csv --text title,description --label class', does: 'on a file' },
    { command: 'sekvens evaluate runs/train-1 test.csv --slices --mistakes 5 --html report.html', does: 'where it is wrong, and a report for the browser' },
  ],
  run: evaluate,
};

async function evaluate([model, paths]: readonly [string, string[]], options: Options, { output, signal }: CommandContext): Promise<void> {
  const { batchSize, group, slices, html, predictions, mistakes = usualMistakes } = options;
  for (const [flag, file] of [['--html', html], ['--predictions', predictions]] as const) if (file !== undefined) assertOutputFile(flag, file);
  if (group !== undefined && options.dataset !== undefined) throw usageError('--group', `nothing with --dataset ${options.dataset}`, String(group), 'A dataset has no such columns; the option is for files.');
  if (group !== undefined && paths.includes('-')) throw usageError('--group', 'data that can be read twice', 'stdin', 'Save it to a file first.');
  const classifier = await loadModel(model);
  if (options.threshold !== undefined && classifier.task !== 'multiLabel') throw usageError('evaluate', '--threshold with a multi-label model only', 'a model that gives every text one label');
  const { name, examples, reading, context } = await openLabelled(classifier, model, paths, options, { command: 'evaluate', signal, output });
  if (options.threshold !== undefined) classifier.setThresholds(options.threshold);
  const predicted = await classifier.predictExamples(examples, { batchSize, signal });
  const groups = group === undefined ? undefined : await readGroups(paths, reading, group, context);
  const evaluation = evaluatePredictions(predicted, { mistakes, ...(groups && { groups }) });
  if (predictions !== undefined) writeOutputFile('--predictions', predictions, predictionsCsv(predicted));
  if (html !== undefined) {
    const report = await reportHtml({
      title: `${model} on ${name}`,
      summary: `${counted(evaluation.rows, 'row')}, ${counted(classifier.labels.length, 'label')}.`,
      evaluation, details: evaluationDetails(predicted),
      facts: [['model', model], ['data', name], ['batch size', String(batchSize)], ...Object.entries(versions())],
    });
    writeOutputFile('--html', html, report);
  }
  signal.throwIfAborted();
  output.text(evaluationText(evaluation, { colors: output.colors, width: output.width, ...(slices && { slices }), ...(options.mistakes !== undefined && { mistakes }) }));
  const written = [html, predictions].filter((file) => file !== undefined);
  if (written.length > 0) output.text(`\nwrote ${written.join(' and ')}`);
  output.json(evaluation);
}

/** The values of a column, read like a text. */
async function readGroups(paths: readonly string[], options: DataOptions, group: Column, context: Parameters<typeof openData>[2]): Promise<string[]> {
  const opened = await openData(paths, { ...options, text: [group] }, context);
  return (await (opened.test ?? opened.train).toArray()).map(({ text }) => text);
}
