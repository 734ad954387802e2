import { lessonModels, optimizerDefaults } from '@sekvens/engine';
import type { CommandDefinition } from '../command-definition.js';
import { dataOptions } from '../options/data-options.js';
import { taskOption } from '../options/task-option.js';
import { columns, fraction, integerFrom, interval, oneOf, path, positiveInteger, positiveNumber } from '../options/parsers.js';
import { searchOptions, validationOptions } from '../options/search-options.js';
import { train } from '../train/train.js';
import type { TrainOptions } from '../train/train-options.js';

const models = Object.keys(lessonModels);
const optimizers = Object.keys(optimizerDefaults);

export const trainCommand: CommandDefinition<readonly [string[]], TrainOptions> = {
  name: 'train',
  summary: 'train a model on labelled texts',
  description: 'Learns the vocabulary and trains a model, tests it, and writes both with a record of the run into a new folder.',
  arguments: [{ name: '[data...]', description: 'files (CSV, TSV, JSONL, Parquet, fastText; also gzipped), folders, URLs, or - for stdin' }],
  groups: [
    dataOptions('what the model reads in the lesson: title for simple-rnn, title,description for the others'),
    {
      heading: 'Test data:',
      options: [
        { flags: '--test <file>', description: 'test data, read like the others', defaultText: 'none; a dataset has its own', parse: path },
        { flags: '--test-split <share>', description: 'split off a share of the rows at random, by --seed, each label in proportion', parse: fraction },
        ...validationOptions,
      ],
    },
    {
      heading: 'Tokens:',
      options: [
        { flags: '--max-tokens <n>', description: 'size of the vocabulary: the most frequent tokens, padding and the unknown token included', default: 20_000, parse: integerFrom(3) },
        { flags: '--max-length <n>', description: 'cut texts to so many tokens', defaultText: 'no limit', parse: positiveInteger },
        { flags: '--characters', description: 'tokens are characters instead of words' },
        { flags: '--adapt-rows <n>', description: 'learn the vocabulary from so many rows, the first ones', defaultText: 'all', parse: positiveInteger },
        { flags: '--adapt-text <columns>', description: 'learn the vocabulary from these columns', defaultText: 'those of --text', parse: columns },
        { flags: '--vectors <file>', description: 'pretrained word vectors (GloVe, fastText, word2vec; also gzipped) as the beginning of the embedding, which takes their width', parse: path },
      ],
    },
    {
      heading: 'Training:',
      options: [
        taskOption,
        { flags: '--model <name>', description: `one of ${models.join(', ')}; bigru is the most accurate of them on news`, default: 'bigru', parse: oneOf(models) },
        { flags: '--epochs <n>', description: 'how often to go through the rows', default: 1, parse: positiveInteger },
        { flags: '--batch-size <rows>', description: 'rows a training step', defaultText: Object.entries(lessonModels).map(([name, { batchSize }]) => `${name} ${batchSize}`).join(', '), parse: positiveInteger },
        { flags: '--bucket', description: 'batches of texts of similar length: less padding, so faster where padding is computed' },
        { flags: '--optimizer <name>', description: `one of ${optimizers.join(', ')}`, default: 'adam', parse: oneOf(optimizers) },
        { flags: '--learning-rate <rate>', description: 'size of the steps', defaultText: Object.entries(optimizerDefaults).map(([name, { learningRate }]) => `${name} ${learningRate}`).join(', '), parse: positiveNumber },
        ...searchOptions,
        { flags: '--seed <n>', description: 'of initial weights, shuffling and --test-split: the same command with the same seed gives the same model, byte for byte', default: 0, parse: integerFrom(0) },
        { flags: '--threads <n>', description: 'threads that share the work of a step; they change the time, not a bit of the model', defaultText: 'the cores, at most 8, where steps are large enough', parse: positiveInteger },
      ],
    },
    {
      heading: 'Output:',
      options: [
        { flags: '--resume <folder>', description: "go on with a run that was interrupted, from its folder: to the same bytes as if it had not been. Data and options are the run's own; only --threads, --checkpoint-every, --json and --quiet may be given", parse: path },
        { flags: '--checkpoint-every <t>', description: 'save the state of the training that often, to go on from: 60s, 500steps, epoch, or never; it changes no bit of the model', default: '60s', parse: interval },
        { flags: '--save-best', description: 'also keep the checkpoint of the epoch with the lowest loss on the validation data, which can be used as a model; the test result is still that of the last epoch' },
        { flags: '--out <folder>', description: 'a new folder for the run', defaultText: 'the next of runs/train-1, runs/train-2, …', parse: path },
        { flags: '--json', description: 'a JSON object a line on stdout (start, progress, epoch, result); text for people goes to stderr' },
        { flags: '--quiet', description: "print the model's folder at the end and nothing else" },
      ],
    },
  ],
  examples: [
    { command: 'sekvens train news.csv --text title,description --label class --test-split 0.1', does: 'columns by name; a tenth of the rows for the test' },
    { command: 'sekvens train train.csv --text 1,2 --label 0 --test test.csv', does: 'columns by position, no header' },
    { command: 'sekvens train comments.csv --label toxic,obscene,threat --test-split 0.1', does: 'any number of labels a text, here a column of 0 and 1 for each' },
    { command: 'sekvens train --dataset ag-news --download --model simple-rnn --adapt-rows 2000', does: "the lesson's first model, vocabulary from the first 2,000 titles" },
    { command: 'sekvens train --dataset sample --model masked-rnn --epochs 5', does: 'try it without any data' },
    { command: 'sekvens train news.csv --test-split 0.1 --validation-split 0.1 --epochs 20 --early-stopping 2', does: 'as many epochs as help' },
    { command: 'sekvens train --resume runs/train-1', does: 'go on with what Ctrl-C or a power cut has interrupted' },
  ],
  interrupted: 'Stopped. Nothing was saved.',
  run: train,
};
