import { batchSequences } from '@sekvens/core';
import { activation, bidirectional, dense, embedding, gru } from '@sekvens/layers';
import { describe, expect, it } from 'vitest';
import { combinedTopicOptions, combinedTopics } from '../../test/helpers/combined-topics.js';
import { errorOf } from '../../test/helpers/error-of.js';
import { topicOptions, topics } from '../../test/helpers/topics.js';
import { createReferenceExecutor } from '../reference/create-reference-executor.js';
import type { TextExamples } from './examples.js';
import { multiLabelReport } from '../evaluation/multi-label-report.js';
import { TextClassifier } from './text-classifier.js';

const examples = combinedTopics(240);
const options = combinedTopicOptions();
const { classifier: trained, history } = await TextClassifier.train(examples, options);
const single = (await TextClassifier.train(topics(30), { ...topicOptions(), epochs: 1 })).classifier;

function bytesOf(classifier: TextClassifier): string {
  return Object.values(classifier.toFiles()).map((bytes) => Buffer.from(bytes).toString('base64')).join();
}

/** The model as it was, to be changed. */
const copy = (): TextClassifier => TextClassifier.fromFiles(trained.toFiles());

describe("TextClassifier.train with task: 'multiLabel'", () => {
  it('learns which topics combine in a text: micro and macro F1 above 0.95, where always answering the majority gives 0.52 and 0.19', async () => {
    const test = combinedTopics(400, 7);
    const report = await trained.evaluateMultiLabel(test);
    expect(trained.labels).toEqual(['food', 'music', 'travel', 'weather']);
    expect(report.micro.f1).toBeGreaterThan(0.95);
    expect(report.macro.f1).toBeGreaterThan(0.95);
    expect(report.accuracy).toBeGreaterThan(0.85);
    // a label that more than half of the training rows have is answered always, the others never
    const majority = trained.labels.map((label) => (examples.filter(({ labels }) => labels.includes(label)).length > examples.length / 2 ? 1 : 0));
    const { truth } = await trained.predictExamples(test);
    const baseline = multiLabelReport(trained.labels, test.flatMap(() => majority), truth, trained.thresholds);
    expect(baseline.micro.f1).toBeCloseTo(0.515, 2);
    expect(baseline.macro.f1).toBeCloseTo(0.19, 2);
  });

  it('gives the same bytes with one to four threads, and from generators', async () => {
    // wide enough for its work to be divided
    const layers: typeof options.layers = ({ vocabularySize, classes }) => [
      embedding({ inputDim: vocabularySize, outputDim: 40, maskZero: true }),
      bidirectional({ layer: gru({ units: 48 }) }),
      dense({ units: classes, activation: 'sigmoid' }),
    ];
    const many = examples.map(({ text, labels }, r) => ({ text: `${text} `.repeat(1 + (r % 5)), labels: [...labels, `only ${r % 150}`] }));
    const train = async (threads: number) => bytesOf((await TextClassifier.train(many, { ...options, layers, epochs: 1, batchSize: 48, threads })).classifier);
    const alone = await train(1);
    for (const threads of [2, 3, 4]) expect(await train(threads)).toBe(alone);
    expect(bytesOf((await TextClassifier.train(examples.values(), options)).classifier)).toBe(bytesOf(trained));
    expect(bytesOf((await TextClassifier.train(examples, { ...options, seed: 4 })).classifier)).not.toBe(bytesOf(trained));
  });

  it('gives batches made elsewhere the labels of each row, which become the same zeros and ones', async () => {
    const { classifier } = await TextClassifier.train(examples, { ...options, batches: ({ x, y }) => batchSequences(x, y, { batchSize: 8, seed: 3 }) });
    expect(bytesOf(classifier)).toBe(bytesOf(trained));
    const dense = examples.map(({ labels }) => trained.labels.map((label) => (labels.includes(label) ? 1 : 0)));
    const written = { x: trained.vectorizer.encodeAll(examples.map(({ text }) => text)), y: dense };
    const fromDense = await TextClassifier.train(examples, { ...options, batches: ({ x }) => batchSequences(x, Float32Array.from(dense.flat()), { batchSize: 8, seed: 3 }) });
    expect(bytesOf(fromDense.classifier)).toBe(bytesOf(trained));
    const again = copy();
    again.model.compile({ loss: 'binaryCrossentropy' });
    const evaluation = await again.model.evaluate(written);
    expect(evaluation.loss).toBeCloseTo((await trained.evaluateMultiLabel(examples)).loss, 5);
  });

  it('tells of each epoch the share of labels that are right, and of validation examples what evaluating says', async () => {
    const validation = combinedTopics(60, 9);
    const result = await TextClassifier.train(examples, { ...options, validationExamples: validation });
    const report = await result.classifier.evaluateMultiLabel(validation, { batchSize: 8 });
    const last = result.history.epochs[9];
    expect(last.validationAccuracy).toBeCloseTo(1 - report.hammingLoss, 12);
    expect(last.validationLoss).toBeCloseTo(report.loss, 5);
    expect(last.loss).toBe(history.epochs[9].loss);
  });

  it('takes labels in the order asked for, one label alone, and a label named twice', async () => {
    const { classifier } = await TextClassifier.train(examples, { ...options, epochs: 1, labels: ['weather', 'unheard of', 'travel', 'music', 'food'] });
    expect((await classifier.evaluateMultiLabel(examples)).classes[1]).toMatchObject({ label: 'unheard of', support: 0 });
    const rain = examples.map(({ text, labels }) => ({ text, labels: labels.includes('food') ? ['food', 'food'] : [] }));
    const one = (await TextClassifier.train(rain, options)).classifier;
    expect(one.labels).toEqual(['food']);
    expect((await one.evaluateMultiLabel(rain)).micro.f1).toBeGreaterThan(0.95);
  });

  const where = 'TextClassifier.train';
  const unlabelled = examples.map(({ text }) => ({ text, labels: [] }));
  const refused: [string, unknown, object, string][] = [
    ['no examples', [], {}, `invalid-data: ${where}: expected at least one example, got none.`],
    ['rows that all have no label', unlabelled, {}, `invalid-data: ${where}: expected at least one label, got none. No row has a label; check where they are read from.`],
    ['rows with one label each', topics(3), {}, `invalid-data: ${where}, row 1: expected { text, labels }, a string and an array of strings, got ${JSON.stringify(topics(1)[0])}. A multi-label classifier takes labels, be they one or none: labels: ['a']. Readers of @sekvens/data give them with multiLabel: true.`],
    ['labels that are a text', [{ text: 'a', labels: 'x' }], {}, `invalid-data: ${where}, row 1: expected { text, labels }, a string and an array of strings, got {"text":"a","labels":"x"}.`],
    ['labels that are numbers', [{ text: 'a', labels: [1] }], {}, `invalid-data: ${where}, row 1: expected { text, labels }, a string and an array of strings, got {"text":"a","labels":[1]}.`],
    ['nothing', undefined, {}, `invalid-data: ${where}: expected an array, iterable, async iterable or ReadableStream of { text, labels }, got undefined.`],
    ['a label that is not among those given', examples, { labels: ['food', 'travel', 'weather'] }, `invalid-data: ${where}, row ${examples.findIndex(({ labels }) => labels.includes('music')) + 1}: expected one of the labels the model was trained with: food, travel, weather, got "music". Remove these rows, or train with rows of this label.`],
    ['a validation label that training does not have', examples, { validationExamples: [{ text: 'a', labels: ['food', 'art'] }] }, `invalid-data: ${where}({ validationExamples }), row 1: expected one of the labels the model was trained with: food, music, travel, weather, got "art". Remove these rows, or train with rows of this label.`],
    ['no labels given', examples, { labels: [] }, `invalid-data: ${where}({ labels }): expected at least one label, got none. No row has a label; check where they are read from.`],
    ['a softmax', examples, { layers: () => [embedding({ inputDim: 99, outputDim: 2 }), gru({ units: 2 }), dense({ units: 4, activation: 'softmax' })] }, `invalid-option: ${where}({ layers }): expected a last layer with activation 'sigmoid', which gives each label a probability of its own, got dense with activation 'softmax'. End with dense({ units: classes, activation: 'sigmoid' }).`],
    ['a softmax as a layer', examples, { layers: () => [embedding({ inputDim: 99, outputDim: 2 }), gru({ units: 2 }), dense({ units: 4 }), activation({ activation: 'softmax' })] }, `invalid-option: ${where}({ layers }): expected a last layer with activation 'sigmoid', which gives each label a probability of its own, got activation with activation 'softmax'. End with dense({ units: classes, activation: 'sigmoid' }).`],
    ['a recurrent layer at the end', examples, { layers: () => [embedding({ inputDim: 99, outputDim: 2 }), gru({ units: 4 })] }, `invalid-option: ${where}({ layers }): expected a last layer with activation 'sigmoid', which gives each label a probability of its own, got gru with activation 'none'. End with dense({ units: classes, activation: 'sigmoid' }).`],
    ['too few outputs', examples, { layers: () => [embedding({ inputDim: 99, outputDim: 2 }), gru({ units: 2 }), dense({ units: 3, activation: 'sigmoid' })] }, `invalid-option: ${where}({ layers }): expected a last layer with 4 outputs, one a label, got output shape [any, 3]. End with dense({ units: classes, activation: 'sigmoid' }).`],
    ['another task', examples, { task: 'multi-label' }, `invalid-option: ${where}({ task }): expected 'multiClass' or 'multiLabel', got "multi-label".`],
    ['a sigmoid with one label a row', topics(9), { task: 'multiClass' }, `invalid-option: ${where}({ layers }): expected a last layer with activation 'softmax', which gives probabilities that sum to 1, got dense with activation 'sigmoid'. End with dense({ units: classes, activation: 'softmax' }).`],
  ];
  for (const [what, rows, changes, message] of refused) {
    it(`refuses ${what}`, async () => {
      expect(await errorOf(() => TextClassifier.train(rows as TextExamples, { ...options, ...changes }))).toBe(message);
    });
  }
});

