/**
 * The initialisers: their parameters, their names in Keras and how they draw. The only place that knows them.
 *
 * All arithmetic is `+ - * /` and square roots, and logarithms are portable, so that a seed gives the same bytes everywhere.
 */
import type { Random } from '@sekvens/core';
import type { InitializerConfig } from '../types.js';
import { computeFans } from './compute-fans.js';
import { fillOrthogonal } from './fill-orthogonal.js';

export type InitializerKind = InitializerConfig['kind'];
type Parameters = Readonly<Record<string, number>>;

export interface InitializerSpec {
  /** Parameters with their defaults, which are Keras'. */
  readonly parameters: Parameters;
  /** Only for weights of two dimensions. */
  readonly matrixOnly?: true;
  /** Keras' class, and what it calls the parameters. */
  readonly keras: {
    readonly className: string;
    readonly parameters: Readonly<Record<string, string>>;
    /** Keys that it writes besides. */
    readonly also?: Readonly<Record<string, unknown>>;
    /** Parameters that are offered at one value. */
    readonly only?: Readonly<Record<string, unknown>>;
  };
  /** VarianceScaling's name for it, as TensorFlow.js writes it. */
  readonly scaling?: Scaling;
  fill(values: Float32Array, shape: readonly number[], parameters: Parameters, random: Random): void;
}

interface Scaling {
  readonly scale: number;
  readonly mode: 'fan_in' | 'fan_avg';
  readonly distribution: 'uniform' | 'truncated_normal';
}

/** Standard deviation of a standard normal number cut off at ±2: what is left has to be widened by it. */
const TRUNCATED_STDDEV = 0.87962566103423978;

export const initializerSpecs: Readonly<Record<InitializerKind, InitializerSpec>> = {
  zeros: { parameters: {}, keras: { className: 'Zeros', parameters: {} }, fill: (values) => void values.fill(0) },
  ones: { parameters: {}, keras: { className: 'Ones', parameters: {} }, fill: (values) => void values.fill(1) },
  constant: { parameters: { value: 0 }, keras: { className: 'Constant', parameters: { value: 'value' } }, fill: (values, _, { value }) => void values.fill(value) },
  uniform: {
    parameters: { min: -0.05, max: 0.05 },
    keras: { className: 'RandomUniform', parameters: { min: 'minval', max: 'maxval' }, also: { seed: null } },
    fill: (values, _, { min, max }, random) => fillUniform(values, min, max, random),
  },
  normal: {
    parameters: { mean: 0, stddev: 0.05 },
    keras: { className: 'RandomNormal', parameters: { mean: 'mean', stddev: 'stddev' }, also: { seed: null } },
    fill(values, _, { mean, stddev }, random) {
      for (let i = 0; i < values.length; i++) values[i] = mean + stddev * random.normal();
    },
  },
  truncatedNormal: {
    parameters: { mean: 0, stddev: 0.05 },
    keras: { className: 'TruncatedNormal', parameters: { mean: 'mean', stddev: 'stddev' }, also: { seed: null } },
    fill: (values, _, { mean, stddev }, random) => fillTruncatedNormal(values, mean, stddev, random),
  },
  orthogonal: {
    parameters: { gain: 1 },
    matrixOnly: true,
    keras: { className: 'Orthogonal', parameters: { gain: 'gain' }, also: { seed: null } },
    fill: (values, shape, { gain }, random) => fillOrthogonal(values, shape, gain, random),
  },
  identity: {
    parameters: {},
    matrixOnly: true,
    // Keras has a gain, too, but does not write it.
    keras: { className: 'Identity', parameters: {}, only: { gain: 1 } },
    fill(values, [rows, columns]) {
      values.fill(0);
      for (let i = 0; i < Math.min(rows, columns); i++) values[i * columns + i] = 1;
    },
  },
  glorotUniform: scaled('GlorotUniform', { scale: 1, mode: 'fan_avg', distribution: 'uniform' }),
  glorotNormal: scaled('GlorotNormal', { scale: 1, mode: 'fan_avg', distribution: 'truncated_normal' }),
  heUniform: scaled('HeUniform', { scale: 2, mode: 'fan_in', distribution: 'uniform' }),
  heNormal: scaled('HeNormal', { scale: 2, mode: 'fan_in', distribution: 'truncated_normal' }),
  leCunUniform: scaled('LecunUniform', { scale: 1, mode: 'fan_in', distribution: 'uniform' }),
  leCunNormal: scaled('LecunNormal', { scale: 1, mode: 'fan_in', distribution: 'truncated_normal' }),
};

/**
 * Variance scaled by the number of inputs and outputs: with s = scale / fan,
 * uniform within ±√(3 s), or normal with standard deviation √s after it is cut off at two of them.
 */
function scaled(className: string, scaling: Scaling): InitializerSpec {
  return {
    parameters: {},
    keras: { className, parameters: {}, also: { seed: null, input_axes: null, output_axes: null } },
    scaling,
    fill(values, shape, _, random) {
      const [fanIn, fanOut] = computeFans(shape);
      const variance = scaling.scale / Math.max(1, scaling.mode === 'fan_in' ? fanIn : (fanIn + fanOut) / 2);
      if (scaling.distribution === 'uniform') fillUniform(values, -Math.sqrt(3 * variance), Math.sqrt(3 * variance), random);
      else fillTruncatedNormal(values, 0, Math.sqrt(variance) / TRUNCATED_STDDEV, random);
    },
  };
}

function fillUniform(values: Float32Array, min: number, max: number, random: Random): void {
  for (let i = 0; i < values.length; i++) values[i] = random.uniform(min, max);
}

/** Numbers more than two standard deviations away are drawn again. */
function fillTruncatedNormal(values: Float32Array, mean: number, stddev: number, random: Random): void {
  for (let i = 0; i < values.length; i++) {
    let z = random.normal();
    while (Math.abs(z) > 2) z = random.normal();
    values[i] = mean + stddev * z;
  }
}
