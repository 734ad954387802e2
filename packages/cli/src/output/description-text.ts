import type { ExamplesDescription, LengthStatistics, MultiLabelDescription, SplitDescription } from '@sekvens/data/node';
import { count, counted, listed, percent } from './numbers.js';
import type { Colors } from './output.js';
import { table } from './table.js';

const barWidth = 30;
const mostLabels = 30;
const mostPairs = 10;

/** What `describeExamples` found, set by set, with what deserves attention marked. */
export function descriptionText({ train, test, overlap }: ExamplesDescription, vocabularySize: number, colors: Colors): string {
  const { bold, yellow } = colors;
  const parts = [setText(test === undefined ? 'Data' : 'Training data', train, colors)];
  if (test) parts.push(setText('Test data', test, colors));
  parts.push(vocabularyText(train, test, vocabularySize, colors));
  if (overlap) {
    const shared = [
      `${counted(overlap.exact, 'test text')} also in the training data, ${count(overlap.normalized)} if case, spaces and punctuation are left aside${at(overlap.lines)}`,
    ];
    if (overlap.unknownLabels.length > 0) shared.push(`labels in the test data alone: ${listed(overlap.unknownLabels, 20)}`);
    const bad = overlap.normalized > 0 || overlap.unknownLabels.length > 0;
    parts.push([bold('Overlap'), ...shared.map((line) => `  ${bad ? yellow(line) : line}`)].join('\n'));
  }
  return parts.join('\n\n');
}

function setText(title: string, split: SplitDescription, colors: Colors): string {
  const { rows, labels, unlabelled, emptyTexts, emptyLines, duplicates, imbalance, majorityShare } = split;
  const attention = (n: number, line: string): string => `  ${n > 0 ? colors.yellow(line) : line}`;
  const lines = [
    `${colors.bold(title)}  ${counted(rows, 'row')}, ${counted(labels.length, 'label')}${labels.length > 1 ? `; the most frequent has ${percent(majorityShare, 1)} of the rows, ${imbalance.toFixed(1)} times the rows of the least frequent` : ''}`,
    ...(unlabelled > 0 ? [attention(unlabelled, `${counted(unlabelled, 'row')} without a label`)] : []),
    attention(emptyTexts, `${counted(emptyTexts, 'empty text')}${at(emptyLines)}`),
    attention(duplicates.exact, `${counted(duplicates.exact, 'repeated text')}, ${count(duplicates.normalized)} if case, spaces and punctuation are left aside`),
    ...(duplicates.conflicting > 0 ? [attention(1, `${counted(duplicates.conflicting, 'repeated text')} with another label than the first time${at(duplicates.conflictingLines)}`)] : []),
  ];
  const blocks = [lines.join('\n')];
  if (labels.length > 0) blocks.push(labelsText(split, colors));
  if (split.multiLabel) blocks.push(togetherText(split.multiLabel, colors));
  blocks.push(lengthsText(split.tokens, colors));
  return blocks.join('\n\n');
}

function labelsText({ labels }: SplitDescription, colors: Colors): string {
  const most = labels[0].rows;
  const shown = labels.slice(0, mostLabels);
  const rows = shown.map(({ label, rows: n, share }) => [label, count(n), percent(share, 1), bar(n / most, colors)]);
  const rest = labels.length > shown.length ? `\n${counted(labels.length - shown.length, 'further label')}` : '';
  return `${table(['label', 'rows', 'share', ''], rows, colors, ['left', 'right', 'right', 'left'])}${rest}`;
}

function togetherText({ cardinality, rowsByLabels, distinctSets, distinctPairs, pairs }: MultiLabelDescription, colors: Colors): string {
  const counts = rowsByLabels.map(({ labels, rows }) => `${count(rows)} with ${labels === 0 ? 'none' : count(labels)}`);
  const summary = `${cardinality.toFixed(2)} labels a row; rows: ${listed(counts, 10)}; ${counted(distinctSets, 'different set')} of labels`;
  if (pairs.length === 0) return summary;
  const rows = pairs.slice(0, mostPairs).map(({ labels: [a, b], rows: n, jaccard }) => [a, b, count(n), percent(jaccard, 1)]);
  const rest = distinctPairs > rows.length ? `\n${counted(distinctPairs - rows.length, 'further pair')}` : '';
  return `${summary}\n\n${table(['label', 'together with', 'rows', 'of rows with either'], rows, colors, ['left', 'left', 'right', 'right'])}${rest}`;
}

function lengthsText({ total, mean, max, percentiles, bins }: LengthStatistics, colors: Colors): string {
  const most = Math.max(1, ...bins.map(({ rows }) => rows));
  const rows = bins.map(({ from, to, rows: n }) => [from === to ? count(from) : `${count(from)} – ${count(to)}`, count(n), bar(n / most, colors)]);
  const { p50, p95, p99 } = percentiles;
  const summary = `${count(total)} tokens: ${mean.toFixed(1)} a text on average; half of the texts have at most ${count(p50)}, 95 % ${count(p95)}, 99 % ${count(p99)}, the longest ${count(max)}`;
  return `${summary}\n${table(['tokens', 'texts', ''], rows, colors, ['right', 'right', 'left'])}`;
}

function vocabularyText(train: SplitDescription, test: SplitDescription | undefined, size: number, { bold }: Colors): string {
  const lines = [`${bold('Vocabulary')}  ${count(size)} entries of ${count(train.distinctTokens)} different tokens`];
  if (train.oov) lines.push(`  ${percent(train.oov.share)} of the training tokens are outside it`);
  if (test?.oov) lines.push(`  ${percent(test.oov.share)} of the test tokens are outside it; ${counted(test.oov.rowsWithoutKnownTokens, 'test text')} without a known token`);
  return lines.join('\n');
}

/** Never empty for something that is there. */
function bar(share: number, { cyan }: Colors): string {
  return cyan('█'.repeat(share > 0 ? Math.max(1, Math.round(share * barWidth)) : 0));
}

function at(lines: readonly number[]): string {
  return lines.length === 0 ? '' : ` (line ${listed(lines.map(String), 5)})`;
}
