export { leaveOneOut } from './leave-one-out.js';
export type { LeftOut } from './leave-one-out.js';
export type { InspectedModel } from './inspected-model.js';
export type { DirectionTrace, GRUTrace, LayerTrace, LSTMTrace, NetworkTrace, SimpleRNNTrace } from './network-trace.js';
export { prefixProbabilities } from './prefix-probabilities.js';
export { tokenSaliency } from './token-saliency.js';
export type { TokenSaliency, TokenSaliencyOptions } from './token-saliency.js';
export { traceNetwork } from './trace-network.js';
