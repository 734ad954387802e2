/** What poolings over time have in common. */
import { flag } from '../options/option-types.js';
import type { GlobalPooling1DConfig } from '../types.js';
import type { LayerSpec } from './layer-spec.js';
import { fixed } from './layer-spec.js';

export interface GlobalPooling1DOptions {
  readonly name?: string;
  /** Leave masked time steps out. Default true. */
  readonly useMask?: boolean;
}

const spec = {
  options: { useMask: { type: flag, default: true, ours: true } },
  input: 'sequence',
  outputShape: (_, [batch, , features]) => [batch, features],
  weights: () => [],
  passesMask: () => false,
  readsMask: ({ useMask }) => useMask,
  keras: { data_format: fixed('channels_last'), keepdims: fixed(false) },
} as const satisfies Partial<LayerSpec<GlobalPooling1DConfig>>;

export const globalPooling1DSpec: typeof spec = spec;
