import { LabelIndex } from '@sekvens/data/node';
import type { TextClassifier, Thresholds } from '@sekvens/engine';
import type { CommandContext, CommandDefinition } from '../command-definition.js';
import { evaluationBatchSize } from '../evaluation-batch-size.js';
import { loadModel, trainedOn } from '../model-folder.js';
import { dataOptions } from '../options/data-options.js';
import type { DataOptions } from '../options/data-options.js';
import type { OutputOptions } from '../options/output-options.js';
import { positiveInteger, thresholds } from '../options/parsers.js';
import { reportText } from '../output/report-text.js';
import { openData } from '../source/open-data.js';
import { withLabel, withLabels } from '../source/sourced-example.js';
import { usageError } from '../usage-error.js';

interface Options extends DataOptions, OutputOptions {
  readonly batchSize: number;
  readonly threshold?: Thresholds;
}

export const evaluateCommand: CommandDefinition<readonly [string, string[]], Options> = {
  name: 'evaluate',
  summary: 'measure a model on labelled texts',
  description: 'Accuracy, precision, recall and F1 of each class, and the confusion matrix; of a multi-label model F1, Hamming loss and figures of each label. Of a named dataset the test set is read.',
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
      ],
    },
    { heading: 'Output:', options: [{ flags: '--json', description: 'one JSON object on stdout; text for people goes to stderr' }] },
  ],
  examples: [{ command: 'sekvens evaluate runs/train-1 test.csv --text title,description --label class', does: 'on a file' }],
  run: evaluate,
};

async function evaluate([model, paths]: readonly [string, string[]], options: Options, { output, signal }: CommandContext): Promise<void> {
  const classifier = await loadModel(model);
  checkOptions(classifier, options);
  const isMultiLabel = classifier.task === 'multiLabel';
  const datasetText = trainedOn(model);
  const opened = await openData(paths, { ...options, ...(isMultiLabel && { multiLabel: true }) }, { signal, output, ...(datasetText && { datasetText }) });
  const labels = new LabelIndex(classifier.labels);
  const examples = (opened.test ?? opened.train).map((example) => {
    const labelled = isMultiLabel ? withLabels(example) : withLabel(example);
    // only this knows the line
    if (isMultiLabel) labels.idsOfExample(labelled, labelled.source);
    else labels.idOfExample(labelled, labelled.source);
    return labelled;
  });
  if (options.threshold !== undefined) classifier.setThresholds(options.threshold);
  const evaluating = { batchSize: options.batchSize, signal };
  const report = isMultiLabel ? await classifier.evaluateMultiLabel(examples, evaluating) : await classifier.evaluate(examples, evaluating);
  output.text(reportText(report, output.colors, output.width));
  output.json(report);
}

/** Refuses what means nothing for the task of the model. */
function checkOptions({ task }: TextClassifier, { dataset, label, labelSeparator, threshold }: Options): void {
  if (task === 'multiLabel') {
    if (dataset !== undefined) throw usageError('--dataset', 'files, for a model that gives texts any number of labels', dataset, 'Its texts have one label each.');
    return;
  }
  const given = Object.entries({ '--threshold': threshold, '--label-separator': labelSeparator, 'several --label columns': typeof label === 'object' ? label : undefined }).find(([, value]) => value !== undefined);
  if (given) throw usageError('evaluate', `${given[0]} with a multi-label model only`, 'a model that gives every text one label');
}
