/** What `--preset` and `presetOptions` stand for. The table is plain data: every value may be changed by itself. */
import type { OptimizerConfig } from '../training-config.js';
import type { ScheduleShape } from '../schedules/schedule-over.js';
import type { TextNetworkSettings } from './text-network.js';

export interface AccuracyPreset {
  /** What it is for, in a line. */
  readonly description: string;
  /** How texts become tokens. */
  readonly vectorizer: { readonly maxTokens: number; readonly ngrams: number | null };
  readonly network: Required<TextNetworkSettings>;
  readonly epochs: number;
  /** Goes through the rows more often than `epochs` says where there are so few that it takes more to this many steps. */
  readonly minSteps: number;
  /** Rows a step. */
  readonly batchSize: number;
  /** Its learning rate is the largest one of the schedule. */
  readonly optimizer: Partial<OptimizerConfig> & { readonly kind: OptimizerConfig['kind']; readonly learningRate: number };
  /** Share of all steps that the average of the weights remembers; without it no average is taken. */
  readonly emaShare?: number;
  /** Laid over all steps of the training. */
  readonly schedule: ScheduleShape;
}

/** What the presets have in common; they differ in how long they train and what they drop meanwhile. */
const common = {
  vectorizer: { maxTokens: 30_000, ngrams: null },
  network: {
    cell: 'gru', units: 32, layers: 1, bidirectional: true, embeddingSize: 64, mask: true, pooling: 'max',
    spatialDropout: 0.2, layerDropout: 0, recurrentDropout: 0, dropout: 0.3, denseUnits: 0,
  },
  batchSize: 64,
  optimizer: { kind: 'adam', learningRate: 0.005 },
  schedule: { kind: 'oneCycle' },
} as const;

export const accuracyPresets = {
  fast: {
    ...common,
    description: 'a good model in seconds: once through the rows',
    network: { ...common.network, wordDropout: 0.1 },
    epochs: 1,
    minSteps: 300,
  },
  balanced: {
    ...common,
    description: 'twice through the rows, with words left out at random',
    network: { ...common.network, wordDropout: 0.3 },
    epochs: 2,
    minSteps: 600,
  },
  accurate: {
    ...common,
    description: 'the mean of the weights along a longer way, with more words left out',
    network: { ...common.network, wordDropout: 0.4 },
    epochs: 3,
    minSteps: 600,
    emaShare: 0.25,
  },
} as const satisfies Record<string, AccuracyPreset>;

export type AccuracyPresetName = keyof typeof accuracyPresets;
