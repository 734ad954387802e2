/** Mistakes of users, on the built command: exit code 2, a message that says what to do, no stack trace, nothing left behind. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, openSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { newsCsv } from './news.js';
import { bin, folderWith, runCommand } from './run-command.js';

const folder = folderWith({
  'news.csv': newsCsv(30),
  'empty.csv': '',
  'header-only.csv': 'text,label\n',
  'one-class.csv': 'text,label\ngood,yes\nbetter,yes\n',
  'ragged.csv': 'text,label\ngood,yes\nbad,no,maybe\n',
  'quote.csv': 'text,label\ngood,yes\n"bad,no\nworse,no\n',
  'latin.csv': new Uint8Array([...new TextEncoder().encode('text,label\ngood,yes\ncaf'), 0xe9, ...new TextEncoder().encode(',no\n')]),
  'latin.txt': new Uint8Array([...new TextEncoder().encode('good\ncaf'), 0xe9, 0x0a]),
  'no-label.csv': 'text,label\ngood,\n',
  'unlabelled.csv': 'text\ngood\n',
  'position.csv': 'text,label\ngood,yes\n',
  'other-labels.csv': 'class,title,description\nSports,goal,match\nArts,opera,song\n',
  'no-tokens.csv': 'text,label\n!,yes\n?,no\n',
  'rare.csv': 'text,label\na,x\nb,x\nc,x\nd,rare\n',
  'run.yaml': 'training:\n  epoch: 3\n',
  'vectors.txt': 'nothing 0.1 0.2\n',
  'news-vectors.txt': 'oil 0.1 0.2\ngoal 0.3 0.1\nthe 0.2 0.2\n',
  'not-vectors.txt': 'text,label\n',
});
const news = ['news.csv', '--text', 'title,description', '--label', 'class', '--model', 'masked-rnn'];
const before = readdirSync(folder);

beforeAll(async () => {
  mkdirSync(join(folder, 'taken'));
  writeFileSync(join(folder, 'taken', 'notes.txt'), '');
  await runCommand(['train', ...news, '--out', 'run', '--quiet'], { cwd: folder });
  const damage = (name: string, change: (model: string) => void): void => {
    cpSync(join(folder, 'run'), join(folder, name), { recursive: true });
    change(join(folder, name, 'model'));
  };
  damage('cut-weights', (model) => writeFileSync(join(model, 'weights.safetensors'), 'too short to be weights'));
  damage('no-vectorizer', (model) => rmSync(join(model, 'vectorizer.json')));
  damage('bad-json', (model) => writeFileSync(join(model, 'model.json'), '{'));
  before.push('taken', 'run', 'cut-weights', 'no-vectorizer', 'bad-json');
});

type Case = readonly [what: string, args: readonly string[], message: string];

const cases: readonly Case[] = [
  ['report in a folder that is not there', ['evaluate', 'run', 'news.csv', '--html', 'no/report.html'], 'error: --html no/report.html: expected a file in a folder that exists, got no folder no.\nhint: Make it first.'],
  ['predictions into a folder', ['evaluate', 'run', 'news.csv', '--predictions', 'taken'], 'error: --predictions taken: expected the name of a file, got a folder.'],
  ['groups from stdin', ['evaluate', 'run', '-', '--group', 'class'], 'error: --group: expected data that can be read twice, got stdin.\nhint: Save it to a file first.'],
  ['groups of a dataset', ['evaluate', 'run', '--dataset', 'sample', '--group', 'class'], 'error: --group: expected nothing with --dataset sample, got class.\nhint: A dataset has no such columns; the option is for files.'],
  ['groups of an unknown column', ['evaluate', 'run', ...news.slice(0, 5), '--group', 'clas'], 'error: news.csv:1: expected a text column "clas", got the columns "class", "title", "description".\nhint: Did you mean "class"?'],
  ['missing file', ['train', 'nws.csv'], 'error: nws.csv: expected a file or folder, got none of that name.\nhint: Did you mean news.csv?'],
  ['unknown text column', ['train', 'news.csv', '--text', 'titel', '--label', 'class'], 'error: news.csv:1: expected a text column "titel", got the columns "class", "title", "description".\nhint: Did you mean "title"?'],
  ['unknown label column', ['train', 'news.csv', '--text', 'title', '--label', 'clas'], 'error: news.csv:1: expected a label column "clas", got the columns "class", "title", "description".\nhint: Did you mean "class"?'],
  ['position beyond the columns', ['train', 'news.csv', '--text', '7', '--label', '0', '--header'], 'error: news.csv:1: expected the text column to be a position from 0 to 2, got 7.\nhint: The columns are "class", "title", "description".'],
  ['header read as data', ['train', 'position.csv', '--text', '0', '--label', '1'], 'error: position.csv:1: expected --header or --no-header, since columns are chosen by position and the first row looks like a header, got "text", "label" and neither of them.\nhint: Use --header if it is one (the row is then left out), --no-header if not.'],
  ['empty file', ['train', 'empty.csv'], 'error: empty.csv: expected at least one row, got none.\nhint: The file is empty, or has a header only.'],
  ['header only', ['train', 'header-only.csv'], 'error: header-only.csv: expected at least one row, got none.\nhint: The file is empty, or has a header only.'],
  ['one class only', ['train', 'one-class.csv'], 'error: one-class.csv: expected at least two different labels, got only "yes".\nhint: A classifier needs rows of two classes or more; check the label column.'],
  ['ragged row', ['train', 'ragged.csv'], 'error: ragged.csv:3: expected 2 columns, as in line 1, got 3 columns.\nhint: A field that contains the delimiter must be quoted. If the delimiter was guessed wrongly, use --delimiter.'],
  ['unterminated quote', ['train', 'quote.csv'], 'error: quote.csv:3: expected the quoted field that begins in this record to be closed, got the end of the file, or 64 Mi characters, without the closing quote.\nhint: Inside a quoted field a quote is written twice (""); if quotes are ordinary characters in this file, use --quote none.'],
  ['invalid UTF-8', ['train', 'latin.csv'], 'error: latin.csv:3: expected UTF-8 text, got the byte 0xe9 at byte 23.\nhint: If the file is in another encoding, name it: --encoding windows-1252.'],
  ['no label in a row', ['train', 'no-label.csv'], 'error: no-label.csv:2: expected a label: a string that is not empty, an integer or a boolean, got "".\nhint: Remove or mend the row, or leave it out of the file.'],
  ['no label column', ['train', 'unlabelled.csv'], 'error: unlabelled.csv:2: expected a row with a label, got none.\nhint: Name the column of the labels with --label.'],
  ['no tokens', ['train', 'no-tokens.csv'], 'error: vocabulary: expected at least one token in the texts, got none.'],
  ['label only in the test set', ['train', ...news, '--test', 'other-labels.csv'], 'error: other-labels.csv:3: expected one of the 3 known labels: "Business", "Science", "Sports", got "Arts".\nhint: The label does not occur in the training data.'],
  ['label all in the split', ['train', 'rare.csv', '--test-split', '0.7'], 'error: rare.csv:5: expected enough rows of every label for --test-split, got so few of "rare" that all went to the test set.\nhint: Remove the label, or give a test set of your own with --test.'],
  ['split that leaves nothing', ['train', ...news, '--test-split', '0.001'], 'error: --test-split: expected rows to test on, got none: 0.001 of 30 rows.\nhint: Give more rows or another share.'],
  ['split above one', ['train', ...news, '--test-split', '2'], "error: option '--test-split <share>' argument '2' is invalid. Expected a share above 0 and below 1, such as 0.2."],
  ['test file and split', ['train', ...news, '--test', 'news.csv', '--test-split', '0.2'], 'error: train: expected --test or --test-split, got both.'],
  ['validation file and split', ['train', ...news, '--validation', 'news.csv', '--validation-split', '0.2'], 'error: train: expected --validation or --validation-split, got both.'],
  ['validation file of a dataset', ['train', '--dataset', 'sample', '--validation', 'news.csv'], 'error: --validation: expected nothing with --dataset, got news.csv.\nhint: Use --validation-split.'],
  ['validation by the test set', ['train', ...news, '--test', 'other-labels.csv', '--validation', 'other-labels.csv'], 'error: --validation: expected another file than --test, got other-labels.csv.\nhint: A test set tells how good a model is on new texts only if nothing was chosen by it.'],
  ['label only in the validation set', ['train', ...news, '--validation', 'other-labels.csv'], 'error: other-labels.csv:3: expected one of the 3 known labels: "Business", "Science", "Sports", got "Arts".\nhint: The label does not occur in the training data.'],
  ['label all in the validation split', ['train', 'rare.csv', '--validation-split', '0.7'], 'error: rare.csv:5: expected enough rows of every label for --validation-split, got so few of "rare" that all went to the validation set.\nhint: Remove the label, or give a validation set of your own with --validation.'],
  ['validation split that leaves nothing', ['train', ...news, '--validation-split', '0.001'], 'error: --validation-split: expected rows to validate on, got none: 0.001 of 30 rows.\nhint: Give more rows or another share.'],
  ['early stopping without validation data', ['train', ...news, '--test-split', '0.2', '--early-stopping', '2'], 'error: --early-stopping: expected validation data, got none.\nhint: Use --validation-split 0.1, or --validation FILE. The test set does not serve: what is chosen by it, it cannot test any more.'],
  ['early stopping after no epoch', ['train', ...news, '--early-stopping', '0'], "error: option '--early-stopping <epochs>' argument '0' is invalid. Expected a whole number from 1 up."],
  ['finding a learning rate that is given', ['train', ...news, '--find-learning-rate', '--learning-rate', '0.1'], 'error: train: expected --find-learning-rate or --learning-rate, got both.\nhint: Rates are tried and shown; no model comes of it.'],
  ['a folder for a learning rate', ['train', ...news, '--find-learning-rate', '--out', 'rates'], 'error: train: expected --find-learning-rate or --out, got both.\nhint: Rates are tried and shown; no model comes of it.'],
  ['a quiet learning rate', ['train', ...news, '--find-learning-rate', '--quiet'], 'error: train: expected --find-learning-rate or --quiet, got both.'],
  ['early stopping of a learning rate', ['train', ...news, '--find-learning-rate', '--validation-split', '0.2', '--early-stopping', '1'], 'error: train: expected --find-learning-rate or --early-stopping, got both.'],
  ['quiet and JSON', ['train', ...news, '--quiet', '--json'], 'error: train: expected --quiet or --json, got both.\nhint: With --json stdout has nothing but JSON; 2> /dev/null silences the rest.'],
  ['unknown preset', ['train', ...news, '--model', 'lstmm'], "error: option '--model <name>' argument 'lstmm' is invalid. Expected one of simple-rnn, masked-rnn, lstm, bilstm, gru, bigru, custom. Did you mean lstm?"],
  ['mistake in a file', ['train', ...news, '--config', 'run.yaml'], 'error: run.yaml:2:3, training.epoch: expected a setting among task, epochs, minSteps, batchSize, bucket, maxTime, maxSteps, labelSmoothing, classWeights, earlyStopping, backend, seed, threads, got "epoch".\nhint: Did you mean epochs?'],
  ['no such file of settings', ['train', ...news, '--config', 'run.yml'], 'error: --config run.yml: expected a configuration file, got none of that name.\nhint: Did you mean run.yaml?'],
  ['unknown setting', ['train', ...news, '--training.epoch', '3'], "error: unknown option '--training.epoch'\n(Did you mean --training.epochs?)"],
  ['setting of another section', ['train', ...news, '--training.momentum', '3'], "error: unknown option '--training.momentum'\n(Did you mean --optimizer.momentum?)"],
  ['setting out of range', ['train', ...news, '--network.mask', 'perhaps'], 'error: --network.mask: expected true or false, got "perhaps".'],
  ['setting without dashes', ['train', ...news, 'training.epochs=3'], 'error: data: expected files, got training.epochs=3.\nhint: Settings are written --training.epochs=3.'],
  ['duration that is none', ['train', ...news, '--max-time', '5'], "error: option '--max-time <duration>' argument '5' is invalid. Expected a duration such as 30s, 5m or 1h30m."],
  ['two limits', ['train', ...news, '--max-time', '5m', '--max-steps', '3'], 'error: --max-time: expected training.maxTime or training.maxSteps, got both.'],
  ['pooling that there is none of', ['train', ...news, '--pooling', 'mean'], "error: option '--pooling <name>' argument 'mean' is invalid. Expected one of last, max, average, maxAverage, attention."],
  ['validation file with a dataset', ['train', '--dataset', 'sample', '--validation', 'news.csv'], 'error: --validation: expected nothing with --dataset, got news.csv.\nhint: Use --validation-split.'],
  ['validation file and split', ['train', ...news, '--validation', 'news.csv', '--validation-split', '0.1'], 'error: train: expected --validation or --validation-split, got both.'],
  ['validation split that leaves nothing', ['train', ...news, '--validation-split', '0.001'], 'error: --validation-split: expected rows to validate on, got none: 0.001 of 30 rows.'],
  ['label all in the validation split', ['train', 'rare.csv', '--validation-split', '0.7'], 'error: rare.csv:5: expected enough rows of every label for --validation-split, got so few of "rare" that all went to the validation set.'],
  ['unknown dataset', ['train', '--dataset', 'agnews'], "error: option '--dataset <name>' argument 'agnews' is invalid. Expected one of ag-news, sample. Did you mean ag-news?"],
  ['number that is none', ['train', ...news, '--epochs', '1e3'], "error: option '--epochs <n>' argument '1e3' is invalid. Expected a whole number from 1 up."],
  ['too many threads', ['train', ...news, '--threads', '1000'], 'error: --threads: expected an integer from 1 to 64, got 1000.\nhint: Leave it out to let sekvens choose.'],
  ['output under a file', ['train', ...news, '--out', 'news.csv/run'], "error: --out news.csv/run: expected a place that can be written to, got EEXIST: file already exists, mkdir 'news.csv'.\nhint: Choose another folder with --out."],
  ['output folder exists', ['train', ...news, '--out', 'taken'], 'error: --out taken: expected a new folder, got a folder with notes.txt in it.\nhint: Choose another name, or remove taken first.'],
  ['output is a file', ['train', ...news, '--out', 'news.csv'], 'error: --out news.csv: expected a new folder, got a file.\nhint: Choose another name, or remove news.csv first.'],
  ['diverging', ['train', ...news, '--learning-rate', '1e30', '--epochs', '9'], 'error: training, epoch 1, batch 2: expected a finite loss, got NaN with weights up to 1.00e+30 (embedding/embeddings).\nhint: The steps are too large: use a smaller learning rate (now 1e+30).'],
  ['vectors that are none', ['train', ...news, '--vectors', 'not-vectors.txt'], 'error: not-vectors.txt, line 1: expected a word and its numbers, or a header: rows and dimension, got "text,label".'],
  ['vectors of other words', ['train', ...news, '--vectors', 'vectors.txt'], 'error: vectors.txt: expected vectors of words of the vocabulary, got none of the'],
  ['vectors of another width', ['train', ...news, '--vectors', 'news-vectors.txt', '--embedding-size', '3'], 'error: --embedding-size: expected nothing with --vectors, or their width, 2, got 3.\nhint: Leave it out: the embedding has the width of the vectors.'],
  ['missing vectors', ['train', ...news, '--vectors', 'glove.txt'], 'error: glove.txt: expected a file, got none of that name.'],
  ['dataset not there', ['train', '--dataset', 'ag-news'], 'error: --dataset ag-news: expected train.csv of AG News in'],
  ['dataset folder without it', ['data', '--dataset', 'ag-news', '--data-dir', 'taken'], 'error: taken/train.csv: expected a file or folder, got none of that name.'],
  ['dataset and files', ['data', 'news.csv', '--dataset', 'sample'], 'error: data: expected files or --dataset, got both.\nhint: Leave one of them out.'],
  ['dataset with file options', ['data', '--dataset', 'sample', '--label', 'class'], 'error: --label: expected nothing with --dataset sample, got "class".\nhint: A dataset is read the way it is; the option is for files.'],
  ['dataset without such a column', ['data', '--dataset', 'sample', '--text', 'body'], 'error: --text: expected title, description or title,description with --dataset, got "body".'],
  ['download of files', ['data', 'news.csv', '--download'], 'error: --download: expected it together with --dataset ag-news, got it without.'],
  ['stdin twice', ['train', '-', '--test', '-'], "error: data: expected '-' (stdin) at most once, got it twice.\nhint: Save one of the two to a file."],
  ['vocabulary of other columns of stdin', ['train', '-', '--adapt-text', 'title'], 'error: --adapt-text: expected data that can be read twice, got stdin.\nhint: Save it to a file first.'],
  ['option of another format', ['data', 'news.csv', '--label-prefix', '__'], 'error: news.csv: expected options for the format csv: text, label, --label-separator, --task multi-label, header, delimiter, quote, encoding, got --label-prefix.\nhint: The option --label-prefix is for fasttext; use --format if the format was detected wrongly.'],
  ['missing model', ['predict', 'nomodel', 'hello'], 'error: nomodel: expected a folder with a saved text classifier, got nothing there.\nhint: Check the path.'],
  ['model that is a file', ['predict', 'news.csv', 'hello'], 'error: news.csv: expected a folder with a saved text classifier (model.json, vectorizer.json, weights.safetensors), got a file.'],
  ['damaged weights', ['predict', 'cut-weights', 'hello'], 'error: cut-weights/model/weights.safetensors: expected'],
  ['damaged JSON', ['predict', 'bad-json', 'hello'], 'error: bad-json/model/model.json: expected JSON text, got something else.\nhint: The file is damaged; save the model again.'],
  ['missing vectorizer', ['predict', 'no-vectorizer', 'hello'], 'error: no-vectorizer/model: expected a folder with a saved text classifier (model.json, vectorizer.json, weights.safetensors), got one without vectorizer.json.'],
  ['nothing to predict', ['predict', 'run', '--top', '2'], 'error: predict: expected a text, or --input, got neither.\nhint: Use --input - to read texts from stdin.'],
  ['texts and input', ['predict', 'run', 'hello', '--input', '-'], 'error: predict: expected texts or --input, got both.'],
  ['columns of texts', ['predict', 'run', 'hello', '--text', 'title'], 'error: predict: expected --input with options that say how a file is read, got no --input.'],
  ['more labels than there are', ['predict', 'run', 'hello', '--top', '4'], 'error: --top: expected a number up to 3, the labels of the model, got 4.'],
  ['missing input', ['predict', 'run', '--input', 'texts.txt'], 'error: texts.txt: expected a file, got none of that name.'],
  ['input in another encoding', ['predict', 'run', '--input', 'latin.txt'], 'error: latin.txt:2: expected UTF-8 text, got a line with other bytes.\nhint: Convert the text to UTF-8 first.'],
  ['unknown label', ['evaluate', 'run', 'other-labels.csv', '--text', 'title', '--label', 'class'], 'error: other-labels.csv:3: expected one of the 3 known labels: "Business", "Science", "Sports", got "Arts".'],
  ['nothing to evaluate on', ['evaluate', 'run'], 'error: data: expected one or more files, - for stdin, or --dataset, got none.'],
  ['sizes of a saved model', ['summary', 'run', '--classes', '3'], 'error: --classes: expected it with a preset only, got the saved model run.\nhint: A saved model has its own.'],
  ['unknown preset or model', ['summary', 'simple-rn'], 'error: summary: expected the folder of a model, or a preset (simple-rnn, masked-rnn, lstm, bilstm, gru, bigru), got "simple-rn".\nhint: Did you mean simple-rnn?'],
];

describe('a mistake', () => {
  it.each(cases)('%s', async (_what, args, message) => {
    const { code, stderr } = await runCommand(args, { cwd: folder });
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(code).toBe(2);
    expect(readdirSync(folder).sort()).toEqual([...before].sort());
  });
});

describe.skipIf(process.platform !== 'linux')('a full disk under stdout', () => {
  it('is an error', () => {
    const { status, stderr } = spawnSync(process.execPath, [bin, 'predict', 'run', 'a goal'], { cwd: folder, stdio: ['ignore', openSync('/dev/full', 'w'), 'pipe'], encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 2, stderr: 'error: stdout: expected to write there, got ENOSPC: no space left on device, write.\n' });
  });
});
