import type { RaggedIds } from '../batch.js';

export interface OovShare {
  /** Tokens, padding (id 0) left out. */
  readonly tokens: number;
  /** Those among them that the vocabulary does not know (id 1). */
  readonly unknown: number;
  /** unknown / tokens; 0 without tokens. */
  readonly share: number;
}

/** How many tokens of encoded texts (`encode`, `encodeAll`, or `call` in mode 'int') are outside the vocabulary. */
export function oovShare(ids: RaggedIds | ArrayLike<number>): OovShare {
  const values: ArrayLike<number> = 'offsets' in ids ? ids.values : ids;
  let tokens = 0;
  let unknown = 0;
  for (let i = 0; i < values.length; i++) {
    if (values[i] !== 0) tokens++;
    if (values[i] === 1) unknown++;
  }
  return { tokens, unknown, share: tokens === 0 ? 0 : unknown / tokens };
}
