import { batchSequences, TextVectorization } from '@sekvens/core';
import { activation, attentionPooling1D, dense, dropout, embedding, globalAveragePooling1D, globalMaxAveragePooling1D, globalMaxPooling1D, lstm } from '@sekvens/layers';
import type { LayerDefinition } from '@sekvens/layers';
import { describe, expect, it, vi } from 'vitest';
import { errorOf } from '../../test/helpers/error-of.js';
import { topicOptions, topics } from '../../test/helpers/topics.js';
import type { EpochLog } from '../model/callback.js';
import { createReferenceExecutor } from '../reference/create-reference-executor.js';
import type { EncodedExamples, TextExample, TextExamples } from './examples.js';
import { predictBatches } from './predict-batches.js';
import { TextClassifier } from './text-classifier.js';
import type { TrainOptions } from './text-classifier.js';

const examples = topics(120);
const options = topicOptions();
const trained = (await TextClassifier.train(examples, options)).classifier;

const softmax = (classes: number) => dense({ units: classes, activation: 'softmax' });
function bytesOf(classifier: TextClassifier): string {
  return Object.values(classifier.toFiles()).map((bytes) => Buffer.from(bytes).toString('base64')).join();
}

describe('TextClassifier.train', () => {
  it('learns topics', async () => {
    const report = await trained.evaluate(topics(200, 7));
    expect(report.accuracy).toBeGreaterThan(0.9);
    expect(trained.labels).toEqual(['Business', 'Sports', 'World']);
    expect(trained.predict('the bank of oil').label).toBe('Business');
    expect(trained.predict('a coach and a team').label).toBe('Sports');
  });

  async function* streamed(): AsyncGenerator<TextExample> {
    for (const example of examples) yield await Promise.resolve(example);
  }
  const sources: [string, () => TextExamples][] = [
    ['a generator that runs once', function* () { yield* examples; }],
    ['an async generator', streamed],
    ['an async iterable', () => ({ [Symbol.asyncIterator]: streamed })],
    ['a ReadableStream', () => new ReadableStream<TextExample>({ start: (controller) => { examples.forEach((example) => controller.enqueue(example)); controller.close(); } })],
    ['a set', () => new Set(examples)],
  ];
  for (const [name, source] of sources) {
    it(`from ${name} gives the same bytes as from an array`, async () => {
      expect(bytesOf((await TextClassifier.train(source(), options)).classifier)).toBe(bytesOf(trained));
    });
  }

  it('smooths labels, in the losses of training and validation and not in reports', async () => {
    const run = (labelSmoothing?: number) => TextClassifier.train(examples, { ...options, labelSmoothing, validationExamples: examples });
    const [sharp, { classifier, history }] = [await run(0), await run(0.3)];
    expect(bytesOf(sharp.classifier)).toBe(bytesOf(trained));
    const { validationLoss } = history.epochs.at(-1)!;
    const { loss } = await classifier.evaluate(examples);
    // of three classes 0.1 each go to the wrong ones, which costs more than ln(1 / 0.8)
    expect(validationLoss).toBeGreaterThan(0.6);
    expect(loss).toBeLessThan(validationLoss! - 0.05);
  });

  it('weighs examples by label', async () => {
    const counts = { Business: 0, Sports: 0, World: 0 };
    for (const { label } of examples) counts[label as keyof typeof counts]++;
    const balanced = Object.fromEntries(Object.entries(counts).map(([label, count]) => [label, examples.length / (3 * count)]));
    const bytes = async (classWeights: TrainOptions['classWeights'], more: Partial<TrainOptions> = {}) => bytesOf((await TextClassifier.train(examples, { ...options, classWeights, ...more })).classifier);
    expect(await bytes({ Business: 1, Sports: 1, World: 1 })).toBe(bytesOf(trained));
    expect(await bytes('balanced')).toBe(await bytes(balanced));
    const uneven = await bytes({ World: 3, Sports: 1, Business: 1 });
    expect(uneven).not.toBe(bytesOf(trained));
    // also through batches of one's own, and whatever the order of the labels
    expect(await bytes({ Business: 1, Sports: 1, World: 3 }, { batches: ({ x, y }) => batchSequences(x, y, { batchSize: options.batchSize, seed: options.seed }) })).toBe(uneven);
  });

  it('gives other weights for another seed', async () => {
    expect(bytesOf((await TextClassifier.train(examples, { ...options, seed: 4 })).classifier)).not.toBe(bytesOf(trained));
  });

  it('takes labels in the order asked for', async () => {
    const { classifier } = await TextClassifier.train(examples, { ...options, epochs: 6, labels: ['World', 'Unheard of', 'Sports', 'Business'] });
    expect(classifier.labels).toEqual(['World', 'Unheard of', 'Sports', 'Business']);
    const report = await classifier.evaluate(examples);
    expect(report.accuracy).toBeGreaterThan(0.9);
    expect(report.classes[1]).toMatchObject({ label: 'Unheard of', support: 0 });
  });

  it('takes an adapted vectorizer as it is, and adapts one that is not', async () => {
    const adapted = new TextVectorization({ vocabulary: ['goal', 'team', 'oil', 'treaty', 'vote', 'bank'] });
    const first = await TextClassifier.train(examples, { ...options, vectorizer: adapted });
    expect(first.classifier.vectorizer).toBe(adapted);
    expect(first.classifier.model.network.layers[0].outputShape).toEqual([null, null, 6]);
    expect(adapted.vocabularySize()).toBe(8);
    const empty = new TextVectorization({ maxTokens: 10 });
    const second = await TextClassifier.train(examples, { ...options, vectorizer: empty });
    expect(second.classifier.vectorizer).toBe(empty);
    expect(empty.vocabularySize()).toBe(10);
    const third = await TextClassifier.train(examples, { ...options, vectorizer: { maxTokens: 10 } });
    expect(bytesOf(third.classifier)).toBe(bytesOf(second.classifier));
  });

  it('takes batches made elsewhere, and tells callbacks', async () => {
    const logs: EpochLog[] = [];
    const seen: EncodedExamples<Int32Array>[] = [];
    const { classifier, history } = await TextClassifier.train(examples, {
      ...options,
      batches: (encoded) => (seen.push(encoded as EncodedExamples<Int32Array>), batchSequences(encoded.x, encoded.y, { batchSize: 8, seed: 3 })),
      callbacks: [{ onEpochEnd: (log) => void logs.push(log) }],
    });
    expect(bytesOf(classifier)).toBe(bytesOf(trained));
    expect(history.epochs).toEqual(logs);
    expect(seen[0].x).toEqual(trained.vectorizer.encodeAll(examples.map(({ text }) => text)));
    expect(Array.from(seen[0].y, (index) => trained.labels[index])).toEqual(examples.map(({ label }) => label));
  });

  it('evaluates validation examples after every epoch', async () => {
    const { classifier, history } = await TextClassifier.train(examples, { ...options, validationExamples: topics(50, 9) });
    expect(history.epochs).toHaveLength(4);
    const report = await classifier.evaluate(topics(50, 9), { batchSize: 8 });
    expect(history.epochs[3].validationAccuracy).toBeCloseTo(report.accuracy, 12);
    expect(history.epochs[3].validationLoss).toBeCloseTo(report.loss, 5);
  });

  const where = 'TextClassifier.train';
  const refused: [string, TextExamples, object, string][] = [
    ['no examples', [], {}, `invalid-data: ${where}: expected at least one example, got none.`],
    ['no examples, labels given', [], { labels: ['a', 'b'], vectorizer: trained.vectorizer }, `invalid-data: ${where}: expected at least one example, got none.`],
    ['one class', examples.filter(({ label }) => label === 'World'), {}, `invalid-data: ${where}: expected at least two different labels, got only "World". A classifier needs rows of two classes or more; check the label column.`],
    ['texts that are all empty', ['a', 'b'].map((label) => ({ text: ' ', label })), {}, `invalid-data: ${where}: expected texts with at least one token, got texts that are all empty. Check the text column.`],
    ['a label that is not among those given', examples, { labels: ['Business', 'Sports'] }, `invalid-data: ${where}, row ${examples.findIndex(({ label }) => label === 'World') + 1}: expected one of the labels the model was trained with: Business, Sports, got "World". Remove these rows, or train with rows of this label.`],
    ['a validation label that training does not have', examples, { validationExamples: [{ text: 'a', label: 'Science' }] }, `invalid-data: ${where}({ validationExamples }), row 1: expected one of the labels the model was trained with: Business, Sports, World, got "Science". Remove these rows, or train with rows of this label.`],
    ['no validation examples', examples, { validationExamples: [] }, `invalid-data: ${where}({ validationExamples }): expected at least one example, got none.`],
    ['labels that are no list', examples, { labels: 'ab' }, `invalid-data: ${where}({ labels }): expected labels as a list of strings, got "ab".`],
    ['one label given', examples, { labels: ['World'] }, `invalid-data: ${where}({ labels }): expected at least two different labels, got only "World". A classifier needs rows of two classes or more; check the label column.`],
    ['layers that are a list', examples, { layers: [] }, `invalid-option: ${where}({ layers }): expected a function of { vocabularySize, classes }, got [].`],
    ['too few outputs', examples, { layers: () => [embedding({ inputDim: 99, outputDim: 2 }), lstm({ units: 2 }), softmax(2)] }, `invalid-option: ${where}({ layers }): expected a last layer with 3 outputs, one a class, got output shape [any, 2]. End with dense({ units: classes, activation: 'softmax' }).`],
    ['outputs at every time step', examples, { layers: () => [embedding({ inputDim: 99, outputDim: 2 }), softmax(3)] }, `invalid-option: ${where}({ layers }): expected a last layer with 3 outputs, one a class, got output shape [any, any, 3]. End with dense({ units: classes, activation: 'softmax' }).`],
    ['no softmax', examples, { layers: () => [embedding({ inputDim: 99, outputDim: 2 }), lstm({ units: 2 }), dense({ units: 3 })] }, `invalid-option: ${where}({ layers }): expected a last layer with activation 'softmax', which gives probabilities that sum to 1, got dense with activation 'linear'. End with dense({ units: classes, activation: 'softmax' }).`],
    ['batches that are no function', examples, { batches: 8 }, `invalid-option: ${where}({ batches }): expected a function of the encoded examples, got 8.`],
    ['batches that give nothing', examples, { batches: () => undefined }, 'invalid-data: fit: expected { x, y } or a BatchSource, got undefined.'],
    ['a vectorizer by name', examples, { vectorizer: 'words' }, `invalid-option: ${where}({ vectorizer }): expected a TextVectorization or its options, got "words".`],
    ['a vectorizer without ids', examples, { vectorizer: { outputMode: 'count' } }, `invalid-option: ${where}({ vectorizer }): expected outputMode 'int', which gives token ids, got "count".`],
    ['a signal that is none', examples, { signal: 1 }, `invalid-option: ${where}({ signal }): expected an AbortSignal, got 1. Give the signal of an AbortController, not the controller.`],
    ['a bad seed', examples, { seed: -1 }, `invalid-option: ${where}({ seed }): expected a seed that is an integer from 0 to 2^53 - 1, got -1.`],
    ['bad epochs', examples, { epochs: 0 }, 'invalid-option: fit({ epochs }): expected a positive integer, got 0.'],
    ['a bad optimizer', examples, { optimizer: 'lion' }, 'invalid-option: compile({ optimizer }): expected one of sgd, rmsprop, adam, adamw, or an object with one of them as kind, got "lion".'],
    ['smoothing by more than all', examples, { labelSmoothing: 1.5 }, `invalid-option: ${where}({ labelSmoothing }): expected a number in [0, 1], got 1.5.`],
    ['a weight of a label that is none', examples, { classWeights: { Business: 1, Sports: 1, World: 1, Science: 2 } }, `invalid-option: ${where}({ classWeights }): expected some of the labels Business, Sports, World, got "Science".`],
    ['weights of some labels', examples, { classWeights: { World: 2 } }, `invalid-option: ${where}({ classWeights }): expected a number for every label, got none for Business, Sports. Give the others 1 where they should count as they are.`],
    ['an abort before', examples, { signal: AbortSignal.abort() }, `aborted: ${where}: expected to run to its end, got an abort signal.`],
  ];
  for (const [what, rows, changes, message] of refused) {
    it(`refuses ${what}`, async () => {
      expect(await errorOf(() => TextClassifier.train(rows, { ...options, ...changes }))).toBe(message);
    });
  }

  it('refuses unknown and missing options', async () => {
    expect(await errorOf(() => TextClassifier.train(examples, { ...options, epoch: 3 } as TrainOptions))).toMatch(/^invalid-option: TextClassifier\.train\(examples, options\): expected options among layers, .*, got "epoch"\. Did you mean epochs\?$/);
    expect(await errorOf(() => TextClassifier.train(examples, undefined as never))).toBe(`invalid-option: ${where}({ layers }): expected a function of { vocabularySize, classes }, got undefined.`);
  });

  it('says so where an iterable gives nothing the second time', async () => {
    const once = examples.values();
    const source = { [Symbol.iterator]: () => once };
    expect(await errorOf(() => TextClassifier.train(source, options))).toBe(
      `invalid-data: ${where}: expected at least one example, got none in a later pass. Examples are gone through more than once: give an array, or an iterable that begins anew each time.`,
    );
  });

  it('ends with its signal while it reads', async () => {
    const controller = new AbortController();
    async function* slow() {
      for (const example of examples) {
        await new Promise((resolve) => setTimeout(resolve, 2));
        yield example;
      }
    }
    setTimeout(() => controller.abort(), 30);
    expect(await errorOf(() => TextClassifier.train(slow(), { ...options, signal: controller.signal }))).toBe(`aborted: ${where}: expected to run to its end, got an abort signal.`);
  });

  it('ends with its signal while it trains', async () => {
    const controller = new AbortController();
    const callbacks = [{ onBatchEnd: () => controller.abort() }];
    expect(await errorOf(() => TextClassifier.train(examples, { ...options, signal: controller.signal, callbacks }))).toBe('aborted: fit: expected to run to its end, got an abort signal.');
  });
});

