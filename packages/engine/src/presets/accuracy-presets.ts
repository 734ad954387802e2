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
  /** Rows a step. */
  readonly batchSize: number;
  /** Its learning rate is the largest one of the schedule. */
  readonly optimizer: Partial<OptimizerConfig> & { readonly kind: OptimizerConfig['kind']; readonly learningRate: number };
  /** Laid over all steps of the training. */
  readonly schedule: ScheduleShape;
}

export const accuracyPresets = {
  fast: {
    description: 'a good model in seconds',
    vectorizer: { maxTokens: 20_000, ngrams: null },
    network: {
      cell: 'gru', units: 32, layers: 1, bidirectional: true, embeddingSize: 64, mask: true, pooling: 'max',
      wordDropout: 0, spatialDropout: 0.2, layerDropout: 0, recurrentDropout: 0, dropout: 0.3, denseUnits: 0,
    },
    epochs: 2,
    batchSize: 64,
    optimizer: { kind: 'adam', learningRate: 0.006, globalClipnorm: 1 },
    schedule: { kind: 'oneCycle', pctStart: 0.2 },
  },
  balanced: {
    description: 'most of the accuracy in a few minutes',
    vectorizer: { maxTokens: 30_000, ngrams: null },
    network: {
      cell: 'gru', units: 64, layers: 1, bidirectional: true, embeddingSize: 128, mask: true, pooling: 'max',
      wordDropout: 0, spatialDropout: 0.3, layerDropout: 0, recurrentDropout: 0, dropout: 0.4, denseUnits: 0,
    },
    epochs: 3,
    batchSize: 64,
    optimizer: { kind: 'adamw', learningRate: 0.004, weightDecay: 0.01, globalClipnorm: 1 },
    schedule: { kind: 'oneCycle', pctStart: 0.25 },
  },
  accurate: {
    description: 'the most accurate, whatever time it takes',
    vectorizer: { maxTokens: 50_000, ngrams: null },
    network: {
      cell: 'gru', units: 128, layers: 1, bidirectional: true, embeddingSize: 256, mask: true, pooling: 'max',
      wordDropout: 0, spatialDropout: 0.4, layerDropout: 0.2, recurrentDropout: 0, dropout: 0.5, denseUnits: 0,
    },
    epochs: 5,
    batchSize: 64,
    optimizer: { kind: 'adamw', learningRate: 0.003, weightDecay: 0.02, globalClipnorm: 1 },
    schedule: { kind: 'oneCycle', pctStart: 0.25 },
  },
} as const satisfies Record<string, AccuracyPreset>;

export type AccuracyPresetName = keyof typeof accuracyPresets;
