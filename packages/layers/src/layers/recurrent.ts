/** What SimpleRNN, LSTM and GRU have in common: options, shapes, weights and masks. */
import type { InitializerOption } from '../options/initializer.js';
import { biasInitializer, matrixInitializer } from '../options/initializer.js';
import { flag, positiveInteger, rate, recurrentActivation } from '../options/option-types.js';
import type { RecurrentActivation, RecurrentConfig, WeightSpec } from '../types.js';
import type { LayerSpec, LayerWeight } from './layer-spec.js';
import { fixed, free, old } from './layer-spec.js';

export interface RecurrentOptions {
  readonly name?: string;
  /** Size of the state and of the output. */
  readonly units: number;
  /** Of the candidate state, and of an LSTM's output. Default 'tanh'. */
  readonly activation?: RecurrentActivation;
  /** Default true. */
  readonly useBias?: boolean;
  /** Of the kernel [features, gates · units]. Default 'glorotUniform'. */
  readonly kernelInitializer?: InitializerOption;
  /** Of the recurrent kernel [units, gates · units]. Default 'orthogonal'. */
  readonly recurrentInitializer?: InitializerOption;
  /** Default 'zeros'. */
  readonly biasInitializer?: InitializerOption;
  /** Put out the state at every time step, [batch, time, units], instead of the last one, [batch, units]. Default false. */
  readonly returnSequences?: boolean;
  /** Read the sequence from its end; outputs stay in the order they were computed in. Default false. */
  readonly goBackwards?: boolean;
  /** Put out zeros at masked time steps instead of the output before. Default false; bidirectional sets it as Keras does. */
  readonly zeroOutputForMask?: boolean;
  /** Share of input features dropped while training, in [0, 1); one mask a row, the same features at every time step (variational dropout, Gal and Ghahramani 2016). Default 0. */
  readonly dropout?: number;
  /** Share of features of the state, as the recurrent kernel reads it, dropped while training, in [0, 1); one mask a row, the same at every time step. Default 0. */
  readonly recurrentDropout?: number;
  /** Whether training changes the weights. Default true. */
  readonly trainable?: boolean;
}

const GLOROT_UNIFORM = Object.freeze({ kind: 'glorotUniform' } as const);
const ORTHOGONAL = Object.freeze({ kind: 'orthogonal', gain: 1 } as const);
const ZEROS = Object.freeze({ kind: 'zeros' } as const);

const options: LayerSpec<RecurrentConfig>['options'] = {
  units: { type: positiveInteger },
  activation: { type: recurrentActivation, default: 'tanh' },
  useBias: { type: flag, default: true },
  kernelInitializer: { type: matrixInitializer, default: GLOROT_UNIFORM },
  recurrentInitializer: { type: matrixInitializer, default: ORTHOGONAL },
  biasInitializer: { type: biasInitializer, default: ZEROS },
  returnSequences: { type: flag, default: false },
  goBackwards: { type: flag, default: false },
  zeroOutputForMask: { type: flag, default: false },
  dropout: { type: rate, default: 0 },
  recurrentDropout: { type: rate, default: 0 },
  trainable: { type: flag, default: true },
};

const spec = {
  options,
  input: 'sequence',
  passesMask: ({ returnSequences }, receives) => receives && returnSequences,
  readsMask: () => true,
  reverses: ({ goBackwards, returnSequences }) => goBackwards && returnSequences,
  outputShape: ({ returnSequences, units }, [batch, time]) => (returnSequences ? [batch, time, units] : [batch, units]),
  keras: {
    return_state: fixed(false),
    stateful: fixed(false),
    unroll: free(false),
    kernel_regularizer: fixed(null),
    recurrent_regularizer: fixed(null),
    bias_regularizer: fixed(null),
    activity_regularizer: fixed(null),
    kernel_constraint: fixed(null),
    recurrent_constraint: fixed(null),
    bias_constraint: fixed(null),
    seed: free(null),
    implementation: old,
    input_length: old,
    time_major: { value: false, matters: true, written: false },
  },
} as const satisfies Partial<LayerSpec<RecurrentConfig>>;

/** The part of a recurrent layer's spec that does not depend on its kind. */
export const recurrentSpec: typeof spec = spec;

interface Gates {
  readonly count: number;
  /** Rows of the bias, where it has two dimensions. */
  readonly biasRows?: number;
  /** Elements of the bias that begin as ones. */
  readonly ones?: readonly [number, number];
}

/** kernel [features, gates · units], recurrentKernel [units, gates · units], bias [gates · units]. */
export function recurrentWeights(config: RecurrentConfig, features: number, { count, biasRows, ones }: Gates): LayerWeight[] {
  const { units, useBias, trainable, kernelInitializer, recurrentInitializer, biasInitializer: bias } = config;
  const width = count * units;
  const weight = (name: string, shape: readonly number[], initializer: WeightSpec['initializer']): LayerWeight => ({ path: name, name, shape, initializer, ones: undefined, trainable });
  return [
    weight('kernel', [features, width], kernelInitializer),
    weight('recurrentKernel', [units, width], recurrentInitializer),
    ...(useBias ? [{ ...weight('bias', biasRows === undefined ? [width] : [biasRows, width], bias), ones }] : []),
  ];
}
