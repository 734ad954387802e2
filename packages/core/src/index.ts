export { isSekvensError, SekvensError, show } from './error.js';
export type { ErrorCode, ErrorDetails } from './error.js';
export { assertSeed, counterRandom, portableLog, Random } from './random.js';
export type { RandomState } from './random.js';
export { longestRow, raggedFrom, rowCount, selectRows } from './batch.js';
export type { BatchSource, RaggedIds, SequenceBatch, Targets } from './batch.js';
