import { SekvensError, show } from '@sekvens/core';
import * as tf from '@tensorflow/tfjs';

/** Backends of TensorFlow.js: plain JavaScript, WebAssembly, WebGPU in browsers, and native TensorFlow in Node, without and with a GPU. */
export type TfjsBackend = 'cpu' | 'wasm' | 'webgpu' | 'node' | 'node-gpu';

interface BackendPackage {
  /** Undefined for what `@tensorflow/tfjs` itself holds. */
  readonly package: string | undefined;
  /** What TensorFlow.js calls the backend. */
  readonly backend: string;
  /** The first major version of Node on which the package fails: its native addon calls what was taken out of Node there. */
  readonly brokenOnNode?: number;
}

const BACKENDS: Readonly<Record<TfjsBackend, BackendPackage>> = {
  cpu: { package: undefined, backend: 'cpu' },
  wasm: { package: '@tensorflow/tfjs-backend-wasm', backend: 'wasm' },
  webgpu: { package: '@tensorflow/tfjs-backend-webgpu', backend: 'webgpu' },
  node: { package: '@tensorflow/tfjs-node', backend: 'tensorflow', brokenOnNode: 23 },
  'node-gpu': { package: '@tensorflow/tfjs-node-gpu', backend: 'tensorflow', brokenOnNode: 23 },
};

/** What stands around the loader, so that tests can stand in for it. */
export interface BackendSurroundings {
  readonly load: (name: string) => Promise<unknown>;
  readonly nodeVersion: string | undefined;
  readonly env: Record<string, string | undefined>;
}

/**
 * Loads the package of a backend and makes the backend the one TensorFlow.js uses: `await loadTfjsBackend('wasm')`.
 *
 * Packages other than `@tensorflow/tfjs` are installed by whoever uses them. Before `node-gpu` is loaded, TF_FORCE_GPU_ALLOW_GROWTH is set
 * to true unless it has a value, so that TensorFlow takes the GPU's memory as it needs it.
 *
 * @throws SekvensError `not-found` with the command that installs the package, `unsupported` where it is there and cannot run: on Node 23
 *   and newer for `node` and `node-gpu`, whose version 4.22 needs Node 22 or older, or without a device for `webgpu`
 */
export async function loadTfjsBackend(name: TfjsBackend): Promise<void> {
  await loadBackend(name, surroundings());
}

/** {@link loadTfjsBackend} in given surroundings. */
export async function loadBackend(name: TfjsBackend, { load, nodeVersion, env }: BackendSurroundings): Promise<void> {
  if (!Object.hasOwn(BACKENDS, name)) {
    throw new SekvensError({ code: 'invalid-option', where: 'loadTfjsBackend(name)', expected: `one of ${Object.keys(BACKENDS).join(', ')}`, got: show(name) });
  }
  const where = `loadTfjsBackend('${name}')`;
  const { package: packageName, backend, brokenOnNode } = BACKENDS[name];
  const major = Number(nodeVersion?.split('.')[0]);
  if (brokenOnNode !== undefined && nodeVersion === undefined) throw new SekvensError({ code: 'unsupported', where, expected: 'Node', got: 'another runtime', hint: "Use 'webgpu', 'wasm' or 'cpu' there." });
  if (brokenOnNode !== undefined && major >= brokenOnNode) {
    throw new SekvensError({ code: 'unsupported', where, expected: `Node ${brokenOnNode - 1} or older, since ${packageName} 4.22 breaks on Node ${brokenOnNode} and newer`, got: `Node ${nodeVersion}`, hint: "Use Node 22, or the backend 'wasm'." });
  }
  if (name === 'node-gpu') env.TF_FORCE_GPU_ALLOW_GROWTH ??= 'true';
  if (packageName !== undefined) await loadPackage(packageName, where, load);
  const started = await tf.setBackend(backend).catch((error: unknown) => error);
  if (started !== true) {
    throw new SekvensError({ code: 'unsupported', where, expected: `a backend that starts`, got: started instanceof Error ? started.message : 'one that did not', cause: started, hint: name === 'webgpu' ? 'It needs a browser with WebGPU, and a device.' : undefined });
  }
  await tf.ready();
}

async function loadPackage(name: string, where: string, load: BackendSurroundings['load']): Promise<void> {
  try {
    await load(name);
  } catch (error) {
    const { code, message } = error as { code?: string; message?: string };
    const absent = (code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND') && message?.includes(name);
    throw absent
      ? new SekvensError({ code: 'not-found', where, expected: `the package ${name}`, got: 'none installed', hint: `Install it: npm install ${name}@4.22.0`, cause: error })
      : new SekvensError({ code: 'unsupported', where, expected: `a package ${name} that loads`, got: message ?? show(error), hint: `Install it again: npm install ${name}@4.22.0`, cause: error });
  }
}

function surroundings(): BackendSurroundings {
  const { process } = globalThis as { process?: NodeProcess };
  return { load: (name) => loadFromHereOr(process, name), nodeVersion: process?.versions?.node, env: process?.env ?? {} };
}

interface NodeProcess {
  readonly versions?: { readonly node?: string };
  readonly env?: Record<string, string | undefined>;
  cwd(): string;
  getBuiltinModule(name: 'node:module'): { createRequire(folder: string): (name: string) => unknown };
}

/** In Node also from the folder of the program, where package managers put what this package does not list. */
async function loadFromHereOr(process: NodeProcess | undefined, name: string): Promise<unknown> {
  try {
    return (await import(/* @vite-ignore */ /* webpackIgnore: true */ name)) as unknown;
  } catch (error) {
    if (process?.versions?.node === undefined || (error as { code?: string }).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    // Not import(): bundlers for browsers would look for the module.
    return process.getBuiltinModule('node:module').createRequire(`${process.cwd()}/`)(name);
  }
}
