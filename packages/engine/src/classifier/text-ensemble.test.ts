import { bidirectional, dense, embedding, globalAveragePooling1D, gru } from '@sekvens/layers';
import { describe, expect, it, vi } from 'vitest';
import { combinedTopicOptions, combinedTopics } from '../../test/helpers/combined-topics.js';
import { errorOf } from '../../test/helpers/error-of.js';
import { topicOptions, topics } from '../../test/helpers/topics.js';
import { classificationReport } from '../evaluation/classification-report.js';
import { evaluateClassifier } from '../evaluation/evaluate-classifier.js';
import { multiLabelReport } from '../evaluation/multi-label-report.js';
import { chooseThresholds } from './choose-thresholds.js';
import { TextClassifier } from './text-classifier.js';
import type { TrainOptions } from './text-classifier.js';
import { TextEnsemble } from './text-ensemble.js';

const rows = topics(120);
/** Reads pairs of words, too, and the order only within them. */
const bag = (activation: 'softmax' | 'sigmoid'): Pick<TrainOptions, 'layers' | 'vectorizer'> => ({
  vectorizer: { ngrams: 2 },
  layers: ({ vocabularySize, classes }) => [embedding({ inputDim: vocabularySize, outputDim: 5, maskZero: true }), globalAveragePooling1D(), dense({ units: classes, activation })],
});
const train = async (options: Partial<TrainOptions> = {}) => (await TextClassifier.train(rows, { ...topicOptions(), epochs: 2, ...options })).classifier;
const members = [await train(), await train(bag('softmax')), await train({ ...topicOptions(false), epochs: 2, seed: 9 })];
const ensemble = new TextEnsemble(members);

const multiRows = combinedTopics(160);
const trainMulti = async (options: Partial<TrainOptions> = {}) => (await TextClassifier.train(multiRows, { ...combinedTopicOptions(), epochs: 3, ...options })).classifier;
const multiMembers = [await trainMulti(), await trainMulti(bag('sigmoid'))];
const multi = () => new TextEnsemble(multiMembers);

const texts = [...topics(70, 4).map(({ text }) => text), '', 'nothing known here'];

/** (a + b + …) / n in the order of the members, as float32. */
const meanByHand = (lists: readonly ArrayLike<number>[]): number[] => Array.from(lists[0], (_, i) => {
  let sum = 0;
  for (const list of lists) sum += list[i];
  return Math.fround(sum / lists.length);
});

async function collect<T>(source: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of source) items.push(item);
  return items;
}

