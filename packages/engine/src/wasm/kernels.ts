/** The compiled kernels: their signatures, and how they come to run on a memory. Pointers are byte addresses. */
import * as exactKernels from './kernels.generated.js';
import type { Numerics } from './numerics.js';

type Pointer = number;

export interface Kernels {
  readonly activation: (code: number, source: Pointer, target: Pointer, count: number) => void;
  readonly activationGradient: (code: number, y: Pointer, gradient: Pointer, target: Pointer, count: number) => void;
  readonly pack: (target: Pointer, source: Pointer, row: number, k: number, n: number) => void;
  readonly packTransposed: (target: Pointer, source: Pointer, row: number, k: number, n: number) => void;
  readonly gemm: (m: number, n: number, k: number, a: Pointer, aRow: number, aStep: number, b: Pointer, c: Pointer, cRow: number, begin: number, bias: Pointer) => void;
  readonly gemmTransposed: (m: number, n: number, k: number, a: Pointer, aRow: number, b: Pointer, bRow: number, c: Pointer, cRow: number, scratch: Pointer) => void;
  readonly sumRows: (target: Pointer, source: Pointer, row: number, rows: number, n: number) => void;
  readonly add: (target: Pointer, a: Pointer, b: Pointer, count: number) => void;
  readonly addScaled: (target: Pointer, a: Pointer, b: Pointer, scale: number, count: number) => void;
  readonly multiply: (target: Pointer, a: Pointer, b: Pointer, count: number) => void;
  readonly multiplyByRow: (target: Pointer, source: Pointer, mask: Pointer, index: Pointer, count: number, width: number) => void;
  readonly scale: (target: Pointer, source: Pointer, factor: number, count: number) => void;
  readonly scaleRows: (target: Pointer, source: Pointer, factors: Pointer, count: number, width: number) => void;
  readonly copyRows: (target: Pointer, targetRow: number, source: Pointer, sourceRow: number, count: number, width: number) => void;
  readonly gatherRows: (target: Pointer, targetRow: number, source: Pointer, sourceRow: number, index: Pointer, count: number, width: number) => void;
  readonly touchRows: (table: Pointer, index: Pointer, count: number, bytes: number) => number;
  readonly placeRows: (target: Pointer, targetRow: number, source: Pointer, sourceRow: number, index: Pointer, count: number, width: number) => void;
  readonly scatterAddRows: (target: Pointer, targetRow: number, source: Pointer, sourceRow: number, index: Pointer, count: number, width: number) => void;
  readonly scatterAddSquares: (target: Pointer, targetRow: number, source: Pointer, sourceRow: number, index: Pointer, count: number, width: number) => void;
  readonly packIds: (
    values: Pointer, rowOffsets: Pointer, rows: number, time: number, maskZero: number, vocabulary: number,
    order: Pointer, stepOffsets: Pointer, ids: Pointer, keys: Pointer, positions: Pointer, rowOf: Pointer, counts: Pointer, lengths: Pointer,
  ) => number;
  readonly staleIds: (unique: Pointer, count: number, versions: Pointer, version: number, places: Pointer, ids: Pointer) => number;
  readonly expandIds: (
    values: Pointer, rowOffsets: Pointer, rows: number, time: number, order: Pointer, stepOffsets: Pointer, ids: Pointer, keys: Pointer, positions: Pointer, rowOf: Pointer,
  ) => void;
  readonly shownTokens: (
    index: Pointer, rowOf: Pointer, positions: Pointer, count: number, packedRowOf: Pointer, packedPositions: Pointer, packedCount: number,
    order: Pointer, rows: number, time: number, reversed: number, zeroMasked: number, places: Pointer,
  ) => void;
  readonly rowsWithTokens: (index: Pointer, rowOf: Pointer, positions: Pointer, count: number, rows: number, time: number, step: number) => void;
  readonly uniqueIds: (ids: Pointer, count: number, stamp: number, stamps: Pointer, slots: Pointer, slotOf: Pointer, unique: Pointer) => number;
  readonly simpleRnnForward: (
    stepOffsets: Pointer, steps: number, rows: number, row0: number, row1: number, reverse: number, units: number, act: number,
    h: Pointer, recurrent: Pointer, previous: Pointer, masked: Pointer, stateMask: Pointer, initial: Pointer, last: Pointer,
  ) => void;
  readonly simpleRnnBackward: (
    stepOffsets: Pointer, steps: number, rows: number, row0: number, row1: number, reverse: number, units: number, act: number,
    h: Pointer, recurrentT: Pointer, stateMask: Pointer, outGradient: Pointer, outRow: number, lastGradient: Pointer, carry: Pointer, scratch: Pointer,
  ) => void;
  readonly lstmForward: (
    stepOffsets: Pointer, steps: number, rows: number, row0: number, row1: number, reverse: number, units: number, act: number, rec: number,
    gates: Pointer, recurrent: Pointer, previous: Pointer, previousCell: Pointer, masked: Pointer, stateMask: Pointer, activated: Pointer,
    out: Pointer, outRow: number, initial: Pointer, initialCell: Pointer, last: Pointer, lastCell: Pointer,
  ) => void;
  readonly lstmBackward: (
    stepOffsets: Pointer, steps: number, rows: number, row0: number, row1: number, reverse: number, units: number, act: number, rec: number,
    gates: Pointer, recurrentT: Pointer, previousCell: Pointer, activated: Pointer, stateMask: Pointer,
    outGradient: Pointer, outRow: number, lastGradient: Pointer, lastCellGradient: Pointer, carry: Pointer, carryCell: Pointer, scratch: Pointer,
  ) => void;
  readonly gruForward: (
    stepOffsets: Pointer, steps: number, rows: number, row0: number, row1: number, reverse: number, units: number, act: number, rec: number, resetAfter: number,
    gates: Pointer, inner: Pointer, recurrent: Pointer, recurrentCandidate: Pointer, innerBias: Pointer,
    previous: Pointer, masked: Pointer, stateMask: Pointer, out: Pointer, outRow: number, initial: Pointer, last: Pointer,
  ) => void;
  readonly gruBackward: (
    stepOffsets: Pointer, steps: number, rows: number, row0: number, row1: number, reverse: number, units: number, act: number, rec: number, resetAfter: number,
    gates: Pointer, inner: Pointer, recurrentT: Pointer, recurrentCandidateT: Pointer, previous: Pointer, state: Pointer, stateMask: Pointer,
    outGradient: Pointer, outRow: number, lastGradient: Pointer, carry: Pointer, scratch: Pointer,
  ) => void;
  readonly simpleRnnInfer: (
    stepOffsets: Pointer, steps: number, row0: number, row1: number, reverse: number, units: number, act: number,
    h: Pointer, table: Pointer, index: Pointer, recurrent: Pointer, out: Pointer, outRow: number, initial: Pointer, state: Pointer,
  ) => void;
  readonly lstmInfer: (
    stepOffsets: Pointer, steps: number, row0: number, row1: number, reverse: number, units: number, act: number, rec: number,
    gates: Pointer, table: Pointer, index: Pointer, recurrent: Pointer, out: Pointer, outRow: number, initial: Pointer, initialCell: Pointer, state: Pointer, cellState: Pointer,
  ) => void;
  readonly gruInfer: (
    stepOffsets: Pointer, steps: number, row0: number, row1: number, reverse: number, units: number, act: number, rec: number, resetAfter: number,
    gates: Pointer, table: Pointer, index: Pointer, inner: Pointer, recurrent: Pointer, recurrentCandidate: Pointer, innerBias: Pointer,
    out: Pointer, outRow: number, initial: Pointer, state: Pointer,
  ) => void;
  readonly maxPoolForward: (
    stepOffsets: Pointer, steps: number, from: number, to: number, width: number, source: Pointer, target: Pointer, targetRow: number, chosen: Pointer,
  ) => void;
  readonly maxPoolBackward: (
    stepOffsets: Pointer, steps: number, from: number, to: number, width: number, gradient: Pointer, gradientRow: number, chosen: Pointer, target: Pointer,
  ) => void;
  readonly averagePoolForward: (
    stepOffsets: Pointer, steps: number, from: number, to: number, width: number, source: Pointer, target: Pointer, targetRow: number, lengths: Pointer,
  ) => void;
  readonly averagePoolBackward: (
    stepOffsets: Pointer, steps: number, from: number, to: number, width: number, gradient: Pointer, gradientRow: number, lengths: Pointer, target: Pointer, more: number,
  ) => void;
  readonly attentionPoolForward: (
    stepOffsets: Pointer, steps: number, from: number, to: number, width: number, source: Pointer, scores: Pointer, weights: Pointer, target: Pointer,
  ) => void;
  readonly attentionPoolBackward: (
    stepOffsets: Pointer, steps: number, from: number, to: number, width: number, source: Pointer, weights: Pointer, gradient: Pointer,
    scoreGradient: Pointer, means: Pointer, target: Pointer,
  ) => void;
  readonly dropoutMask: (mask: Pointer, keys: Pointer, count: number, width: number, threshold: number, keep: number, seed: number, step: number, layer: number) => void;
  readonly replaceDropped: (ids: Pointer, keys: Pointer, count: number, replacement: number, threshold: number, seed: number, step: number, layer: number) => void;
  readonly softmaxRows: (source: Pointer, target: Pointer, rows: number, width: number) => void;
  readonly softmaxGradient: (y: Pointer, gradient: Pointer, target: Pointer, rows: number, width: number) => void;
  readonly softmaxCrossentropy: (
    logits: Pointer, rows: number, width: number, targets: Pointer, dense: number, weights: Pointer, scale: number, gradient: Pointer, totals: Pointer, smoothing: number,
  ) => number;
  readonly sigmoidCrossentropy: (
    logits: Pointer, rows: number, width: number, targets: Pointer, weights: Pointer, scale: number, gradient: Pointer, totals: Pointer, smoothing: number,
  ) => void;
  readonly squaredError: (outputs: Pointer, rows: number, width: number, targets: Pointer, weights: Pointer, scale: number, gradient: Pointer, totals: Pointer) => void;
  readonly sgdRows: (table: Pointer, g: Pointer, unique: Pointer, count: number, width: number, rate: number) => void;
  readonly momentumRows: (
    table: Pointer, v: Pointer, lastStep: Pointer, g: Pointer, unique: Pointer, count: number, width: number, now: number, rate: number, momentum: number, nesterov: number,
  ) => void;
  readonly rmspropRows: (
    table: Pointer, v: Pointer, u: Pointer, average: Pointer, lastStep: Pointer, g: Pointer, unique: Pointer, count: number, width: number, now: number,
    rho: number, rest: number, rate: number, momentum: number, epsilon: number,
  ) => void;
  readonly coastRows: (
    table: Pointer, u: Pointer, v: Pointer, average: Pointer, lastStep: Pointer, unique: Pointer, count: number, width: number, now: number,
    moves: Pointer, decays: Pointer, forgets: Pointer,
  ) => void;
  readonly adamRows: (
    table: Pointer, m: Pointer, v: Pointer, lastStep: Pointer, g: Pointer, squares: Pointer, unique: Pointer, count: number, width: number, now: number,
    beta1: number, rest1: number, beta2: number, rest2: number, rate: number, correction: number, epsilon: number, decay: number,
  ) => void;
  readonly adamCoastRows: (
    table: Pointer, m: Pointer, v: Pointer, lastStep: Pointer, unique: Pointer, count: number, width: number, now: number, reach: number,
    shift: Pointer, epsilons: Pointer, decay1: Pointer, decay2: Pointer, lateShift: Pointer, lateEpsilons: Pointer,
    losses: Pointer, inverses: Pointer, product: number,
  ) => void;
  readonly shrinkRows: (table: Pointer, lastStep: Pointer, unique: Pointer, count: number, width: number, now: number, decay: number) => void;
  readonly forgetRows: (v: Pointer, lastStep: Pointer, unique: Pointer, count: number, width: number, now: number, forgets: Pointer) => void;
  readonly averageRows: (average: Pointer, table: Pointer, lastStep: Pointer, unique: Pointer, count: number, width: number, now: number, rest: number) => void;
  readonly coastAverageRows: (
    average: Pointer, table: Pointer, u: Pointer, lastStep: Pointer, unique: Pointer, count: number, width: number, now: number, gains: Pointer, moves: Pointer,
  ) => void;
  readonly driftAverageRows: (
    average: Pointer, table: Pointer, m: Pointer, v: Pointer, lastStep: Pointer, unique: Pointer, count: number, width: number, now: number, reach: number,
    gains: Pointer, losses: Pointer, shift: Pointer, epsilons: Pointer, lateShift: Pointer, lateEpsilons: Pointer, rowShift: Pointer, rowEpsilons: Pointer,
    inverses: Pointer, sums: Pointer,
  ) => void;
  readonly listRows: (unique: Pointer, count: number, marks: Pointer, cycle: number, list: Pointer, known: number, sums: Pointer, width: number) => number;
  readonly sumSquares: (g: Pointer, count: number, size: number, from: number, to: number, sums: Pointer) => void;
  readonly clipValues: (g: Pointer, count: number, limit: number) => void;
}