describe('TextClassifier.predict', () => {
  it('gives the reference\'s probabilities, sorted', () => {
    const text = 'the minister of the league';
    const { label, probability, top } = trained.predict(text);
    const { model, vectorizer } = trained;
    const { data } = createReferenceExecutor(model.network, model.getWeights()).forward({ ids: vectorizer.encodeAll([text]) });
    const expected = trained.labels.map((name, i) => ({ label: name, probability: data[i] })).sort((a, b) => b.probability - a.probability);
    expect(top.map((one) => one.label)).toEqual(expected.map((one) => one.label));
    top.forEach((one, i) => expect(one.probability).toBeCloseTo(expected[i].probability, 6));
    expect({ label, probability }).toEqual(top[0]);
    expect(top.reduce((sum, one) => sum + one.probability, 0)).toBeCloseTo(1, 6);
  });

  it('takes many texts, in their order, or none', () => {
    const texts = ['oil stocks', 'team coach goal', 'vote', ''];
    expect(trained.predict(texts)).toEqual(texts.map((text) => trained.predict(text)));
    expect(trained.predict([])).toEqual([]);
  });

  it('lists the topK most probable', () => {
    const all = trained.predict('vote').top;
    for (const topK of [1, 2, 3]) expect(trained.predict('vote', { topK }).top).toEqual(all.slice(0, topK));
  });

  it('takes words it does not know, and a text without any', () => {
    expect(trained.predict('entirely unheard-of').probability).toBeGreaterThan(1 / 3);
    const { model } = trained;
    const { data } = createReferenceExecutor(model.network, model.getWeights()).forward({ ids: { values: new Int32Array(0), offsets: Int32Array.of(0, 0) } });
    expect(trained.predict(' ').probability).toBeCloseTo(Math.max(...Array.from(data)), 6);
  });

  const refused: [unknown, unknown, RegExp][] = [
    ['a', { topK: 0 }, /^invalid-option: TextClassifier\.predict\(\{ topK \}\): expected an integer from 1 to 3, the number of labels, got 0\.$/],
    ['a', { topK: 4 }, /got 4\.$/],
    ['a', { topK: 1.5 }, /got 1\.5\.$/],
    ['a', { topK: '2' }, /got "2"\.$/],
    ['a', { top: 2 }, /^invalid-option: TextClassifier\.predict\(texts, options\): expected options among topK, threshold, got "top"\. Did you mean topK\?$/],
    [undefined, {}, /^invalid-data: TextVectorization\.encodeAll\(texts\): expected an array or iterable of texts, got undefined\.$/],
    [['a', 7], {}, /^invalid-data: TextVectorization\.encodeAll\(texts\): expected text 1 to be a string, got 7\.$/],
  ];
  for (const [texts, predictOptions, message] of refused) {
    it(`refuses ${JSON.stringify([texts, predictOptions])}`, async () => {
      expect(await errorOf(() => trained.predict(texts as string, predictOptions as object))).toMatch(message);
    });
  }
});