describe('predictions of an ensemble', () => {
  it('have the mean of what its members say, and the label that is most probable by it', () => {
    expect(ensemble.labels).toEqual(['Business', 'Sports', 'World']);
    const said = members.map((member) => member.predict(texts));
    ensemble.predict(texts).forEach(({ label, labels, probability, top }, r) => {
      const mean = meanByHand(said.map((predictions) => ensemble.labels.map((name) => predictions[r].top.find((one) => one.label === name)!.probability)));
      expect(ensemble.labels.map((name) => top.find((one) => one.label === name)!.probability)).toEqual(mean);
      expect([label, labels, probability]).toEqual([ensemble.labels[mean.indexOf(Math.max(...mean))], [label], Math.max(...mean)]);
    });
    // the members do not all say the same, or there would be nothing to average
    expect(texts.some((_, r) => said[0][r].label !== said[1][r].label)).toBe(true);
  });

  it('of one text are as among others, and the topK most probable are listed', () => {
    expect(texts.map((text) => ensemble.predict(text))).toEqual(ensemble.predict(texts));
    expect(ensemble.predict(texts, { topK: 2 })).toEqual(ensemble.predict(texts).map((one) => ({ ...one, top: one.top.slice(0, 2) })));
    expect(ensemble.predict([])).toEqual([]);
  });

  it.each([{}, { window: 7 }, { window: 1 }, { window: 20, threads: 2 }, { topK: 1 }])('come from a stream as at once: %o', async (options) => {
    const expected = ensemble.predict(texts, { topK: options.topK }).map((prediction, i) => ({ text: texts[i], ...prediction }));
    expect(await collect(ensemble.predictStream(texts, options))).toEqual(expected);
  });

  it('come from threads of each member that end with the stream, also where it ends early', async () => {
    const wide: TrainOptions['layers'] = ({ vocabularySize, classes }) => [
      embedding({ inputDim: vocabularySize, outputDim: 40, maskZero: true }), bidirectional({ layer: gru({ units: 48 }) }), dense({ units: classes, activation: 'softmax' }),
    ];
    const one = await train({ layers: wide, epochs: 1 });
    const pair = new TextEnsemble([one, await train({ layers: wide, epochs: 1, vectorizer: { ngrams: 2 } }), one]);
    const teams = [...new Set(pair.members)].map(({ model }) => ({ join: vi.spyOn(model, 'joinTeam'), leave: vi.spyOn(model, 'leaveTeam') }));
    const expected = pair.predict(texts).map((prediction, i) => ({ text: texts[i], ...prediction }));
    expect(await collect(pair.predictStream(texts, { window: 30, threads: 3 }))).toEqual(expected);
    for (const { join, leave } of teams) expect([join.mock.calls, leave.mock.calls]).toEqual([[[3]], [[]]]);
    for await (const { text } of pair.predictStream(texts, { window: 30, threads: 2 })) {
      expect(text).toBe(texts[0]);
      break;
    }
    for (const { join, leave } of teams) expect([join.mock.calls, leave.mock.calls]).toEqual([[[3], [2]], [[], []]]);
  });

  it('refuse what cannot be, in the name of the ensemble', async () => {
    expect(await errorOf(() => ensemble.predict('a', { topK: 4 }))).toBe('invalid-option: TextEnsemble.predict({ topK }): expected an integer from 1 to 3, the number of labels, got 4.');
    expect(await errorOf(() => ensemble.predict('a', { top: 1 } as never))).toMatch(/^invalid-option: TextEnsemble\.predict\(texts, options\)/);
    expect(await errorOf(() => ensemble.predictStream(texts, { window: 0 }))).toMatch(/^invalid-option: TextEnsemble\.predictStream\(\{ window \}\)/);
    expect(await errorOf(() => collect(ensemble.predictStream(texts, { threads: 0 })))).toMatch(/^invalid-option: TextEnsemble\.predictStream\(\{ threads \}\)/);
    expect(await errorOf(() => ensemble.predict('a', { threshold: 0.5 }))).toMatch(/^invalid-option: TextEnsemble\.predict\(\{ threshold \}\): expected a classifier of the task 'multiLabel'/);
    const controller = new AbortController();
    const stream = ensemble.predictStream(texts, { window: 5, signal: controller.signal });
    await stream.next();
    controller.abort();
    expect(await errorOf(() => collect(stream))).toMatch(/^aborted: TextEnsemble\.predictStream: /);
  });
});

describe('evaluating an ensemble', () => {
  const test = topics(50, 7);

  it('measures the mean of what each member says of the same batches', async () => {
    const { probabilities, truth, texts: read, ids, ...others } = await ensemble.predictExamples(test, { batchSize: 7 });
    const said = await Promise.all(members.map((member) => member.predictExamples(test, { batchSize: 7 })));
    expect(Array.from(probabilities)).toEqual(meanByHand(said.map((one) => one.probabilities)));
    expect([read, truth, ids, others]).toEqual([test.map(({ text }) => text), said[0].truth, said[0].ids, { task: 'multiClass', labels: ensemble.labels }]);
    const report = await ensemble.evaluate(test, { batchSize: 7 });
    expect(report).toEqual(classificationReport(ensemble.labels, probabilities, truth));
    expect(await evaluateClassifier(ensemble, test, { batchSize: 7 })).toMatchObject({ accuracy: report.accuracy, rows: 50 });
  });

  it('reads examples once, so that they may come from a generator', async () => {
    expect(await ensemble.evaluate(test.values())).toEqual(await ensemble.evaluate(test));
  });

  it('refuses unknown labels, no examples and the other task; a signal ends it', async () => {
    expect(await errorOf(() => ensemble.evaluate([{ text: 'a', label: 'Arts' }]))).toMatch(/^invalid-data: TextEnsemble\.evaluate, row 1: expected one of the labels the model was trained with/);
    expect(await errorOf(() => ensemble.evaluate([]))).toBe('invalid-data: TextEnsemble.evaluate: expected at least one example, got none.');
    expect(await errorOf(() => ensemble.evaluateMultiLabel(multiRows))).toMatch(/^invalid-option: TextEnsemble\.evaluateMultiLabel: expected a classifier of the task 'multiLabel'/);
    expect(await errorOf(() => multi().evaluate(test))).toMatch(/^invalid-option: TextEnsemble\.evaluate: expected a classifier of the task 'multiClass'/);
    expect(await errorOf(() => ensemble.predictExamples(test, { signal: AbortSignal.abort() }))).toMatch(/^aborted: TextEnsemble\.predictExamples: /);
  });
});

