/** What the view of a network shows of one text, computed by a worker. */
import { tokenSaliency, traceNetwork, leaveOneOut } from '@sekvens/engine/inside';
import type { DirectionTrace } from '@sekvens/engine/inside';
import type { NetworkWeights } from '@sekvens/layers';
import type { TextClassifier } from '@sekvens/engine';

/** So many tokens of a text are looked at. */
export const mostTokens = 120;

export interface Insight {
  readonly text: string;
  readonly tokens: readonly InsightToken[];
  /** Tokens beyond {@link mostTokens}. */
  readonly unread: number;
  readonly labels: readonly string[];
  /** Of the tokens that are looked at, in the order of the labels. */
  readonly probabilities: readonly number[];
  /** Every recurrent layer, and each direction of it. */
  readonly directions: readonly InsightDirection[];
  /** What attention gives each token; undefined without such a layer. */
  readonly attention: readonly number[] | undefined;
  /** For each label, what each token does for it. */
  readonly contributions: readonly Contributions[];
}

export interface InsightToken {
  readonly text: string;
  readonly isKnown: boolean;
}

export interface InsightDirection {
  /** For headings and choices: `LSTM`, `LSTM 2, backward`. */
  readonly name: string;
  readonly trace: DirectionTrace;
  /** The weights [units, labels] by which the last state counts for each label, where the layer's last state goes right into the classes. */
  readonly readout: Float32Array | undefined;
}

export interface Contributions {
  /** Gradient × input of the log-odds, per token. */
  readonly gradient: readonly number[];
  /** Probability with the token less probability without it. */
  readonly leftOut: readonly number[];
}

const cellNames = { simpleRNN: 'SimpleRNN', lstm: 'LSTM', gru: 'GRU' } as const;

/** @param weights those of the classifier's model, copied once for many texts */
export function insightOf(classifier: TextClassifier, weights: NetworkWeights, text: string): Insight {
  const { vectorizer, model, labels } = classifier;
  const { network } = model;
  const all = vectorizer.encode(text);
  const words = vectorizer.tokens(text);
  const ids = all.slice(0, mostTokens);
  const inspected = { network, weights };
  const trace = traceNetwork(inspected, ids);
  const { probabilities, effects } = leaveOneOut(model, ids);

  const recurrent = trace.layers.filter(({ directions }) => directions);
  const directions = recurrent.flatMap((layer, number): InsightDirection[] => {
    const index = trace.layers.indexOf(layer);
    return layer.directions!.map((direction, d) => {
      const both = layer.directions!.length > 1;
      const name = `${cellNames[direction.kind]}${recurrent.length > 1 ? ` ${number + 1}` : ''}${both || direction.reads === 'backward' ? `, ${direction.reads}` : ''}`;
      return { name, trace: direction, readout: readoutOf(classifier, weights, index, d) };
    });
  });
  const attention = trace.layers.find((layer) => layer.attention)?.attention;
  return {
    text,
    tokens: Array.from(ids, (id, t) => ({ text: words[t] ?? '∅', isKnown: id !== 1 })),
    unread: all.length - ids.length,
    labels,
    probabilities: Array.from(probabilities),
    directions,
    attention: attention && Array.from(attention),
    contributions: labels.map((_, target) => ({
      gradient: Array.from(tokenSaliency(inspected, ids, { target, of: 'logOdds' }).scores),
      leftOut: Array.from(ids, (_id, t) => effects.data[t * labels.length + target]),
    })),
  };
}

/** The rows of the classes' kernel that meet this direction's last state; undefined where something stands between them. */
function readoutOf({ model, labels }: TextClassifier, weights: NetworkWeights, index: number, direction: number): Float32Array | undefined {
  const { layers } = model.network;
  const { definition, outputShape } = layers[index];
  const [next] = layers.slice(index + 1).filter(({ definition: { kind } }) => kind !== 'dropout');
  if (outputShape.length !== 2 || next?.definition.kind !== 'dense' || next !== layers.filter(({ definition: { kind } }) => kind !== 'activation').at(-1)) return undefined;
  const kernel = weights[`${next.name}/kernel`];
  if (definition.kind !== 'bidirectional') return kernel;
  if (definition.config.mergeMode !== 'concat') return undefined;
  const units = definition.config.layer.config.units * labels.length;
  return direction === 0 ? kernel.slice(0, units) : kernel.slice(units);
}