describe("a text's prediction depends on the text alone", () => {
  const texts = [...topics(150, 11).map(({ text }) => text), '', 'goal', 'unknown words only', 'goal '.repeat(300)];
  const stacks: [string, (sizes: { vocabularySize: number; classes: number }) => LayerDefinition[]][] = [
    ['masked', ({ vocabularySize, classes }) => [embedding({ inputDim: vocabularySize, outputDim: 4, maskZero: true }), lstm({ units: 4 }), softmax(classes)]],
    ['unmasked', ({ vocabularySize, classes }) => [embedding({ inputDim: vocabularySize, outputDim: 4 }), lstm({ units: 4 }), softmax(classes)]],
    ['masked, pooled over present steps', ({ vocabularySize, classes }) => [embedding({ inputDim: vocabularySize, outputDim: 4, maskZero: true }), lstm({ units: 4, returnSequences: true }), globalMaxPooling1D(), softmax(classes)]],
    ['masked, pooled over all steps', ({ vocabularySize, classes }) => [embedding({ inputDim: vocabularySize, outputDim: 4, maskZero: true }), lstm({ units: 4, returnSequences: true }), globalAveragePooling1D({ useMask: false }), softmax(classes)]],
    ['masked, attention to present steps', ({ vocabularySize, classes }) => [embedding({ inputDim: vocabularySize, outputDim: 4, maskZero: true, wordDropout: 0.1, embeddingDropout: 0.1 }), lstm({ units: 4, returnSequences: true }), attentionPooling1D({ units: 3 }), softmax(classes)]],
    ['masked, attention to all steps', ({ vocabularySize, classes }) => [embedding({ inputDim: vocabularySize, outputDim: 4, maskZero: true }), lstm({ units: 4, returnSequences: true }), attentionPooling1D({ useMask: false }), softmax(classes)]],
    ['masked, maximum and mean of present steps', ({ vocabularySize, classes }) => [embedding({ inputDim: vocabularySize, outputDim: 4, maskZero: true }), lstm({ units: 4, returnSequences: true }), globalMaxAveragePooling1D(), softmax(classes)]],
    ['masked, maximum and mean of all steps', ({ vocabularySize, classes }) => [embedding({ inputDim: vocabularySize, outputDim: 4, maskZero: true }), lstm({ units: 4, returnSequences: true }), globalMaxAveragePooling1D({ useMask: false }), softmax(classes)]],
    ['a bag of words with dropout, its softmax a layer of its own', ({ vocabularySize, classes }) => [embedding({ inputDim: vocabularySize, outputDim: 4 }), globalAveragePooling1D(), dropout({ rate: 0.5 }), dense({ units: classes }), activation({ activation: 'softmax' })]],
  ];
  for (const [name, layers] of stacks) {
    it(`${name}, to the last bit`, async () => {
      const { classifier } = await TextClassifier.train(examples, { ...options, epochs: 1, layers });
      const together = classifier.predict(texts);
      expect(texts.map((text) => classifier.predict(text))).toEqual(together);
      expect(classifier.predict([...texts].reverse()).reverse()).toEqual(together);
      expect(new Set(together.map(({ probability }) => probability)).size).toBeGreaterThan(50);
    });
  }
});

