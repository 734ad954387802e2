import type { CommandDefinition } from '../command-definition.js';
import { configGroups, sectionOptions } from '../config/config-options.js';
import { path } from '../options/parsers.js';
import { train } from '../train/train.js';
import type { GivenTrainOptions } from '../train/train-options.js';

export const trainCommand: CommandDefinition<readonly [string[]], GivenTrainOptions> = {
  name: 'train',
  summary: 'train a model on labelled texts',
  description: 'Learns the vocabulary and trains a model, tests it, and writes both with a record of the run into a new folder.',
  arguments: [{ name: '[data...]', description: 'files (CSV, TSV, JSONL, Parquet, fastText; also gzipped), folders, URLs, or - for stdin' }],
  groups: configGroups(
    [
      { flags: '--resume <folder>', description: "go on with a run that was interrupted, from its folder: to the same bytes as if it had not been. Data and options are the run's own; only --threads, --checkpoint-every, --json and --quiet may be given", parse: path },
      ...sectionOptions('output'),
      { flags: '--json', description: 'a JSON object a line on stdout (start, progress, epoch, result); text for people goes to stderr' },
      { flags: '--quiet', description: "print the model's folder at the end and nothing else" },
    ],
    [{ flags: '--find-learning-rate', description: 'instead of training try learning rates from 1e-7 to 10, show the loss at each, and suggest one' }],
  ),
  examples: [
    { command: 'sekvens train news.csv --text title,description --label class --test-split 0.1', does: 'columns by name; a tenth of the rows for the test' },
    { command: 'sekvens train train.csv --text 1,2 --label 0 --test test.csv', does: 'columns by position, no header' },
    { command: 'sekvens train comments.csv --label toxic,obscene,threat --test-split 0.1', does: 'any number of labels a text, here a column of 0 and 1 for each' },
    { command: 'sekvens train --dataset ag-news --download --model simple-rnn --adapt-rows 2000', does: "the lesson's first model, vocabulary from the first 2,000 titles" },
    { command: 'sekvens train --dataset sample --model masked-rnn --epochs 5', does: 'try it without any data' },
    { command: 'sekvens train news.csv --test-split 0.1 --validation-split 0.1 --epochs 20 --early-stopping 2', does: 'as many epochs as help' },
    { command: 'sekvens train --resume runs/train-1', does: 'go on with what Ctrl-C or a power cut has interrupted' },
    { command: 'sekvens train news.csv --preset accurate --max-time 10m', does: 'settings that go together, in ten minutes' },
    { command: 'sekvens train --config runs/train-1/config.yaml --seed 1', does: 'a run once more, with another seed' },
  ],
  interrupted: 'Stopped. Nothing was saved.',
  run: train,
};
