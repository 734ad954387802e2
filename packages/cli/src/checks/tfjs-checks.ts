/** TensorFlow.js, which @sekvens/layers/tfjs runs on: packages that are no dependencies, looked for where the command runs. */
import type { Check } from './check.js';
import { loadPeer } from './load-peer.js';
import type { LoadPeer } from './load-peer.js';

/** What is needed of TensorFlow.js here. */
interface Tensor {
  dataSync(): ArrayLike<number>;
}

interface TensorFlow {
  enableProdMode(): void;
  setBackend(name: string): Promise<boolean>;
  tensor2d(rows: readonly (readonly number[])[]): Tensor;
  tensor1d(values: readonly number[], type: 'int32'): Tensor;
  matMul(a: Tensor, b: Tensor): Tensor;
  gather(table: Tensor, ids: Tensor): Tensor;
  grad(f: (x: Tensor) => Tensor): (x: Tensor) => Tensor;
}

interface Platform {
  readonly load: LoadPeer;
  /** As in process.versions.node. */
  readonly node: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether there is a navigator.gpu. */
  readonly hasWebGpu: boolean;
}

interface Backend {
  readonly package: string;
  /** As setBackend calls it. */
  readonly backend: string;
  /** The package that has to be there beside it, and has the functions. */
  readonly needs?: string;
  /** Why it cannot work here, whatever is installed. */
  obstacle?(platform: Platform): { readonly detail: string; readonly hint: string } | undefined;
  /** What else there is to know where it works. */
  note?(platform: Platform): string;
}

const tfjs = '@tensorflow/tfjs';

/** 4.22 calls util.isNullOrUndefined, which Node 23 no longer has. */
function tooNew({ node }: Platform): { readonly detail: string; readonly hint: string } | undefined {
  return Number(node.split('.')[0]) < 23 ? undefined : { detail: `installed, and does not run on Node ${node}`, hint: 'Use Node 22 or 20: tfjs-node 4.22 calls functions that Node 23 has removed.' };
}

const backends: readonly Backend[] = [
  { package: tfjs, backend: 'cpu' },
  { package: '@tensorflow/tfjs-backend-wasm', backend: 'wasm', needs: tfjs },
  {
    package: '@tensorflow/tfjs-backend-webgpu', backend: 'webgpu', needs: tfjs,
    obstacle: ({ hasWebGpu }) => (hasWebGpu ? undefined : { detail: 'installed, and there is no navigator.gpu here', hint: 'It is for browsers with WebGPU; Node has none.' }),
  },
  { package: '@tensorflow/tfjs-node', backend: 'tensorflow', obstacle: tooNew },
  {
    package: '@tensorflow/tfjs-node-gpu', backend: 'tensorflow', obstacle: tooNew,
    note: ({ env }) => (env.TF_FORCE_GPU_ALLOW_GROWTH === 'true' ? '; memory of the GPU is taken as it is needed' : '; takes all memory of the GPU at once, unless TF_FORCE_GPU_ALLOW_GROWTH=true is set'),
  },
];

/** Whether each backend of TensorFlow.js is there and computes, tried with a product and the gradient of an embedding. */
export async function tfjsChecks(platform: Partial<Platform> = {}): Promise<Check[]> {
  const here: Platform = { load: loadPeer, node: process.versions.node, env: process.env, hasWebGpu: 'gpu' in ((globalThis as { navigator?: object }).navigator ?? {}), ...platform };
  const checks: Check[] = [];
  // one after the other: they share one TensorFlow.js, which has one backend at a time
  for (const backend of backends) checks.push(await checkBackend(backend, here));
  return checks;
}

async function checkBackend(backend: Backend, platform: Platform): Promise<Check> {
  const { package: name, needs } = backend;
  const { load } = platform;
  const missing = [name, ...(needs === undefined ? [] : [needs])].filter((one) => versionOf(one, load) === undefined);
  if (missing.length > 0) return { name, works: false, detail: missing[0] === name ? 'not installed' : `needs ${missing[0]}, which is not installed`, hint: `npm install ${missing.join(' ')}` };
  const obstacle = backend.obstacle?.(platform);
  if (obstacle) return { name, works: false, ...obstacle };
  try {
    const own = load(name);
    const tf = (needs === undefined ? own : load(needs)) as TensorFlow;
    return { name, works: true, detail: `${versionOf(name, load)}, ${await tried(tf, backend.backend)}${backend.note?.(platform) ?? ''}` };
  } catch (error) {
    const hint = backend.backend === 'tensorflow' ? 'Its native part may not fit this Node or machine: npm rebuild --build-from-source, or use another backend.' : `npm install ${name} again.`;
    return { name, works: false, detail: firstLine(error), hint };
  }
}

/** The version of a package that is there. */
function versionOf(name: string, load: LoadPeer): string | undefined {
  try {
    return (load(`${name}/package.json`) as { version: string }).version;
  } catch {
    return undefined;
  }
}

/** Computes something, and says what works. @throws Error where nothing does */
async function tried(tf: TensorFlow, backend: string): Promise<string> {
  // without it TensorFlow.js writes advice to the terminal
  tf.enableProdMode();
  if (!(await tf.setBackend(backend))) throw new Error(`the backend ${backend} does not start`);
  const product = tf.matMul(tf.tensor2d([[1, 2], [3, 4]]), tf.tensor2d([[10], [100]])).dataSync();
  if (product[0] !== 210 || product[1] !== 430) throw new Error(`[[1, 2], [3, 4]] · [[10], [100]] is ${Array.from(product).join(', ')} on the backend ${backend}`);
  try {
    const table = tf.tensor2d([[1], [2], [3]]);
    const gradient = tf.grad((rows) => tf.gather(rows, tf.tensor1d([2, 2, 0], 'int32')))(table).dataSync();
    if (Array.from(gradient).join() !== '1,0,2') throw new Error(`gradient ${Array.from(gradient).join()}`);
    return `computes on the backend ${backend}, gradients of embeddings among it`;
  } catch (error) {
    return `computes on the backend ${backend}, but not the gradient of its own embedding (${firstLine(error)}): train with the layers of @sekvens/layers/tfjs`;
  }
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0].slice(0, 200);
}
