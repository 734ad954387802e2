import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { loadBackend, loadTfjsBackend } from './load-tfjs-backend.js';
import type { BackendSurroundings } from './load-tfjs-backend.js';

const absent = (name: string) => Promise.reject(Object.assign(new Error(`Cannot find package '${name}' imported from here`), { code: 'ERR_MODULE_NOT_FOUND' }));
const around = (changes: Partial<BackendSurroundings>): BackendSurroundings => ({ load: absent, nodeVersion: '22.12.0', env: {}, ...changes });

describe('loadTfjsBackend', () => {
  it('makes a backend the one in use', async () => {
    await loadTfjsBackend('wasm');
    expect(tf.getBackend()).toBe('wasm');
    expect(tf.add(1, 2).dataSync()[0]).toBe(3);
    await loadTfjsBackend('cpu');
    expect(tf.getBackend()).toBe('cpu');
  });

  it('names the command that installs what is absent', async () => {
    await expect(loadBackend('wasm', around({}))).rejects.toThrowErrorMatchingInlineSnapshot(`[SekvensError: loadTfjsBackend('wasm'): expected the package @tensorflow/tfjs-backend-wasm, got none installed. Install it: npm install @tensorflow/tfjs-backend-wasm@4.22.0]`);
    await expect(loadBackend('webgpu', around({ nodeVersion: undefined }))).rejects.toThrowErrorMatchingInlineSnapshot(`[SekvensError: loadTfjsBackend('webgpu'): expected the package @tensorflow/tfjs-backend-webgpu, got none installed. Install it: npm install @tensorflow/tfjs-backend-webgpu@4.22.0]`);
    await expect(loadBackend('node', around({}))).rejects.toThrowErrorMatchingInlineSnapshot(`[SekvensError: loadTfjsBackend('node'): expected the package @tensorflow/tfjs-node, got none installed. Install it: npm install @tensorflow/tfjs-node@4.22.0]`);
    await expect(loadBackend('node-gpu', around({}))).rejects.toThrowErrorMatchingInlineSnapshot(`[SekvensError: loadTfjsBackend('node-gpu'): expected the package @tensorflow/tfjs-node-gpu, got none installed. Install it: npm install @tensorflow/tfjs-node-gpu@4.22.0]`);
  });

  it('looks for a package from the folder of the program as well', async () => {
    await expect(loadTfjsBackend('webgpu')).rejects.toThrowErrorMatchingInlineSnapshot(`[SekvensError: loadTfjsBackend('webgpu'): expected the package @tensorflow/tfjs-backend-webgpu, got none installed. Install it: npm install @tensorflow/tfjs-backend-webgpu@4.22.0]`);
  });

  it('names the versions of Node on which native TensorFlow breaks', async () => {
    await expect(loadBackend('node', around({ nodeVersion: '23.0.0' }))).rejects.toThrowErrorMatchingInlineSnapshot(`[SekvensError: loadTfjsBackend('node'): expected Node 22 or older, since @tensorflow/tfjs-node 4.22 breaks on Node 23 and newer, got Node 23.0.0. Use Node 22, or the backend 'wasm'.]`);
    await expect(loadBackend('node-gpu', around({ nodeVersion: '24.1.0' }))).rejects.toThrowErrorMatchingInlineSnapshot(`[SekvensError: loadTfjsBackend('node-gpu'): expected Node 22 or older, since @tensorflow/tfjs-node-gpu 4.22 breaks on Node 23 and newer, got Node 24.1.0. Use Node 22, or the backend 'wasm'.]`);
    await expect(loadBackend('node', around({ nodeVersion: undefined }))).rejects.toThrowErrorMatchingInlineSnapshot(`[SekvensError: loadTfjsBackend('node'): expected Node, got another runtime. Use 'webgpu', 'wasm' or 'cpu' there.]`);
  });

  it('says what a package that is there failed with', async () => {
    await expect(loadBackend('node', around({ load: () => Promise.reject(new Error('the addon is for another platform')) }))).rejects.toThrowErrorMatchingInlineSnapshot(`[SekvensError: loadTfjsBackend('node'): expected a package @tensorflow/tfjs-node that loads, got the addon is for another platform. Install it again: npm install @tensorflow/tfjs-node@4.22.0]`);
  });

  it('lets TensorFlow take the memory of a GPU as it needs it, unless told otherwise', async () => {
    const seen: (string | undefined)[] = [];
    for (const env of [{}, { TF_FORCE_GPU_ALLOW_GROWTH: 'false' }] as Record<string, string | undefined>[]) {
      const load = (name: string) => {
        seen.push(env.TF_FORCE_GPU_ALLOW_GROWTH);
        return absent(name);
      };
      await expect(loadBackend('node-gpu', around({ env, load }))).rejects.toThrow('npm install');
    }
    expect(seen).toEqual(['true', 'false']);
  });

  it('refuses other names', async () => {
    await expect(loadTfjsBackend('gpu' as never)).rejects.toThrowErrorMatchingInlineSnapshot(`[SekvensError: loadTfjsBackend(name): expected one of cpu, wasm, webgpu, node, node-gpu, got "gpu".]`);
  });

  it('says what a backend needs that does not start', async () => {
    await expect(loadBackend('webgpu', around({ load: () => Promise.resolve({}) }))).rejects.toThrowErrorMatchingInlineSnapshot(`[SekvensError: loadTfjsBackend('webgpu'): expected a backend that starts, got Backend name 'webgpu' not found in registry. It needs a browser with WebGPU, and a device.]`);
  });
});
