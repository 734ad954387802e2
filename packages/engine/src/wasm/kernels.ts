/** The compiled kernels: their signatures, and how they come to run on a memory. Pointers are byte addresses. */
import { kernelsBase64 } from './kernels.generated.js';

type Pointer = number;

export interface Kernels {
  activation(code: number, source: Pointer, target: Pointer, count: number): void;
  activationGradient(code: number, y: Pointer, gradient: Pointer, target: Pointer, count: number): void;
  pack(target: Pointer, source: Pointer, row: number, k: number, n: number): void;
  packTransposed(target: Pointer, source: Pointer, row: number, k: number, n: number): void;
  gemm(m: number, n: number, k: number, a: Pointer, aRow: number, aStep: number, b: Pointer, c: Pointer, cRow: number, begin: number, bias: Pointer): void;
  gemmTransposed(m: number, n: number, k: number, a: Pointer, aRow: number, b: Pointer, bRow: number, c: Pointer, cRow: number, scratch: Pointer): void;
  sumRows(target: Pointer, source: Pointer, row: number, rows: number, n: number): void;
  add(target: Pointer, a: Pointer, b: Pointer, count: number): void;
  addScaled(target: Pointer, a: Pointer, b: Pointer, scale: number, count: number): void;
  multiply(target: Pointer, a: Pointer, b: Pointer, count: number): void;
  multiplyByRow(target: Pointer, source: Pointer, mask: Pointer, index: Pointer, count: number, width: number): void;
  scale(target: Pointer, source: Pointer, factor: number, count: number): void;
  copyRows(target: Pointer, targetRow: number, source: Pointer, sourceRow: number, count: number, width: number): void;
  gatherRows(target: Pointer, targetRow: number, source: Pointer, sourceRow: number, index: Pointer, count: number, width: number): void;
  scatterAddRows(target: Pointer, targetRow: number, source: Pointer, sourceRow: number, index: Pointer, count: number, width: number): void;
  packIds(
    values: Pointer, rowOffsets: Pointer, rows: number, time: number, maskZero: number, vocabulary: number,
    order: Pointer, stepOffsets: Pointer, ids: Pointer, keys: Pointer, positions: Pointer, rowOf: Pointer, counts: Pointer, lengths: Pointer,
  ): number;
  uniqueIds(ids: Pointer, count: number, stamp: number, stamps: Pointer, slots: Pointer, slotOf: Pointer, unique: Pointer): number;
  simpleRnnForward(
    stepOffsets: Pointer, steps: number, rows: number, row0: number, row1: number, reverse: number, units: number, act: number,
    h: Pointer, recurrent: Pointer, previous: Pointer, masked: Pointer, stateMask: Pointer, initial: Pointer, last: Pointer,
  ): void;
  simpleRnnBackward(
    stepOffsets: Pointer, steps: number, rows: number, row0: number, row1: number, reverse: number, units: number, act: number,
    h: Pointer, recurrentT: Pointer, stateMask: Pointer, outGradient: Pointer, outRow: number, lastGradient: Pointer, carry: Pointer, scratch: Pointer,
  ): void;
  lstmForward(
    stepOffsets: Pointer, steps: number, rows: number, row0: number, row1: number, reverse: number, units: number, act: number, rec: number,
    gates: Pointer, recurrent: Pointer, previous: Pointer, previousCell: Pointer, masked: Pointer, stateMask: Pointer, activated: Pointer,
    out: Pointer, outRow: number, initial: Pointer, initialCell: Pointer, last: Pointer, lastCell: Pointer,
  ): void;
  lstmBackward(
    stepOffsets: Pointer, steps: number, rows: number, row0: number, row1: number, reverse: number, units: number, act: number, rec: number,
    gates: Pointer, recurrentT: Pointer, previousCell: Pointer, activated: Pointer, stateMask: Pointer,
    outGradient: Pointer, outRow: number, lastGradient: Pointer, lastCellGradient: Pointer, carry: Pointer, carryCell: Pointer, scratch: Pointer,
  ): void;
  gruForward(
    stepOffsets: Pointer, steps: number, rows: number, row0: number, row1: number, reverse: number, units: number, act: number, rec: number, resetAfter: number,
    gates: Pointer, inner: Pointer, recurrent: Pointer, recurrentCandidate: Pointer, innerBias: Pointer,
    previous: Pointer, masked: Pointer, stateMask: Pointer, out: Pointer, outRow: number, initial: Pointer, last: Pointer,
  ): void;
  gruBackward(
    stepOffsets: Pointer, steps: number, rows: number, row0: number, row1: number, reverse: number, units: number, act: number, rec: number, resetAfter: number,
    gates: Pointer, inner: Pointer, recurrentT: Pointer, recurrentCandidateT: Pointer, previous: Pointer, state: Pointer, stateMask: Pointer,
    outGradient: Pointer, outRow: number, lastGradient: Pointer, carry: Pointer, scratch: Pointer,
  ): void;
  maxPoolForward(stepOffsets: Pointer, steps: number, rows: number, width: number, source: Pointer, target: Pointer, chosen: Pointer): void;
  maxPoolBackward(stepOffsets: Pointer, steps: number, rows: number, width: number, gradient: Pointer, chosen: Pointer, target: Pointer): void;
  averagePoolForward(stepOffsets: Pointer, steps: number, rows: number, width: number, source: Pointer, target: Pointer, lengths: Pointer): void;
  averagePoolBackward(stepOffsets: Pointer, steps: number, rows: number, width: number, gradient: Pointer, lengths: Pointer, target: Pointer): void;
  dropoutMask(mask: Pointer, keys: Pointer, count: number, width: number, threshold: number, keep: number, seed: number, step: number, layer: number): void;
  softmaxRows(source: Pointer, target: Pointer, rows: number, width: number): void;
  softmaxGradient(y: Pointer, gradient: Pointer, target: Pointer, rows: number, width: number): void;
  softmaxCrossentropy(
    logits: Pointer, rows: number, width: number, targets: Pointer, dense: number, weights: Pointer, scale: number, gradient: Pointer, totals: Pointer,
  ): number;
  sigmoidCrossentropy(logits: Pointer, rows: number, width: number, targets: Pointer, weights: Pointer, scale: number, gradient: Pointer, totals: Pointer): void;
  squaredError(outputs: Pointer, rows: number, width: number, targets: Pointer, weights: Pointer, scale: number, gradient: Pointer, totals: Pointer): void;
  sgd(p: Pointer, g: Pointer, count: number, rate: number): void;
  sgdRows(table: Pointer, g: Pointer, unique: Pointer, count: number, width: number, rate: number): void;
  adam(
    p: Pointer, m: Pointer, v: Pointer, g: Pointer, count: number,
    beta1: number, rest1: number, beta2: number, rest2: number, rate: number, correction: number, epsilon: number,
  ): void;
  adamRows(
    table: Pointer, m: Pointer, v: Pointer, lastStep: Pointer, g: Pointer, unique: Pointer, count: number, width: number, now: number,
    beta1: number, rest1: number, beta2: number, rest2: number, rate: number, correction: number, epsilon: number,
  ): void;
  catchUpRows(
    table: Pointer, m: Pointer, v: Pointer, lastStep: Pointer, unique: Pointer, count: number, width: number, now: number, reach: number,
    shift: Pointer, epsilons: Pointer, decay1: Pointer, decay2: Pointer, lateShift: Pointer, lateEpsilons: Pointer,
  ): void;
}

let compiled: WebAssembly.Module | undefined;

/** The kernels on `memory`. The module is decoded and compiled at the first call and kept. */
export function instantiateKernels(memory: WebAssembly.Memory): Kernels {
  compiled ??= new WebAssembly.Module(decodeBase64(kernelsBase64));
  const instance = new WebAssembly.Instance(compiled, { env: { memory } });
  return instance.exports as unknown as Kernels;
}

function decodeBase64(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}
