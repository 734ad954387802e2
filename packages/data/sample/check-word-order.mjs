/**
 * Shows that word order matters in the sample: `node check-word-order.mjs` prints the figures and ends with code 1 if one is out of bounds.
 *
 * The order items are compared with their twins, and two classifiers that see only how often each word occurs (naive Bayes and
 * softmax regression) are trained on train.csv and scored on the two parts of test.csv. Twins have the same words and other labels, so such
 * a classifier is right about one of two at most.
 */
import { pathToFileURL } from 'node:url';
import { Random } from '@sekvens/core';
import { bagOf, generateSample, labels, wordsOf } from './generate.mjs';

/** Order items, and those among them without a twin: a row of the same split with the same sorted words and another label. */
export function twinReport(rows) {
  const byBag = new Map();
  for (const row of rows) {
    const bag = bagOf(row);
    byBag.set(bag, [...(byBag.get(bag) ?? []), row]);
  }
  const items = rows.filter((row) => row.order !== undefined);
  const alone = items.filter((row) => !byBag.get(bagOf(row)).some((twin) => twin.order !== undefined && twin.label !== row.label));
  return { items: items.length, withoutTwin: alone.length };
}

const unigrams = ({ title, description }) => wordsOf(`${title} ${description}`);

/** Words and pairs of neighbours: a control that sees a little of the order. */
const bigrams = (row) => {
  const words = unigrams(row);
  return [...words, ...words.slice(1).map((word, i) => `${words[i]} ${word}`)];
};

/** Term indices of every row; `vocabulary` grows while training and is fixed afterwards. */
function termsOf(rows, extract, vocabulary, grow) {
  return rows.map((row) => {
    const indices = [];
    for (const term of extract(row)) {
      if (grow && !vocabulary.has(term)) vocabulary.set(term, vocabulary.size);
      const index = vocabulary.get(term);
      if (index !== undefined) indices.push(index);
    }
    return indices;
  });
}

/** Multinomial naive Bayes over word counts, add-one smoothing. Returns a function from row to label. */
export function naiveBayes(rows, extract = unigrams) {
  const vocabulary = new Map();
  const documents = termsOf(rows, extract, vocabulary, true);
  const size = vocabulary.size;
  const counts = labels.map(() => new Float64Array(size).fill(1));
  const totals = labels.map(() => size);
  const priors = labels.map((label) => Math.log(rows.filter((row) => row.label === label).length / rows.length));
  documents.forEach((terms, r) => {
    const c = labels.indexOf(rows[r].label);
    for (const term of terms) counts[c][term]++;
    totals[c] += terms.length;
  });
  return (row) => {
    const [terms] = termsOf([row], extract, vocabulary, false);
    return labels[largest(labels.map((_label, c) => terms.reduce((sum, term) => sum + Math.log(counts[c][term] / totals[c]), priors[c])))];
  };
}

/** Softmax regression over word counts: stochastic gradient descent, learning rate falling to zero. Returns a function from row to label. */
export function softmaxRegression(rows, { extract = unigrams, epochs = 20, rate = 0.1, decay = 1e-5, seed = 1 } = {}) {
  const vocabulary = new Map();
  const documents = termsOf(rows, extract, vocabulary, true);
  const weights = labels.map(() => new Float64Array(vocabulary.size));
  const biases = new Float64Array(labels.length);
  const random = new Random(seed);
  const scores = (terms) => labels.map((_label, c) => terms.reduce((sum, term) => sum + weights[c][term], biases[c]));
  for (let epoch = 0; epoch < epochs; epoch++) {
    const step = rate * (1 - epoch / epochs);
    for (const r of random.permutation(rows.length)) {
      const logits = scores(documents[r]);
      const top = Math.max(...logits);
      const exponentials = logits.map((logit) => Math.exp(logit - top));
      const sum = exponentials.reduce((a, b) => a + b);
      labels.forEach((label, c) => {
        const gradient = exponentials[c] / sum - (rows[r].label === label ? 1 : 0);
        biases[c] -= step * gradient;
        for (const term of documents[r]) weights[c][term] -= step * (gradient + decay * weights[c][term]);
      });
    }
  }
  return (row) => labels[largest(scores(termsOf([row], extract, vocabulary, false)[0]))];
}

const largest = (values) => values.indexOf(Math.max(...values));
const accuracy = (predict, rows) => rows.filter((row) => predict(row) === row.label).length / rows.length;

/** All figures: twins, and the accuracy of each classifier on the order part and on the rest of the test rows. */
export function checkWordOrder({ train, test } = generateSample()) {
  const parts = { order: test.filter((row) => row.order !== undefined), rest: test.filter((row) => row.order === undefined) };
  const classifiers = {
    'naive Bayes, words': naiveBayes(train),
    'softmax regression, words': softmaxRegression(train),
    'softmax regression, words and word pairs': softmaxRegression(train, { extract: bigrams }),
  };
  return {
    twins: { train: twinReport(train), test: twinReport(test) },
    accuracy: Object.fromEntries(
      Object.entries(classifiers).map(([name, predict]) => [
        name,
        { order: accuracy(predict, parts.order), rest: accuracy(predict, parts.rest), all: accuracy(predict, test) },
      ]),
    ),
  };
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const sample = generateSample();
  const figures = checkWordOrder(sample);
  for (const [name, rows] of Object.entries(sample)) {
    const { items, withoutTwin } = figures.twins[name];
    console.log(
      `${name}: ${rows.length} rows, ${items} order items (${((100 * items) / rows.length).toFixed(1)} %), ${withoutTwin} of them without a twin`,
    );
  }
  const every = [...sample.train, ...sample.test];
  console.log(`vocabulary: ${new Set(every.flatMap(unigrams)).size} words`);
  console.log(`${'accuracy on test.csv (%)'.padEnd(44)}order   rest    all`);
  const percent = (share) => (100 * share).toFixed(1).padStart(5);
  for (const [name, part] of Object.entries(figures.accuracy))
    console.log(`${name.padEnd(44)}${percent(part.order)}  ${percent(part.rest)}  ${percent(part.all)}`);
  const blind = Object.entries(figures.accuracy).filter(([name]) => name.endsWith(', words'));
  const holds =
    Object.values(figures.twins).every((report) => report.withoutTwin === 0) && blind.every(([, part]) => part.order <= 0.5 && part.rest >= 0.9);
  if (!holds) process.exitCode = 1;
}
