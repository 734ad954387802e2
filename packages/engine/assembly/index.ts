/** Everything the executor calls. The module allocates nothing: all memory is laid out by the caller. */
export { activation, activationGradient } from './vector';
export { gemm, gemmTransposed, pack, packTransposed, sumRows } from './gemm';
export { add, addScaled, copyRows, gatherRows, multiply, multiplyByRow, placeRows, scale, scaleRows, scatterAddRows, scatterAddSquares, touchRows } from './rows';
export { expandIds, packIds, rowsWithTokens, shownTokens, staleIds, uniqueIds } from './layout';
export { simpleRnnBackward, simpleRnnForward, simpleRnnInfer } from './simple-rnn';
export { lstmBackward, lstmForward, lstmInfer } from './lstm';
export { gruBackward, gruForward, gruInfer } from './gru';
export { attentionPoolBackward, attentionPoolForward, averagePoolBackward, averagePoolForward, maxPoolBackward, maxPoolForward } from './pooling';
export { dropoutMask, replaceDropped } from './dropout';
export { sigmoidCrossentropy, softmaxCrossentropy, softmaxGradient, softmaxRows, squaredError } from './loss';
export { adamCoastRows, adamRows, clipValues, coastRows, forgetRows, momentumRows, rmspropRows, sgdRows, shrinkRows, sumSquares } from './optimizer';
export { averageRows, coastAverageRows, driftAverageRows, listRows } from './averages';
