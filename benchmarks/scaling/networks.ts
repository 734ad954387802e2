import { sequential } from '@sekvens/engine';
import type { Sequential } from '@sekvens/engine';
import { bidirectional, dense, embedding, lstm, simpleRNN } from '@sekvens/layers';

export const networkNames = ['masked-rnn', 'bilstm'] as const;
export type NetworkName = (typeof networkNames)[number];

export interface NetworkShape {
  readonly network: NetworkName;
  readonly vocabulary: number;
  readonly units: number;
}

/** Embedding(64) with masking, then SimpleRNN or two bidirectional LSTMs, then four classes; trained with Adam. */
export function scalingModel({ network, vocabulary, units }: NetworkShape): Sequential {
  const recurrent =
    network === 'masked-rnn'
      ? [simpleRNN({ units })]
      : [bidirectional({ layer: lstm({ units, returnSequences: true }) }), bidirectional({ layer: lstm({ units }) })];
  const model = sequential([embedding({ inputDim: vocabulary, outputDim: 64, maskZero: true }), ...recurrent, dense({ units: 4, activation: 'softmax' })], { seed: 0 });
  model.compile({ optimizer: 'adam', loss: 'sparseCategoricalCrossentropy' });
  return model;
}
