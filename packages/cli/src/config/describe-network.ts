import type { TextNetworkSettings } from '@sekvens/engine';
import { lessonModel, networkSettings, present } from './effective-value.js';
import type { Config } from './schema.js';

const cellNames = { simpleRNN: 'SimpleRNN', lstm: 'LSTM', gru: 'GRU', none: '' } as const;
const numbers = ['', '', 'two ', 'three ', 'four '];

/** The network in a few words: Embedding(128) with masking, two bidirectional GRU(64), max pooling. */
export function describeNetwork(config: Config): string {
  const { model, definition, ...given } = config.network;
  if (definition !== null) return `${definition.length} layers of network.definition`;
  const lesson = lessonModel(model);
  return lesson && Object.keys(present(given)).length === 0 ? lesson.description : described(networkSettings(config));
}

function described({ cell, units, layers, bidirectional, embeddingSize, mask, pooling, denseUnits, ...dropouts }: Required<TextNetworkSettings>): string {
  const dropped = Object.entries(dropouts).filter(([, share]) => share > 0).map(([name, share]) => `${name} ${share}`);
  return [
    `Embedding(${embeddingSize})${mask ? ' with masking' : ''}`,
    ...((cell as string) === 'none' ? [] : [`${numbers[layers] ?? `${layers} `}${bidirectional ? 'bidirectional ' : ''}${cellNames[cell]}(${units})`]),
    ...(pooling === 'last' ? [] : [`pooling ${pooling}`]),
    ...(denseUnits === 0 ? [] : [`Dense(${denseUnits})`]),
    ...dropped,
  ].join(', ');
}
