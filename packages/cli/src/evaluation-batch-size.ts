/** Rows computed together by `evaluate`; `train` tests with it too, so that both say the same of a model. */
export const evaluationBatchSize = 32;
