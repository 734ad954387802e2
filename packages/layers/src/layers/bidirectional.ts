import { closest } from '@sekvens/core';
import { oneOf } from '../options/option-types.js';
import type { OptionType, Refuse } from '../options/option.js';
import type { BidirectionalConfig, BidirectionalDefinition, MergeMode, RecurrentDefinition, Shape } from '../types.js';
import { define } from './define.js';
import { gruSpec } from './gru.js';
import type { LayerSpec, LayerWeight } from './layer-spec.js';
import { lstmSpec } from './lstm.js';
import { simpleRNNSpec } from './simple-rnn.js';

export interface BidirectionalOptions {
  readonly name?: string;
  /** The layer that reads forwards: simpleRNN, lstm or gru. */
  readonly layer: RecurrentDefinition;
  /** The layer that reads backwards, `goBackwards: true`. Default: as `layer`. It has weights of its own in any case. */
  readonly backwardLayer?: RecurrentDefinition;
  /** How the two outputs f and b become one: [f, b], f + b, f ⊙ b or (f + b) / 2. Default 'concat'. */
  readonly mergeMode?: MergeMode;
}

const RECURRENT: Readonly<Record<string, LayerSpec<RecurrentDefinition['config']>>> = { simpleRNN: simpleRNNSpec, lstm: lstmSpec, gru: gruSpec };

/** A recurrent layer, checked again, since definitions may be written by hand or come from files. */
const recurrentLayer: OptionType<RecurrentDefinition> = {
  read(value, refuse) {
    if (typeof value === 'function') throw refuse('a recurrent layer', value, 'Call it: lstm({ units: 16 }).');
    const { kind, name, config } = (value ?? {}) as { kind?: unknown; name?: string; config?: object };
    const known = typeof kind === 'string' && Object.hasOwn(RECURRENT, kind) ? RECURRENT[kind] : undefined;
    if (known === undefined) throw refuse('a recurrent layer: simpleRNN, lstm or gru', kind === undefined ? value : kind, meant(kind));
    return define<RecurrentDefinition>(known, { ...config, name });
  },
  toKeras: (value, inner) => inner(value),
  fromKeras: (value, _, inner) => inner(value),
};

export const bidirectionalSpec: LayerSpec<BidirectionalConfig> = {
  kind: 'bidirectional',
  className: 'Bidirectional',
  options: {
    layer: { type: recurrentLayer },
    backwardLayer: { type: recurrentLayer, defaultFrom: ({ layer }) => turned(layer) },
    mergeMode: { type: oneOf(['concat', 'sum', 'mul', 'ave']), default: 'concat' },
  },
  input: 'sequence',
  complete(config, refuse) {
    assertFit(config, refuse);
    return { ...config, layer: zeroed(config.layer, refuse('layer')), backwardLayer: zeroed(config.backwardLayer, refuse('backwardLayer')) };
  },
  outputShape: (config, input) => merged(config, input),
  weights: ({ layer, backwardLayer }, input) => [...weightsOf(layer, 'forward', input), ...weightsOf(backwardLayer, 'backward', input)],
  passesMask: ({ layer }, receives) => receives && layer.config.returnSequences,
  readsMask: () => true,
  keras: {},
  notInKeras: ({ layer, backwardLayer, mergeMode }) =>
    mergeMode === 'concat' && layer.config.units !== backwardLayer.config.units ? 'layers of unequal units, whose concatenation Keras takes for twice the first' : undefined,
};

/**
 * A recurrent layer and its mirror image over the same sequence (Schuster and Paliwal 1997): f reads it forwards, b backwards.
 * With `returnSequences` b is turned round in time again, and both put out zeros at masked steps, as in Keras.
 *
 * [batch, time, features] → [batch, 2 · units], or [batch, time, 2 · units] with the layer's `returnSequences`;
 * units instead of 2 · units for merge modes other than 'concat'.
 */
export function bidirectional(options: BidirectionalOptions): BidirectionalDefinition {
  return define<BidirectionalDefinition>(bidirectionalSpec, options);
}

function assertFit({ layer, backwardLayer, mergeMode }: BidirectionalConfig, refuse: (option: string) => Refuse): void {
  const [forward, backward] = [layer.config, backwardLayer.config];
  if (forward.returnSequences !== backward.returnSequences) {
    throw refuse('backwardLayer')(`returnSequences: ${forward.returnSequences}, as in layer`, { returnSequences: backward.returnSequences });
  }
  if (forward.goBackwards === backward.goBackwards) {
    throw refuse('backwardLayer')(`goBackwards: ${!forward.goBackwards}, the other direction than layer`, { goBackwards: backward.goBackwards });
  }
  if (forward.goBackwards && forward.returnSequences) {
    throw refuse('layer')('a layer that reads forwards', { goBackwards: true, returnSequences: true }, 'Its sequence would come out in reversed order; leave goBackwards out.');
  }
  if (mergeMode !== 'concat' && forward.units !== backward.units) {
    throw refuse('backwardLayer')(`${forward.units} units, as in layer, for mergeMode '${mergeMode}'`, { units: backward.units });
  }
}

/** Keras makes zeroOutputForMask equal to returnSequences; asking for it without is refused, not dropped. */
function zeroed(layer: RecurrentDefinition, refuse: Refuse): RecurrentDefinition {
  const { returnSequences, zeroOutputForMask } = layer.config;
  if (zeroOutputForMask && !returnSequences) {
    throw refuse('no zeroOutputForMask without returnSequences', { zeroOutputForMask, returnSequences }, 'In a bidirectional layer it goes with returnSequences; leave it out.');
  }
  return withConfig(layer, { zeroOutputForMask: returnSequences });
}

function turned(layer: RecurrentDefinition): RecurrentDefinition {
  const backward = withConfig(layer, { goBackwards: !layer.config.goBackwards });
  return layer.name === undefined ? backward : Object.freeze({ ...backward, name: `backward_${layer.name.replace(/^forward_/, '')}` });
}

function withConfig(layer: RecurrentDefinition, change: Partial<RecurrentDefinition['config']>): RecurrentDefinition {
  return Object.freeze({ ...layer, config: Object.freeze({ ...layer.config, ...change }) }) as RecurrentDefinition;
}

function merged({ layer, backwardLayer, mergeMode }: BidirectionalConfig, [batch, time]: Shape): Shape {
  const units = layer.config.units + (mergeMode === 'concat' ? backwardLayer.config.units : 0);
  return layer.config.returnSequences ? [batch, time, units] : [batch, units];
}

function weightsOf(layer: RecurrentDefinition, direction: string, input: Shape): LayerWeight[] {
  return RECURRENT[layer.kind].weights(layer.config, input).map((weight) => ({ ...weight, path: `${direction}/${weight.path}` }));
}

function meant(kind: unknown): string | undefined {
  const name = typeof kind === 'string' ? closest(kind, Object.keys(RECURRENT)) : undefined;
  return name === undefined ? undefined : `Did you mean ${name}?`;
}
