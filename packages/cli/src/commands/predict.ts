import { TextEnsemble } from '@sekvens/engine';
import type { Prediction, TextClassifier, TextModel, Thresholds } from '@sekvens/engine';
import type { CommandContext, CommandDefinition } from '../command-definition.js';
import { loadModel } from '../model-folder.js';
import { fileOptions, readOptions, textOption } from '../options/data-options.js';
import type { FileOptions } from '../options/data-options.js';
import type { OutputOptions } from '../options/output-options.js';
import { path, positiveInteger, thresholds } from '../options/parsers.js';
import { openTexts } from '../source/open-texts.js';
import { usageError } from '../usage-error.js';

interface Options extends FileOptions, OutputOptions {
  readonly input?: string;
  readonly top?: number;
  readonly threshold?: Thresholds;
  readonly tokens?: true;
}

export const predictCommand: CommandDefinition<readonly [string, string[]], Options> = {
  name: 'predict',
  summary: 'label texts with a model',
  description: 'A line a text, in their order: label and probability with a tab between them, with --top more such pairs; of a multi-label model all labels from its threshold on, an empty line where there are none. Results do not depend on which other texts are asked.',
  arguments: [
    { name: '<model>', description: 'folder of a run or of its model' },
    { name: '[text...]', description: 'texts; - alone reads them from stdin' },
  ],
  groups: [
    {
      heading: 'Input:',
      options: [
        { flags: '--input <file>', description: 'read texts from a file, or with - from stdin: one a line, or with --text or --format the column of a table; any size', parse: path },
        textOption('each line is a text; text where --format or the name says it is a table'),
        ...fileOptions,
      ],
    },
    {
      heading: 'Output:',
      options: [
        { flags: '--top <k>', description: 'the k most probable labels, whatever their probability', defaultText: '1; of multi-label models the labels from the threshold on', parse: positiveInteger },
        { flags: '--threshold <p>', description: "of multi-label models: the probability from which on a text has a label; label=p,label=p for some labels", defaultText: "the model's, 0.5 at first", parse: thresholds },
        { flags: '--tokens', description: 'show what the model reads instead of its answer: the tokens, with [UNK] for unknown ones; of an ensemble those of each member, with a tab between them' },
        { flags: '--json', description: 'a JSON object a line' },
      ],
    },
  ],
  examples: [
    { command: 'sekvens predict runs/train-1 "Oil prices soar as supply tightens" --top 3', does: 'one text, three labels' },
    { command: 'cut -f2 news.tsv | sekvens predict runs/train-1 - | cut -f1 | sort | uniq -c', does: 'a pipe' },
    { command: 'sekvens predict runs/train-2 "You fool" --threshold threat=0.2,insult=0.7', does: 'all labels that are probable enough' },
    { command: 'sekvens predict runs/train-1 --input news.csv --text title,description --json', does: 'the rows of a table' },
  ],
  run: predict,
};

async function predict([model, given]: readonly [string, string[]], options: Options, { io, output, signal }: CommandContext): Promise<void> {
  const { top, threshold, tokens, json } = options;
  const input = options.input ?? (given.length === 1 && given[0] === '-' ? '-' : undefined);
  if (options.input !== undefined && given.length > 0) throw usageError('predict', 'texts or --input', 'both');
  if (input === undefined && given.length === 0) throw usageError('predict', 'a text, or --input', 'neither', 'Use --input - to read texts from stdin.');
  const reading = readOptions(options, signal);
  if (input === undefined && Object.keys(reading).length > 1) throw usageError('predict', '--input with options that say how a file is read', 'no --input');
  const classifier = await loadModel(model);
  // asked before anything is read, so that a long input is not refused late
  if (top !== undefined && top > classifier.labels.length) throw usageError('--top', `a number up to ${classifier.labels.length}, the labels of the model`, String(top));
  if (threshold !== undefined) {
    if (tokens) throw usageError('predict', '--threshold or --tokens', 'both');
    if (classifier.task !== 'multiLabel') throw usageError('--threshold', 'it with a multi-label model only', 'a model that gives every text one label', 'Train with --task multi-label where a text may have any number of labels.');
    classifier.setThresholds(threshold);
  }
  const answer = classifier.task === 'multiLabel' ? severalOf : labelsOf;
  for await (const texts of input === undefined ? [given] : openTexts(input, reading, io.stdin, signal)) {
    signal.throwIfAborted();
    const answers = tokens ? tokensOf(classifier, texts) : answer(classifier, texts, top);
    const lines = answers.map((result) => (json ? JSON.stringify(result.json) : result.line));
    await output.result(lines.join('\n'), signal);
  }
}

interface Answer {
  readonly line: string;
  readonly json: object;
}

function labelsOf(classifier: TextModel, texts: readonly string[], topK = 1): Answer[] {
  return classifier.predict(texts, { topK }).map(({ label, probability, top }, i) => ({
    line: pairs(top),
    json: { text: texts[i], label, probability, ...(topK > 1 && { top }) },
  }));
}

/** Of a multi-label model: what reaches the threshold, or with `topK` the most probable. */
function severalOf(classifier: TextModel, texts: readonly string[], topK: number | undefined): Answer[] {
  return classifier.predict(texts).map(({ labels, top }, i) => {
    const present = top.filter(({ label }) => labels.includes(label));
    const most = topK === undefined ? undefined : top.slice(0, topK);
    return { line: pairs(most ?? present), json: { text: texts[i], labels: present, ...(most && { top: most }) } };
  });
}

function pairs(labels: Prediction['top']): string {
  return labels.map(({ label, probability }) => `${label}\t${probability.toFixed(4)}`).join('\t');
}

/** Members of an ensemble may read the same text differently. */
function tokensOf(model: TextClassifier | TextEnsemble, texts: readonly string[]): Answer[] {
  return texts.map((text) => {
    if (!(model instanceof TextEnsemble)) {
      const { line, json } = read(model, text);
      return { line, json: { text, ...json } };
    }
    const readings = model.members.map((member) => read(member, text));
    return { line: readings.map(({ line }) => line).join('\t'), json: { text, members: readings.map(({ json }) => json) } };
  });
}

function read({ vectorizer }: TextClassifier, text: string): Answer {
  const ids = vectorizer.encode(text);
  const tokens = vectorizer.tokens(text).slice(0, ids.length);
  const known = tokens.map((token, i) => (ids[i] === 1 ? '[UNK]' : token));
  return { line: known.join(' '), json: { tokens, ids: [...ids] } };
}
