import type { TextNetworkSettings } from '@sekvens/engine';

/** What a training is made of. */
export interface TrainingSettings {
  /** 'none' takes the mean of the words' vectors, whatever their order. */
  readonly cell: 'simpleRNN' | 'lstm' | 'gru' | 'none';
  readonly bidirectional: boolean;
  readonly layers: number;
  readonly units: number;
  readonly embeddingSize: number;
  readonly mask: boolean;
  readonly bucketing: boolean;
  readonly epochs: number;
  readonly batchSize: number;
  readonly learningRate: number;
  readonly seed: number;
  readonly maxTokens: number;
  /** Undefined: as many as the engine finds worth while. */
  readonly threads: number | undefined;
}

export const defaultSettings: TrainingSettings = {
  cell: 'lstm', bidirectional: false, layers: 1, units: 32, embeddingSize: 32, mask: true, bucketing: false,
  epochs: 5, batchSize: 32, learningRate: 0.003, seed: 1, maxTokens: 20_000, threads: undefined,
};

export const cellNames: Readonly<Record<TrainingSettings['cell'], string>> = { simpleRNN: 'SimpleRNN', lstm: 'LSTM', gru: 'GRU', none: 'no recurrence' };

/** The network of these settings. */
export function networkOf({ cell, bidirectional, layers, units, embeddingSize, mask }: TrainingSettings): TextNetworkSettings {
  return { cell, bidirectional, layers, units, embeddingSize, mask, pooling: cell === 'none' ? 'average' : 'last' };
}

/** A name that says what is particular about a training. */
export function describeSettings(settings: TrainingSettings): string {
  const { cell, bidirectional, layers, units, mask, bucketing } = settings;
  const network = cell === 'none' ? 'Mean of words' : `${layers > 1 ? `${layers} × ` : ''}${bidirectional ? 'Bi' : ''}${cellNames[cell]}(${units})`;
  return `${network}${mask ? '' : ', no mask'}${bucketing ? ', bucketed' : ''}`;
}
