/** Which sizes are measured: one thing grows, the others stay. */
import type { NetworkName } from './networks.js';

export interface Setting {
  readonly network: NetworkName;
  readonly vocabulary: number;
  readonly units: number;
  readonly length: number;
  readonly rows: number;
  readonly threads: number;
  /** How token ids are drawn: the same number of distinct ids a batch, or by Zipf's law. */
  readonly ids: 'equal' | 'zipf';
}

export interface Axis {
  readonly title: string;
  readonly sizes: readonly number[];
  readonly set: (size: number) => Partial<Setting>;
  readonly ids: readonly Setting['ids'][];
  /** Whether PyTorch is measured at the same sizes. */
  readonly peers: boolean;
}

const powersOfTwo = (from: number, to: number) => Array.from({ length: Math.log2(to / from) + 1 }, (_, i) => from * 2 ** i);

export const axes = {
  vocabulary: { title: 'rows of the embedding', sizes: [2_000, 20_000, 100_000, 300_000, 1_000_000], set: (vocabulary) => ({ vocabulary }), ids: ['equal', 'zipf'], peers: false },
  length: { title: 'tokens a row', sizes: [10, 30, 100, 300, 1_000, 3_000, 10_000], set: (length) => ({ length }), ids: ['zipf'], peers: true },
  units: { title: 'units', sizes: powersOfTwo(8, 1024), set: (units) => ({ units }), ids: ['zipf'], peers: true },
  batch: { title: 'rows a batch', sizes: powersOfTwo(1, 1024), set: (rows) => ({ rows }), ids: ['zipf'], peers: true },
  threads: { title: 'threads', sizes: [1, 2, 4], set: (threads) => ({ threads }), ids: ['zipf'], peers: false },
} as const satisfies Record<string, Axis>;

export type AxisName = keyof typeof axes;

/** Distinct ids of a batch of 16 rows of 40 tokens, for `ids: 'equal'`: half of the tokens, as in news. */
export const distinctIds = 320;

/** What stays while something else grows. */
export function baseSetting(network: NetworkName): Setting {
  return { network, vocabulary: 20_000, units: network === 'bilstm' ? 64 : 16, length: 40, rows: 16, threads: 1, ids: 'zipf' };
}