describe('an ensemble with any number of labels', () => {
  const test = combinedTopics(60, 5);

  it('has thresholds of its own, which decide on the mean', async () => {
    const voting = multi();
    multiMembers[0].setThresholds(0.9);
    expect([voting.task, voting.thresholds]).toEqual(['multiLabel', [0.5, 0.5, 0.5, 0.5]]);
    voting.setThresholds({ food: 0.7 });
    expect([voting.thresholds, multiMembers[0].thresholds]).toEqual([[0.7, 0.5, 0.5, 0.5], [0.9, 0.9, 0.9, 0.9]]);
    const { probabilities, truth, thresholds } = await voting.predictExamples(test);
    expect(thresholds).toEqual(voting.thresholds);
    expect(await voting.evaluateMultiLabel(test)).toEqual(multiLabelReport(voting.labels, probabilities, truth, voting.thresholds));
    for (const { labels, top } of voting.predict(test.map(({ text }) => text))) {
      expect(labels).toEqual(top.filter(({ label, probability }) => probability >= (label === 'food' ? 0.7 : 0.5)).map(({ label }) => label));
    }
    const { labels, top } = voting.predict(test[0].text, { threshold: 0.01 });
    expect(labels).toEqual(top.filter(({ probability }) => probability >= 0.01).map(({ label }) => label));
  });

  it('chooses thresholds by the mean', async () => {
    const voting = multi();
    const { probabilities, truth } = await voting.predictExamples(test);
    expect(await voting.chooseThresholds(test)).toEqual(chooseThresholds(probabilities, truth, 4));
    expect(voting.thresholds).not.toEqual([0.5, 0.5, 0.5, 0.5]);
    expect(await errorOf(() => ensemble.chooseThresholds(test))).toMatch(/^invalid-option: TextEnsemble\.chooseThresholds: /);
    expect(await errorOf(() => ensemble.setThresholds(0.5))).toMatch(/^invalid-option: TextEnsemble\.setThresholds\(thresholds\): /);
  });
});

describe('an ensemble refuses', () => {
  const where = 'invalid-option: new TextEnsemble(members)';
  const hint = 'Train all members with the same labels: TextClassifier.train(examples, { labels, … }).';
  const cases: [string, () => unknown, string][] = [
    ['what is no list', () => 'members', `${where}: expected a list of at least two text classifiers, got "members".`],
    ['no members', () => [], `${where}: expected at least two text classifiers, got none. A single classifier needs no ensemble.`],
    ['one member', () => [members[0]], `${where}: expected at least two text classifiers, got one. A single classifier needs no ensemble.`],
    ['what is no classifier', () => [null, members[0]], `${where}[0]: expected a TextClassifier, got null.`],
    ['an ensemble', () => [members[0], ensemble], `${where}[1]: expected a TextClassifier, got a TextEnsemble. Give its members.`],
    ['another task', () => [members[0], multiMembers[0]], `${where}[1]: expected the task of the first member, 'multiClass', got 'multiLabel'.`],
  ];
  for (const [what, given, message] of cases) {
    it(what, async () => {
      expect(await errorOf(() => new TextEnsemble(given() as TextClassifier[]))).toBe(message);
    });
  }

  it('other labels, and the same in another order', async () => {
    const expected = `${where}[1]: expected the labels of the first member in their order, ["Business", "Sports", "World"], got`;
    for (const [labels, got] of [[['World', 'Sports', 'Business'], '["World", "Sports", "Business"]'], [['Business', 'Sports', 'World', 'Arts'], '["Business", "Sports", "World", "Arts"]']] as const) {
      const other = await train({ labels, epochs: 1 });
      expect(await errorOf(() => new TextEnsemble([members[0], other]))).toBe(`${expected} ${got}. ${hint}`);
    }
  });

  it('nothing of what it is given to be changed: members are its own list', () => {
    const given = [members[0], members[1]];
    const { members: held } = new TextEnsemble(given);
    given.pop();
    expect(held).toEqual([members[0], members[1]]);
    expect(Object.isFrozen(held)).toBe(true);
  });
});
