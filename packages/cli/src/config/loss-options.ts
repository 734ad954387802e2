import type { Config } from './schema.js';

/** What `TextClassifier.train` is told about the loss; nothing where the defaults hold. */
export function lossOptions({ training: { labelSmoothing, classWeights } }: Config): object {
  return { ...(labelSmoothing && { labelSmoothing }), ...(classWeights && { classWeights }) };
}
