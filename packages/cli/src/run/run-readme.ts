import type { TextEvaluation } from '@sekvens/engine';
import { confusedPairs } from '../output/confused-pairs.js';
import { headlineFigures } from '../output/headline-figures.js';
import { count, counted, percent } from '../output/numbers.js';
import { sliceTables } from '../output/slice-tables.js';
import { shortText } from '../report/visible-text.js';
import { accuracySentence, factPairs, megabytes } from './run-facts.js';
import type { RunFacts } from './run-facts.js';

/** Longer tables are for report.html. */
const mostClasses = 30;

/** The model card: what the model is, how to use it, how good it is, what it was made of and what it cannot do. Facts of the run alone. */
export function runReadme(facts: RunFacts): string {
  const { task, model, description, parameters, vocabularySize, modelBytes, data, rows, labels, test } = facts;
  return [
    `# ${cell(model)}, trained by sekvens`,
    '',
    `${task === 'multiLabel' ? 'A text may have any number of ' : 'Tells which of '}${counted(labels.length, 'label')}${task === 'multiLabel' ? '' : ' a text has'}: ${labels.slice(0, 20).map(cell).join(', ')}${labels.length > 20 ? ` and ${labels.length - 20} more` : ''}.`,
    '',
    `${cell(description)}. ${counted(parameters, 'parameter')}, vocabulary of ${counted(vocabularySize, 'entry', 'entries')}, ${megabytes(modelBytes)} on disk. Trained on ${counted(rows, 'row')} of ${cell(data)}.`,
    '',
    test ? accuracySentence(test) : 'It has not been tested on texts it was not trained on.',
    '',
    ...usage(test),
    ...(test ? results(test) : []),
    '## Data and settings',
    '',
    '| | |',
    '|---|---|',
    ...factPairs(facts).map(([name, value]) => `| ${cell(name)} | ${cell(value)} |`),
    '',
    ...limits(facts),
    '## Files',
    '',
    '- `model/`: the model',
    `- \`report.html\`: ${test ? 'the figures above and more' : 'the training'}, with charts; one file, for any browser`,
    '- `metrics.json`: every figure, for programs',
    '- `history.csv`: loss and accuracy of each epoch',
    '- `config.yaml`: the configuration; `sekvens train --config config.yaml` repeats the run, where its data are',
    '- `arguments.json`: every option, the labels and the versions',
    '',
  ].join('\n');
}

/** As it may stand in a table of Markdown, and without acting as Markdown or HTML. */
function cell(text: string): string {
  return shortText(text, 300).replace(/[\\`*_[\]<>|#&~]/g, (character) => `\\${character}`);
}

function usage(test: TextEvaluation | undefined): string[] {
  return [
    '## Use',
    '',
    'On the command line, in this folder:',
    '',
    '```sh',
    'npx sekvens predict model "a text"',
    'npx sekvens predict model --input texts.txt',
    ...(test ? [] : ['npx sekvens evaluate model labelled.csv --html report.html']),
    '```',
    '',
    'From TypeScript:',
    '',
    '```ts',
    "import { TextClassifier } from '@sekvens/engine';",
    '',
    "const classifier = await TextClassifier.load('model');",
    "const { label, probability } = classifier.predict('a text');",
    '```',
    '',
  ];
}

function results(test: TextEvaluation): string[] {
  const ratio = (value: number | null): string => (value === null ? '–' : value.toFixed(3));
  const shown = test.classes.slice(0, mostClasses);
  const pairs = test.task === 'multiClass' ? confusedPairs(test.confusion, 5) : [];
  const label = (i: number): string => cell(test.classes[i].label);
  return [
    '## Results on the test rows',
    '',
    `| ${headlineFigures(test).map(([name]) => name).join(' | ')} |`,
    `|${'---:|'.repeat(headlineFigures(test).length)}`,
    `| ${headlineFigures(test).map(([, value]) => value).join(' | ')} |`,
    '',
    '| label | precision | recall | F1 | rows | ROC-AUC | average precision |',
    '|---|---:|---:|---:|---:|---:|---:|',
    ...shown.map((one) => `| ${cell(one.label)} | ${ratio(one.precision)} | ${ratio(one.recall)} | ${ratio(one.f1)} | ${count(one.support)} | ${ratio(one.rocAuc)} | ${ratio(one.averagePrecision)} |`),
    '',
    ...(shown.length < test.classes.length ? [`${test.classes.length - shown.length} further labels are in metrics.json.`, ''] : []),
    ...(pairs.length > 0 ? [`Confused most often: ${pairs.map(({ truth, predicted, rows }) => `${label(truth)} taken for ${label(predicted)} (${count(rows)})`).join('; ')}.`, ''] : []),
    ...test.warnings.flatMap((warning) => [cell(warning), '']),
  ];
}

/** What the figures say about where not to trust it; nothing that was not measured. */
function limits({ task, test, labels }: RunFacts): string[] {
  const lines = [
    `It always answers with ${task === 'multiLabel' ? 'labels out of these' : `one of its ${counted(labels.length, 'label')}`}, also for texts that are about something else or in another language than the training rows.`,
  ];
  if (test) {
    const ordered = [...test.classes].filter(({ support }) => support > 0).sort((a, b) => a.f1 - b.f1);
    if (ordered.length > 0) lines.push(`It does worst on ${cell(ordered[0].label)}: F1 ${ordered[0].f1.toFixed(3)} on ${counted(ordered[0].support, 'row')}.`);
    for (const { heading, column, rows } of sliceTables(test.slices)) {
      if (rows.length < 2) continue;
      const worst = rows.reduce((least, row) => (row.accuracy < least.accuracy ? row : least));
      const unit = column === 'tokens' ? `${worst.name} tokens` : column === 'unknown' ? `${worst.name} of unknown tokens` : worst.name;
      lines.push(`Accuracy ${heading} is lowest for ${cell(unit)}: ${percent(worst.accuracy, 1)} of ${counted(worst.rows, 'row')}.`);
    }
    lines.push(`Its probabilities are off by ${percent(test.calibration.error, 1)} on average (expected calibration error).`);
    lines.push('All of this was measured on the test rows alone; texts from another source may be harder for it.');
  } else lines.push('How accurate it is, is not known: it has not been tested.');
  return ['## Limits', '', ...lines.map((line) => `- ${line}`), ''];
}
