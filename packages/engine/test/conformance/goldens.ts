/**
 * Golden numbers, float64, nine digits, computed with PyTorch's automatic differentiation in Keras' layouts and conventions,
 * from random distinct weights. Two seeds with different shapes.
 */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

export type Vector = readonly number[];
export type Matrix = readonly Vector[];
export type Cube = readonly Matrix[];

export type GoldenLayer = 'SimpleRNN' | 'LSTM' | 'GRU';

export interface CellWeights {
  readonly kernel: Matrix;
  readonly recurrentKernel: Matrix;
  readonly bias: Vector | Matrix;
}

export interface RecurrentGolden extends CellWeights {
  readonly layer: GoldenLayer;
  readonly resetAfter: boolean | null;
  readonly returnSequences: boolean;
  readonly goBackwards: boolean;
  readonly zeroOutputForMask: boolean;
  readonly mask: 'none' | 'right' | 'left' | 'holes';
  readonly x: Cube;
  readonly maskValues: Matrix | null;
  readonly initialState: readonly Matrix[] | null;
  readonly y: Matrix | Cube;
  readonly finalState: readonly Matrix[];
  readonly lossWeights: Matrix | Cube;
  readonly gradX: Cube;
  readonly gradKernel: Matrix;
  readonly gradRecurrentKernel: Matrix;
  readonly gradBias: Vector | Matrix;
  readonly gradInitialState: readonly Matrix[] | null;
}

export interface BidirectionalGolden {
  readonly layer: GoldenLayer;
  readonly resetAfter: boolean | null;
  readonly returnSequences: boolean;
  readonly mergeMode: 'concat' | 'sum' | 'mul' | 'ave';
  readonly mask: 'none' | 'right' | 'holes';
  readonly x: Cube;
  readonly maskValues: Matrix | null;
  readonly forward: CellWeights;
  readonly backward: CellWeights;
  readonly y: Matrix | Cube;
  readonly lossWeights: Matrix | Cube;
  readonly gradX: Cube;
  /** kernel, recurrentKernel, bias */
  readonly gradForward: readonly (Vector | Matrix)[];
  readonly gradBackward: readonly (Vector | Matrix)[];
}

export interface TrainingGolden {
  readonly layer: GoldenLayer;
  readonly resetAfter: boolean | null;
  readonly maskZero: boolean;
  readonly bidirectional: boolean;
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** By `embedding`, `f.kernel`, `b.bias`, `dense.kernel` and so on. */
  readonly initial: Readonly<Record<string, Vector | Matrix>>;
  readonly batches: readonly { readonly ids: Matrix; readonly labels: Vector }[];
  readonly losses: Vector;
  readonly final: Readonly<Record<string, Vector | Matrix>>;
}

interface GoldenFiles {
  readonly recurrent: readonly RecurrentGolden[];
  readonly bidirectional: readonly BidirectionalGolden[];
  readonly training: readonly TrainingGolden[];
}

export const goldenSeeds = [7, 11] as const;

/** The golden cases of one file and seed. */
export function readGoldens<File extends keyof GoldenFiles>(file: File, seed: (typeof goldenSeeds)[number]): GoldenFiles[File] {
  const url = new URL(`../../../layers/fixtures/golden/seed-${seed}/${file}.json.gz`, import.meta.url);
  return JSON.parse(gunzipSync(readFileSync(url)).toString('utf8')) as GoldenFiles[File];
}

/** Nested numbers as one flat array. */
export function flat(nested: Vector | Matrix | Cube): Float64Array {
  return Float64Array.from((nested as readonly unknown[]).flat(2) as number[]);
}
