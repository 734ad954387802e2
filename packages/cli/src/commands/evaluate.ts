import { LabelIndex } from '@sekvens/data/node';
import type { CommandContext, CommandDefinition } from '../command-definition.js';
import { evaluationBatchSize } from '../evaluation-batch-size.js';
import { loadModel, trainedOn } from '../model-folder.js';
import { dataOptions } from '../options/data-options.js';
import type { DataOptions } from '../options/data-options.js';
import type { OutputOptions } from '../options/output-options.js';
import { positiveInteger } from '../options/parsers.js';
import { evaluationText } from '../output/evaluation-text.js';
import { openData } from '../source/open-data.js';
import { withLabel } from '../source/sourced-example.js';

interface Options extends DataOptions, OutputOptions {
  readonly batchSize: number;
}

export const evaluateCommand: CommandDefinition<readonly [string, string[]], Options> = {
  name: 'evaluate',
  summary: 'measure a model on labelled texts',
  description: 'Accuracy, precision, recall and F1 of each class, and the confusion matrix. Of a named dataset the test set is read.',
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
      ],
    },
    { heading: 'Output:', options: [{ flags: '--json', description: 'one JSON object on stdout; text for people goes to stderr' }] },
  ],
  examples: [{ command: 'sekvens evaluate runs/train-1 test.csv --text title,description --label class', does: 'on a file' }],
  run: evaluate,
};

async function evaluate([model, paths]: readonly [string, string[]], options: Options, { output, signal }: CommandContext): Promise<void> {
  const classifier = await loadModel(model);
  const datasetText = trainedOn(model);
  const opened = await openData(paths, options, { signal, output, ...(datasetText && { datasetText }) });
  const labels = new LabelIndex(classifier.labels);
  const examples = (opened.test ?? opened.train).map((example) => {
    const labelled = withLabel(example);
    labels.idOfExample(labelled, labelled.source);
    return labelled;
  });
  const report = await classifier.evaluate(examples, { batchSize: options.batchSize, signal });
  output.text(evaluationText(report, output.colors, output.width));
  output.json(report);
}
