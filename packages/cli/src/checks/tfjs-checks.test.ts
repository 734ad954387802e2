import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Check } from './check.js';
import { loadPeer } from './load-peer.js';
import type { LoadPeer } from './load-peer.js';
import { tfjsChecks } from './tfjs-checks.js';

interface Fake {
  readonly setBackend?: (name: string) => Promise<boolean>;
  readonly matMul?: () => unknown;
  readonly gradient?: () => readonly number[];
  readonly import?: () => never;
}

/** Packages by name, as far as they are asked for; all that are not here are not installed. */
function installed(packages: Readonly<Record<string, Fake>>): LoadPeer {
  return (path) => {
    const name = path.replace(/\/package\.json$/, '');
    if (!Object.hasOwn(packages, name)) throw new Error(`Cannot find module '${name}'`);
    if (path !== name) return { version: '4.22.0' };
    const { setBackend = () => Promise.resolve(true), matMul, gradient = () => [1, 0, 2], import: fail } = packages[name];
    fail?.();
    const tensor = (values: readonly number[]) => ({ dataSync: () => Float32Array.from(values) });
    return {
      enableProdMode: () => undefined, setBackend, tensor1d: tensor, tensor2d: (rows: readonly (readonly number[])[]) => tensor(rows.flat()),
      matMul: matMul ?? (() => tensor([210, 430])), gather: () => tensor([]), grad: () => () => tensor(gradient()),
    };
  };
}

const node = '@tensorflow/tfjs-node';
const gpu = '@tensorflow/tfjs-node-gpu';
const wasm = '@tensorflow/tfjs-backend-wasm';
const webgpu = '@tensorflow/tfjs-backend-webgpu';
const tfjs = '@tensorflow/tfjs';
const fail = (message: string) => (): never => {
  throw new Error(message);
};
const none = { load: installed({}), node: '20.20.2', env: {}, hasWebGpu: false };

async function checkOf(name: string, packages: Readonly<Record<string, Fake>>, platform: Partial<typeof none> = {}): Promise<Omit<Check, 'name'>> {
  const { name: _name, ...check } = (await tfjsChecks({ ...none, load: installed(packages), ...platform })).find((one) => one.name === name)!;
  return check;
}

describe('tfjsChecks', () => {
  it('says of what is not installed how to install it', async () => {
    expect(await tfjsChecks(none)).toEqual([
      { name: tfjs, works: false, detail: 'not installed', hint: `npm install ${tfjs}` },
      { name: wasm, works: false, detail: 'not installed', hint: `npm install ${wasm} ${tfjs}` },
      { name: webgpu, works: false, detail: 'not installed', hint: `npm install ${webgpu} ${tfjs}` },
      { name: node, works: false, detail: 'not installed', hint: `npm install ${node}` },
      { name: gpu, works: false, detail: 'not installed', hint: `npm install ${gpu}` },
    ]);
    expect(await checkOf(wasm, { [wasm]: {} })).toEqual({ works: false, detail: `needs ${tfjs}, which is not installed`, hint: `npm install ${tfjs}` });
  });

  it('says what works, and chooses the backend of each', async () => {
    const chosen: string[] = [];
    const setBackend = (name: string): Promise<boolean> => {
      chosen.push(name);
      return Promise.resolve(true);
    };
    const all = Object.fromEntries([tfjs, wasm, webgpu, node, gpu].map((name) => [name, { setBackend }]));
    const checks = await tfjsChecks({ ...none, load: installed(all), hasWebGpu: true });
    expect(checks.map(({ works }) => works)).toEqual([true, true, true, true, true]);
    expect(chosen).toEqual(['cpu', 'wasm', 'webgpu', 'tensorflow', 'tensorflow']);
    expect(checks[0].detail).toBe('4.22.0, computes on the backend cpu, gradients of embeddings among it');
  });

  it('tells of a backend that computes, and cannot train embeddings', async () => {
    const gradient = fail("Kernel 'UnsortedSegmentSum' not registered\nfor backend 'wasm'");
    expect(await checkOf(wasm, { [wasm]: {}, [tfjs]: { gradient } })).toEqual({
      works: true,
      detail: "4.22.0, computes on the backend wasm, but not the gradient of its own embedding (Kernel 'UnsortedSegmentSum' not registered): train with the layers of @sekvens/layers/tfjs",
    });
    expect((await checkOf(tfjs, { [tfjs]: { gradient: () => [1, 0, 1] } })).detail).toContain('but not the gradient of its own embedding (gradient 1,0,1)');
  });

  it('does not take wrong numbers, or a backend that does not start', async () => {
    expect(await checkOf(tfjs, { [tfjs]: { matMul: () => ({ dataSync: () => [0, 0] }) } })).toEqual({
      works: false, detail: '[[1, 2], [3, 4]] · [[10], [100]] is 0, 0 on the backend cpu', hint: `npm install ${tfjs} again.`,
    });
    expect((await checkOf(tfjs, { [tfjs]: { setBackend: () => Promise.resolve(false) } })).detail).toBe('the backend cpu does not start');
  });

  it('tells of tfjs-node that Node is too new for it, or that its native part does not load', async () => {
    for (const name of [node, gpu]) {
      expect(await checkOf(name, { [name]: {} }, { node: '24.1.0' })).toEqual({
        works: false, detail: 'installed, and does not run on Node 24.1.0', hint: 'Use Node 22 or 20: tfjs-node 4.22 calls functions that Node 23 has removed.',
      });
      expect((await checkOf(name, { [name]: {} }, { node: '22.9.0' })).works).toBe(true);
    }
    expect(await checkOf(node, { [node]: { import: fail('The specified module could not be found.\ntfjs_binding.node') } })).toEqual({
      works: false, detail: 'The specified module could not be found.', hint: 'Its native part may not fit this Node or machine: npm rebuild --build-from-source, or use another backend.',
    });
  });

  it('tells what tfjs-node-gpu does with the memory of the GPU', async () => {
    expect((await checkOf(gpu, { [gpu]: {} })).detail).toMatch(/; takes all memory of the GPU at once, unless TF_FORCE_GPU_ALLOW_GROWTH=true is set$/);
    expect((await checkOf(gpu, { [gpu]: {} }, { env: { TF_FORCE_GPU_ALLOW_GROWTH: 'true' } })).detail).toMatch(/; memory of the GPU is taken as it is needed$/);
  });

  it('tells of WebGPU that it is not here', async () => {
    expect(await checkOf(webgpu, { [webgpu]: {}, [tfjs]: {} })).toEqual({ works: false, detail: 'installed, and there is no navigator.gpu here', hint: 'It is for browsers with WebGPU; Node has none.' });
  });
});

describe('loadPeer', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sekvens-peer-'));
  afterEach(() => {
    vi.restoreAllMocks();
    rmSync(folder, { recursive: true, force: true });
  });

  it('looks where the command runs, then beside the command', () => {
    const place = join(folder, 'node_modules', 'a-peer');
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, 'index.js'), 'module.exports = { here: true };');
    vi.spyOn(process, 'cwd').mockReturnValue(folder);
    expect(loadPeer('a-peer')).toEqual({ here: true });
    expect(loadPeer('commander')).toHaveProperty('Command');
    expect(() => loadPeer('no-such-peer')).toThrow("Cannot find module 'no-such-peer'");
  });
});
