import type { EvaluateTextOptions, TextModel } from '../classifier/text-model.js';
import type { TextExamples } from '../classifier/examples.js';
import { evaluatePredictions } from './evaluate-predictions.js';
import type { EvaluatePredictionsOptions } from './evaluate-predictions.js';
import type { TextEvaluation } from './text-evaluation.js';

export interface EvaluateClassifierOptions extends EvaluatePredictionsOptions, EvaluateTextOptions {}

/**
 * Everything about a classifier or an ensemble on labelled texts: {@link TextModel.predictExamples}, then {@link evaluatePredictions}. Where accuracy and
 * per-class figures are enough, `classifier.evaluate` has the same ones without holding the texts in memory.
 * @throws as both of them
 */
export async function evaluateClassifier(classifier: TextModel, examples: TextExamples, options: EvaluateClassifierOptions = {}): Promise<TextEvaluation> {
  const { batchSize, signal, ...others } = options;
  const predicted = await classifier.predictExamples(examples, { ...(batchSize !== undefined && { batchSize }), ...(signal && { signal }) });
  return evaluatePredictions(predicted, others);
}
