import { expect, it } from 'vitest';
import { errorOf } from '../../test/helpers/error-of.js';
import { topicOptions, topics } from '../../test/helpers/topics.js';
import { TextClassifier } from '../classifier/text-classifier.js';
import { evaluateClassifier } from './evaluate-classifier.js';

const { classifier } = await TextClassifier.train(topics(100), topicOptions());
const examples = topics(60, 5);

it('has the figures of classifier.evaluate, and everything else', async () => {
  const evaluation = await evaluateClassifier(classifier, examples, { batchSize: 7, mistakes: 3 });
  const { classes, ...report } = await classifier.evaluate(examples, { batchSize: 7 });
  expect(evaluation).toMatchObject(report);
  expect(evaluation.classes).toMatchObject(classes);
  expect(evaluation.slices.length.reduce((sum, { rows }) => sum + rows, 0)).toBe(60);
  expect(evaluation.mistakes.length).toBeLessThanOrEqual(3);
  for (const { row, text } of evaluation.mistakes) expect(text).toBe(examples[row].text);
});

it('refuses unknown options, bad batch sizes and what the signal ends', async () => {
  expect(await errorOf(() => evaluateClassifier(classifier, examples, { top: 3 } as never))).toMatch(/^invalid-option: evaluatePredictions\(predicted, options\): expected options among/);
  expect(await errorOf(() => evaluateClassifier(classifier, examples, { batchSize: 0 }))).toBe('invalid-option: TextClassifier.predictExamples({ batchSize }): expected a positive integer, got 0.');
  expect(await errorOf(() => evaluateClassifier(classifier, examples, { signal: AbortSignal.abort() }))).toBe('aborted: TextClassifier.predictExamples: expected to run to its end, got an abort signal.');
  expect(await errorOf(() => evaluateClassifier(classifier, []))).toBe('invalid-data: TextClassifier.predictExamples: expected at least one example, got none.');
});
