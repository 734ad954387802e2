import type { BidirectionalDefinition, RecurrentDefinition } from '../types.js';

/** What goes into a recurrent or bidirectional layer. Nothing of it is kept or changed after the call. */
export interface KernelInput {
  readonly definition: RecurrentDefinition | BidirectionalDefinition;
  /** [batch, time, features], row after row; batch, time and features are at least 1. */
  readonly x: Float32Array;
  readonly shape: readonly [batch: number, time: number, features: number];
  /** [batch, time], 1 where a step is present; undefined where all are. */
  readonly mask: Uint8Array | undefined;
  /** By path in the layer: `kernel`, or `forward/kernel` in a bidirectional one. */
  readonly weights: Readonly<Record<string, Float32Array>>;
}

/** A forward pass, and the way back. */
export interface KernelRun {
  readonly output: Float32Array;
  readonly shape: readonly number[];
  /** Gradients of Σ output · dy. It may be called any number of times, whatever has been run in between. */
  backward(dy: Float32Array): { readonly x: Float32Array; readonly weights: Readonly<Record<string, Float32Array>> };
}

/** Something that computes whole recurrent layers at once, without dropout. */
export interface TfjsKernels {
  forward(input: KernelInput): KernelRun;
}

let inUse: TfjsKernels | undefined;

/**
 * Lets recurrent and bidirectional layers compute with these kernels from now on, on the backends 'cpu' and 'wasm': those of
 * `@sekvens/engine/tfjs`, `useKernels(wasmKernels())`. Layers that drop something while training, and other backends, go on with
 * operations of TensorFlow.js. `useKernels(undefined)` ends it.
 */
export function useKernels(kernels: TfjsKernels | undefined): void {
  inUse = kernels;
}

/** The kernels given to {@link useKernels}. */
export function kernelsInUse(): TfjsKernels | undefined {
  return inUse;
}