describe('predictions of a multi-label classifier', () => {
  const texts = ['the song and the soup', 'a drum in a train', 'the of and', ''];

  it('are the labels whose probability reaches their threshold, most probable first, or none', () => {
    const predictions = trained.predict(texts);
    expect(predictions.slice(0, 3).map(({ labels }) => [...labels].sort())).toEqual([['food', 'music'], ['music', 'travel'], []]);
    for (const { label, probability, labels, top } of predictions) {
      expect({ label, probability }).toEqual(top[0]);
      expect(top).toHaveLength(4);
      expect(labels).toEqual(top.filter((one) => one.probability >= 0.5).map((one) => one.label));
    }
    expect(trained.predict(texts, { topK: 1 }).map(({ labels, top }) => [labels, top.length])).toEqual(predictions.map(({ labels }) => [labels, 1]));
  });

  it('have the probabilities of the reference, each by itself', () => {
    const { model, vectorizer, labels } = trained;
    const { data } = createReferenceExecutor(model.network, model.getWeights()).forward({ ids: vectorizer.encodeAll([texts[0]]) });
    const { top } = trained.predict(texts[0]);
    labels.forEach((label, j) => expect(top.find((one) => one.label === label)!.probability).toBeCloseTo(data[j], 6));
    expect(top.reduce((sum, { probability }) => sum + probability, 0)).toBeGreaterThan(1.5);
  });

  it('follow a threshold for all labels, for each, or for some', () => {
    const { top } = trained.predict(texts[0]);
    const reaching = (limit: (label: string) => number) => top.filter(({ label, probability }) => probability >= limit(label)).map(({ label }) => label);
    const thresholds = [[0.001, () => 0.001], [0.999, () => 0.999], [[0.001, 0.5, 0.999, 0.001], (label: string) => [0.001, 0.5, 0.999, 0.001][trained.labels.indexOf(label)]], [{ weather: 1e-9 }, (label: string) => (label === 'weather' ? 1e-9 : 0.5)]] as const;
    for (const [threshold, limit] of thresholds) expect(trained.predict(texts[0], { threshold }).labels).toEqual(reaching(limit));
    expect(trained.predict(texts[0], { threshold: { weather: 1e-9 } }).labels).toContain('weather');
    expect(trained.thresholds).toEqual([0.5, 0.5, 0.5, 0.5]);
  });

  it('come from a stream as at once', async () => {
    const streamed = [];
    for await (const { text, ...prediction } of trained.predictStream(texts, { threshold: 0.2, topK: 2, window: 3 })) {
      expect(text).toBe(texts[streamed.length]);
      streamed.push(prediction);
    }
    expect(streamed).toEqual(trained.predict(texts, { threshold: 0.2, topK: 2 }));
  });

  it('of a multi-class classifier have the one label', () => {
    for (const { label, labels } of single.predict(['goal', ''])) expect(labels).toEqual([label]);
    expect(single.thresholds).toEqual([]);
  });

  const refused: [unknown, string][] = [
    [0, 'expected a number above 0 and below 1, got 0.'],
    [1, 'expected a number above 0 and below 1, got 1.'],
    ['0.5', 'expected a number above 0 and below 1, got "0.5".'],
    [null, 'expected a number above 0 and below 1, got null.'],
    [[0.5], 'expected 4 numbers, one a label, got 1.'],
  ];
  for (const [threshold, message] of refused) {
    it(`refuse a threshold of ${JSON.stringify(threshold)}`, async () => {
      expect(await errorOf(() => trained.predict('a', { threshold: threshold as number }))).toBe(`invalid-option: TextClassifier.predict({ threshold }): ${message}`);
    });
  }

  it('refuse thresholds of unknown labels, of bad numbers, and of a multi-class classifier', async () => {
    expect(await errorOf(() => trained.predict('a', { threshold: { art: 0.5 } }))).toBe('invalid-option: TextClassifier.predict({ threshold }): expected labels among food, music, travel, weather, got "art".');
    expect(await errorOf(() => trained.predict('a', { threshold: { food: 2 } }))).toBe('invalid-option: TextClassifier.predict({ threshold })["food"]: expected a number above 0 and below 1, got 2.');
    const hint = "It takes the most probable label. Where a text may have any number of labels, train with task: 'multiLabel'.";
    expect(await errorOf(() => single.predict('a', { threshold: 0.5 }))).toBe(`invalid-option: TextClassifier.predict({ threshold }): expected a classifier of the task 'multiLabel', got one of the task 'multiClass'. ${hint}`);
    expect(await errorOf(() => single.predictStream(['a'], { threshold: 0.5 }))).toBe(`invalid-option: TextClassifier.predictStream({ threshold }): expected a classifier of the task 'multiLabel', got one of the task 'multiClass'. ${hint}`);
    expect(await errorOf(() => single.setThresholds(0.5))).toBe(`invalid-option: TextClassifier.setThresholds(thresholds): expected a classifier of the task 'multiLabel', got one of the task 'multiClass'. ${hint}`);
  });
});

