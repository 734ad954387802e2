import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { expect } from 'vitest';

/** The backends that run in plain Node. */
export const backends = ['cpu', 'wasm'] as const;

/** Makes a backend the one in use. */
export async function useBackend(name: (typeof backends)[number]): Promise<void> {
  setWasmPaths(`${dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm/package.json'))}/dist/`);
  if (!(await tf.setBackend(name))) throw new Error(`no backend ${name}`);
  await tf.ready();
}

/** Runs a function in a tidy of its own and expects no tensor to be left. */
export function withoutLeaks<T>(run: () => T): T {
  const before = tf.memory().numTensors;
  const result = tf.tidy(() => run() as never) as T;
  expect(tf.memory().numTensors).toBe(before);
  return result;
}