describe('TextClassifier.evaluate', () => {
  it('counts what predict says', async () => {
    const rows = topics(80, 5);
    const predictions = trained.predict(rows.map(({ text }) => text));
    const report = await trained.evaluate(rows);
    expect(report.accuracy).toBeCloseTo(predictions.filter(({ label }, r) => label === rows[r].label).length / 80, 12);
    const losses = predictions.map(({ top }, r) => -Math.log(top.find(({ label }) => label === rows[r].label)!.probability));
    expect(report.loss).toBeCloseTo(losses.reduce((a, b) => a + b, 0) / 80, 5);
    const hits = (label: string) => predictions.filter((one, r) => one.label === label && rows[r].label === label).length;
    for (const one of report.classes) {
      expect(one.support).toBe(rows.filter(({ label }) => label === one.label).length);
      expect(one.recall).toBeCloseTo(hits(one.label) / one.support, 12);
      expect(one.precision).toBeCloseTo(hits(one.label) / predictions.filter(({ label }) => label === one.label).length, 12);
    }
    expect(report.confusion.flat().reduce((a, b) => a + b, 0)).toBe(80);
    expect(await trained.evaluate(rows.values(), { batchSize: 7 })).toEqual(report);
  });

  it('gives in batches what predict gives at once, to the last bit', async () => {
    const x = trained.vectorizer.encodeAll(topics(70, 6).map(({ text }) => text));
    for (const batchSize of [1, 32, 69, 70, 71]) {
      expect(await predictBatches(trained.model, x, batchSize, { where: 'here' })).toEqual(trained.model.predict(x, { batchSize }).data);
    }
  });

  it('lets its signal through between batches, and ends with it', async () => {
    const rows = topics(200, 5);
    const { model } = trained;
    const predictRows = model.predictRows.bind(model);
    let batches = 0;
    const spy = vi.spyOn(model, 'predictRows').mockImplementation((ids, chosen) => {
      batches++;
      for (const since = performance.now(); performance.now() - since < 2; );
      return predictRows(ids, chosen);
    });
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 20);
    const message = 'aborted: TextClassifier.evaluate: expected to run to its end, got an abort signal.';
    expect(await errorOf(() => trained.evaluate(rows, { batchSize: 1, signal: controller.signal }))).toBe(message);
    expect(batches).toBeGreaterThan(0);
    expect(batches).toBeLessThan(200);
    expect(await errorOf(() => trained.evaluate(rows, { signal: AbortSignal.abort() }))).toBe(message);
    expect(await errorOf(() => trained.evaluate(rows, { signal: {} as never }))).toBe(
      'invalid-option: TextClassifier.evaluate({ signal }): expected an AbortSignal, got {}. Give the signal of an AbortController, not the controller.',
    );
    spy.mockRestore();
  });

  it('refuses no examples, unknown labels and options', async () => {
    expect(await errorOf(() => trained.evaluate([]))).toBe('invalid-data: TextClassifier.evaluate: expected at least one example, got none.');
    expect(await errorOf(() => trained.evaluate([{ text: 'a', label: 'Art' }]))).toBe(
      'invalid-data: TextClassifier.evaluate, row 1: expected one of the labels the model was trained with: Business, Sports, World, got "Art". Remove these rows, or train with rows of this label.',
    );
    expect(await errorOf(() => trained.evaluate(examples, { batchsize: 3 } as never))).toBe('invalid-option: TextClassifier.evaluate(examples, options): expected options among batchSize, signal, got "batchsize". Did you mean batchSize?');
    expect(await errorOf(() => trained.evaluate(examples, { batchSize: 0 }))).toBe('invalid-option: TextClassifier.evaluate({ batchSize }): expected a positive integer, got 0.');
  });
});