describe('evaluating a multi-label classifier', () => {
  const test = combinedTopics(50, 5);

  it('gives probabilities and truth, from which the report follows, and what predict says', async () => {
    const { texts, probabilities, truth } = await trained.predictExamples(test, { batchSize: 7 });
    expect(texts).toEqual(test.map(({ text }) => text));
    expect(Array.from(truth)).toEqual(test.flatMap(({ labels }) => trained.labels.map((label) => (labels.includes(label) ? 1 : 0))));
    const predictions = trained.predict(test.map(({ text }) => text));
    predictions.forEach(({ top }, r) => top.forEach(({ label, probability }) => expect(probabilities[r * 4 + trained.labels.indexOf(label)]).toBe(probability)));
    const report = await trained.evaluateMultiLabel(test);
    expect(report).toEqual(multiLabelReport(trained.labels, probabilities, truth, trained.thresholds));
    const exact = predictions.filter(({ labels }, r) => [...labels].sort().join() === [...test[r].labels].sort().join());
    expect(report.accuracy).toBeCloseTo(exact.length / 50, 12);
  });

  it('gives class indices as the truth of a multi-class classifier', async () => {
    const rows = topics(20, 5);
    const { probabilities, truth } = await single.predictExamples(rows);
    expect(Array.from(truth, (index) => single.labels[index])).toEqual(rows.map(({ label }) => label));
    expect(probabilities).toHaveLength(60);
  });

  it('refuses unknown labels, rows without a list of labels, none at all, and the other task', async () => {
    const where = 'TextClassifier.evaluateMultiLabel';
    expect(await errorOf(() => trained.evaluateMultiLabel([test[0], { text: 'a', labels: ['food', 'art'] }]))).toBe(
      `invalid-data: ${where}, row 2: expected one of the labels the model was trained with: food, music, travel, weather, got "art". Remove these rows, or train with rows of this label.`,
    );
    expect(await errorOf(() => trained.evaluateMultiLabel([{ text: 'a', label: 'food' }]))).toMatch(/^invalid-data: TextClassifier\.evaluateMultiLabel, row 1: expected \{ text, labels \}/);
    expect(await errorOf(() => trained.evaluateMultiLabel([]))).toBe(`invalid-data: ${where}: expected at least one example, got none.`);
    expect(await errorOf(() => trained.evaluate(test))).toBe("invalid-option: TextClassifier.evaluate: expected a classifier of the task 'multiClass', got one of the task 'multiLabel'. Use evaluateMultiLabel.");
    expect(await errorOf(() => single.evaluateMultiLabel(test))).toMatch(/^invalid-option: TextClassifier\.evaluateMultiLabel: expected a classifier of the task 'multiLabel', got one of the task 'multiClass'\./);
  });
});

