/** Buffers whose surroundings are watched: a kernel that stores beyond its output changes a guard. */
import { Random } from '@sekvens/core';
import { Heap } from '../../src/wasm/heap.js';
import { instantiateKernels } from '../../src/wasm/kernels.js';

/** Widths and counts at which kernels change their way: none, one, around a vector of four, twice a vector and a rest. */
export const sizes = [0, 1, 3, 4, 5, 11];

export const heap = new Heap();
export const kernels = instantiateKernels(heap.memory);

const random = new Random(12);
export const numbers = (count: number, from = -1, to = 1) => Float32Array.from({ length: count }, () => Math.fround(random.uniform(from, to)));
export const integers = (count: number, below: number) => Int32Array.from({ length: count }, () => random.integer(below));

const guardBytes = 128;
const guardByte = 0xa5;
const guards: { readonly pointer: number; readonly byteLength: number; readonly what: string }[] = [];

/** Forgets all buffers. */
export function begin(): void {
  heap.beginBatch();
  guards.length = 0;
}

const bytes = () => new Uint8Array(heap.memory.buffer);

/** A buffer of exactly `byteLength` bytes between two guards. */
function guarded(byteLength: number, what: string): number {
  // not through `take` alone: it rounds up, and the guard has to begin with the very next byte
  const before = heap.take(guardBytes);
  const pointer = heap.take(byteLength + guardBytes);
  bytes().fill(guardByte, before, before + guardBytes);
  bytes().fill(guardByte, pointer, pointer + byteLength + guardBytes);
  guards.push({ pointer: before, byteLength: guardBytes, what: `before ${what}` }, { pointer: pointer + byteLength, byteLength: guardBytes, what: `after ${what}` });
  return pointer;
}

/** An output of `count` floats or integers; it holds `values` where given, else something that is no result. */
export function output(count: number, what: string, values?: Float32Array | Int32Array): number {
  const pointer = guarded(count * 4, what);
  if (values instanceof Float32Array) heap.f32(pointer, count).set(values);
  if (values instanceof Int32Array) heap.i32(pointer, count).set(values);
  return pointer;
}

/** An output of `count` doubles, zero at first. */
export function doubles(count: number, what: string): number {
  const pointer = guarded(count * 8, what);
  heap.f64(pointer, count).fill(0);
  return pointer;
}

/** Throws where a kernel has stored outside of an output. */
export function assertGuards(context: string): void {
  const memory = bytes();
  for (const { pointer, byteLength, what } of guards) {
    for (let i = 0; i < byteLength; i++) {
      if (memory[pointer + i] !== guardByte) throw new Error(`${context}: byte ${i} ${what} was changed`);
    }
  }
}

/** Throws unless each number is within `tolerance` of the one expected, relative to the larger of that one and 1. */
export function assertClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number, context: string): void {
  if (actual.length !== expected.length) throw new Error(`${context}: ${actual.length} numbers, expected ${expected.length}`);
  for (let i = 0; i < expected.length; i++) {
    const error = Math.abs(actual[i] - expected[i]) / Math.max(1, Math.abs(expected[i]));
    if (!(error <= tolerance)) throw new Error(`${context}: element ${i} is ${actual[i]}, expected ${expected[i]}`);
  }
}

/** Every combination of the lists' elements. */
export function combinations(...lists: readonly (readonly number[])[]): number[][] {
  return lists.reduce<number[][]>((all, list) => all.flatMap((one) => list.map((element) => [...one, element])), [[]]);
}
