/** What goes on in a network while it reads a text: the types of traceNetwork's result. */
import type { LayerKind, RecurrentDefinition } from '@sekvens/layers';

export interface NetworkTrace {
  readonly ids: Int32Array;
  /** Every layer, in the order of the network. The output of the last one is what the network says. */
  readonly layers: readonly LayerTrace[];
}

export interface LayerTrace {
  readonly name: string;
  readonly kind: LayerKind;
  /** Row-major, [time, features] or [features]; time in the order of the layer's own output, see `reversed`. */
  readonly output: Float64Array;
  readonly shape: readonly number[];
  /** Mask of the output, [time], 1 = present; undefined where none goes on from here. */
  readonly mask: Uint8Array | undefined;
  /** Whether the output's first step is that of the last token: behind a recurrent layer that reads backwards and gives sequences. */
  readonly reversed: boolean;
  /** Of an attentionPooling1D layer: what each token counts, [time] in the order of tokens, 0 to 1 with the sum 1; masked tokens count 0. */
  readonly attention?: Float64Array;
  /** Of a recurrent layer: one, or of a bidirectional layer two, its forward layer first. */
  readonly directions?: readonly DirectionTrace[];
}

/**
 * One direction of a recurrent layer, token by token. All series are [time, units] in the order of tokens, whichever way the layer reads.
 *
 * At a masked token (`present` 0) nothing is computed: states are those of the token read before, zeros where there was none, and
 * everything else is NaN.
 */
export type DirectionTrace = SimpleRNNTrace | LSTMTrace | GRUTrace;

interface DirectionTraceOf<Definition extends RecurrentDefinition, Series> {
  readonly kind: Definition['kind'];
  /** Units, activations and the rest. */
  readonly definition: Definition;
  /** The order in which it reads the tokens: the state a token met is that of the token before it, reading backwards of the one behind it. */
  readonly reads: 'forward' | 'backward';
  /** [time], 1 = read, 0 = masked. */
  readonly present: Uint8Array;
  readonly series: Series;
}

/** h = φ(z), z = x·W + h₋₁·U + b */
export type SimpleRNNTrace = DirectionTraceOf<Extract<RecurrentDefinition, { kind: 'simpleRNN' }>, {
  /** z */
  readonly preActivation: Float64Array;
  /** h */
  readonly state: Float64Array;
}>;

/** c = f ⊙ c₋₁ + i ⊙ g, h = o ⊙ φ(c) */
export type LSTMTrace = DirectionTraceOf<Extract<RecurrentDefinition, { kind: 'lstm' }>, {
  /** f: what share of the cell state stays */
  readonly forget: Float64Array;
  /** i: what share of the candidate is written */
  readonly input: Float64Array;
  /** g, also written c̃ */
  readonly candidate: Float64Array;
  /** o: what share of φ(c) is shown */
  readonly output: Float64Array;
  /** c */
  readonly cell: Float64Array;
  /** h */
  readonly state: Float64Array;
}>;

/** h = z ⊙ h₋₁ + (1 - z) ⊙ g, as in Keras: with z = 1 the state stays. */
export type GRUTrace = DirectionTraceOf<Extract<RecurrentDefinition, { kind: 'gru' }>, {
  /** z */
  readonly update: Float64Array;
  /** r: what share of the state the candidate sees */
  readonly reset: Float64Array;
  /** g, also written h̃ */
  readonly candidate: Float64Array;
  /** h */
  readonly state: Float64Array;
}>;