describe('thresholds', () => {
  it('are set for all labels or some, and are not the caller\'s to change', async () => {
    const classifier = copy();
    classifier.setThresholds(0.3);
    classifier.setThresholds({ music: 0.7 });
    expect(classifier.thresholds).toEqual([0.3, 0.7, 0.3, 0.3]);
    expect(Object.isFrozen(classifier.thresholds)).toBe(true);
    expect((await classifier.evaluateMultiLabel(combinedTopics(9))).classes.map(({ threshold }) => threshold)).toEqual([0.3, 0.7, 0.3, 0.3]);
    expect(await errorOf(() => classifier.setThresholds({ musik: 0.7 }))).toBe('invalid-option: TextClassifier.setThresholds(thresholds): expected labels among food, music, travel, weather, got "musik".');
  });

  it('are chosen so that no label has a lower F1 on the same rows', async () => {
    const { classifier } = await TextClassifier.train(examples, { ...options, epochs: 2 });
    const validation = combinedTopics(120, 8);
    const before = await classifier.evaluateMultiLabel(validation);
    const chosen = await classifier.chooseThresholds(validation);
    expect(classifier.thresholds).toEqual(chosen);
    const after = await classifier.evaluateMultiLabel(validation);
    after.classes.forEach(({ f1 }, j) => expect(f1).toBeGreaterThanOrEqual(before.classes[j].f1));
    expect(after.macro.f1).toBeGreaterThan(before.macro.f1);
    expect(await errorOf(() => single.chooseThresholds(validation))).toMatch(/^invalid-option: TextClassifier\.chooseThresholds: expected a classifier of the task 'multiLabel'/);
  });
});
