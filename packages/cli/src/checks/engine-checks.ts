import { isSekvensError } from '@sekvens/core';
import { loadFastNumerics, sequential } from '@sekvens/engine';
import { dense, embedding, gru } from '@sekvens/layers';
import { createHash } from 'node:crypto';
import type { Check } from './check.js';

/** Trains a small network on each of the engine's ways to compute. */
export async function engineChecks(): Promise<Check[]> {
  const one = await attempt('WebAssembly engine', () => trained(1), 'trains and predicts');
  const two = await attempt('threads', () => trained(2), 'two threads train to the same bytes as one', one.hash);
  return [one.check, two.check, await relaxed()];
}

async function attempt(name: string, work: () => Promise<string>, detail: string, expected?: string): Promise<{ check: Check; hash?: string }> {
  try {
    const hash = await work();
    if (expected !== undefined && hash !== expected) return { check: { name, works: false, detail: 'trains to other bytes than one thread', hint: 'Please report it: npm bugs sekvens opens the place.' } };
    return { check: { name, works: true, detail }, hash };
  } catch (error) {
    const { message, hint } = isSekvensError(error) ? error : { message: error instanceof Error ? error.message : String(error), hint: undefined };
    return { check: { name, works: false, detail: message, ...(hint !== undefined && { hint }) } };
  }
}

/** A hash of the weights of a small network after some steps. */
async function trained(threads: number): Promise<string> {
  const model = sequential([embedding({ inputDim: 40, outputDim: 32, maskZero: true }), gru({ units: 32 }), dense({ units: 2, activation: 'softmax' })]);
  model.compile({ loss: 'sparseCategoricalCrossentropy' });
  const rows = Array.from({ length: 64 }, (_, row) => Int32Array.from({ length: 1 + (row % 9) }, (_, t) => 1 + ((row * 7 + t * 3) % 39)));
  await model.fit({ x: rows, y: Int32Array.from(rows, ([first]) => first % 2) }, { epochs: 2, batchSize: 32, threads });
  const hash = createHash('sha256');
  for (const numbers of Object.values(model.getWeights())) hash.update(new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength));
  return hash.digest('hex');
}

async function relaxed(): Promise<Check> {
  const name = 'fast numerics';
  if (await loadFastNumerics()) return { name, works: true, detail: "this Node has relaxed SIMD: numerics 'fast' may be used in programs" };
  return { name, works: false, detail: 'this Node has no relaxed SIMD', hint: 'Node 22 and newer have it; everything works without.' };
}