/** A WebAssembly binary as it lies in a generated module. */
interface KernelsBinary {
  readonly kernelsBase64: string;
  /** Place of the memory's flags: 3 for a shared memory, 1 for one that is not. */
  readonly memoryFlags: number;
}

const binaries = new Map<Numerics, KernelsBinary>([['exact', exactKernels]]);
const compiled = new Map<string, WebAssembly.Module>();

/** Lets kernels of other numerics be compiled. */
export function addKernels(numerics: Numerics, binary: KernelsBinary): void {
  binaries.set(numerics, binary);
}

/** Whether the binary for `numerics` is there; that of 'exact' always is. */
export function hasKernels(numerics: Numerics): boolean {
  return binaries.has(numerics);
}

/** The kernels for a shared memory, or for one that is not; decoded and compiled at the first call and kept. */
export function compileKernels(shared: boolean, numerics: Numerics): WebAssembly.Module {
  const key = `${shared} ${numerics}`;
  let module = compiled.get(key);
  if (!module) {
    module = new WebAssembly.Module(binaryFor(shared, numerics));
    compiled.set(key, module);
  }
  return module;
}

/** Whether this runtime can compile the kernels for `numerics`. */
export function canCompileKernels(numerics: Numerics): boolean {
  return WebAssembly.validate(binaryFor(false, numerics));
}

/** The kernels on `memory`. */
export function instantiateKernels(memory: WebAssembly.Memory, numerics: Numerics = 'exact'): Kernels {
  const shared = typeof SharedArrayBuffer !== 'undefined' && memory.buffer instanceof SharedArrayBuffer;
  return new WebAssembly.Instance(compileKernels(shared, numerics), { env: { memory } }).exports as unknown as Kernels;
}

/** The names of the kernels of a module; a kernel's place in this list stands for it in messages to workers. */
export function kernelNames(module: WebAssembly.Module): readonly (keyof Kernels)[] {
  return WebAssembly.Module.exports(module)
    .filter(({ kind }) => kind === 'function')
    .map(({ name }) => name as keyof Kernels);
}

function binaryFor(shared: boolean, numerics: Numerics): Uint8Array<ArrayBuffer> {
  const { kernelsBase64, memoryFlags } = binaries.get(numerics)!;
  const bytes = decodeBase64(kernelsBase64);
  bytes[memoryFlags] = shared ? 3 : 1;
  return bytes;
}

function decodeBase64(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}
