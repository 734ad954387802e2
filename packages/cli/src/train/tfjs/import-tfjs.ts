import { SekvensError } from '@sekvens/core';
import type * as kernels from '@sekvens/engine/tfjs';
import type * as layers from '@sekvens/layers/tfjs';
import type * as tf from '@tensorflow/tfjs';

interface Imported {
  readonly tf: typeof tf;
  readonly layers: typeof layers;
  readonly kernels: typeof kernels;
}

/** The layers for TensorFlow.js and TensorFlow.js itself, which is no dependency. */
export async function importTfjs(): Promise<Imported> {
  try {
    return { tf: await import('@tensorflow/tfjs'), layers: await import('@sekvens/layers/tfjs'), kernels: await import('@sekvens/engine/tfjs') };
  } catch (error) {
    const { code, message } = error as { code?: string; message?: string };
    if (code !== 'ERR_MODULE_NOT_FOUND' || !message?.includes('@tensorflow/')) throw error;
    throw new SekvensError({ code: 'not-found', where: '--backend', expected: 'TensorFlow.js', got: 'none installed', hint: 'Install it beside sekvens: npm install @tensorflow/tfjs@4.22.0', cause: error });
  }
}
