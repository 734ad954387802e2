import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

/** In bytes, compressed with gzip; bundles without the kernels. A budget is raised only together with the reason. */
const bundles = [
  {
    name: 'inference',
    // What a page needs that turns text into ids and runs a network whose weights it has.
    code: "export { createWasmExecutor, readSafetensors } from '@sekvens/engine'; export { TextVectorization } from '@sekvens/core'; export { networkFromJSON } from '@sekvens/layers';",
    limit: 40_000,
  },
  // Holds training as well, with every optimizer, schedule and thread, averages of weights, texts with many labels and their thresholds, and going
  // on from a checkpoint: its class has all of it.
  { name: 'TextClassifier', code: "export { TextClassifier } from '@sekvens/engine';", limit: 70_000 },
];
const kernelsLimit = 60_000;

/**
 * @param {string} folder the repository
 * @returns {Promise<import('../check.mjs').Outcome>}
 */
export async function sizeBudgets(folder) {
  const [base64, fast] = ['kernels', 'fast-kernels'].map((name) => kernelsIn(join(folder, `packages/engine/src/wasm/${name}.generated.ts`)));
  if (!base64 || !fast) return { ok: false, detail: 'the engine is not built' };
  const sizes = [
    { name: 'WebAssembly kernels', bytes: gzipSync(Buffer.from(base64, 'base64')).length, limit: kernelsLimit },
    { name: 'those for fast numerics', bytes: gzipSync(Buffer.from(fast, 'base64')).length, limit: kernelsLimit },
  ];
  for (const { name, code, limit } of bundles) {
    const bundle = await bundled(folder, code);
    if (!bundle.includes(base64)) return { ok: false, detail: `the bundle of ${name} does not hold the kernels of kernels.generated.ts: build the engine again` };
    sizes.push({ name, bytes: gzipSync(bundle.replaceAll(base64, '')).length, limit });
  }
  const over = sizes.filter(({ bytes, limit }) => bytes >= limit);
  return {
    ok: over.length === 0,
    detail: sizes.map(({ name, bytes, limit }) => `${name} ${kilobytes(bytes)} of ${kilobytes(limit)}`).join(', '),
    explanation: over.map(({ name, bytes, limit }) => `${name}: ${bytes} bytes with gzip, the budget is ${limit}. Make it smaller, or raise the budget in scripts/checks/size-budgets.mjs and say why.`).join('\n'),
  };
}

/**
 * The base64 text of a generated module; undefined where it has not been built.
 * @param {string} path
 */
function kernelsIn(path) {
  return existsSync(path) ? /'([A-Za-z\d+/=]+)'/.exec(readFileSync(path, 'utf8'))?.[1] : undefined;
}

/**
 * @param {string} folder
 * @param {string} code what is imported
 */
async function bundled(folder, code) {
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: join(folder, 'apps/demo') },
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    external: ['node:*'],
    logLevel: 'silent',
  });
  return outputFiles[0].text;
}

/** @param {number} bytes */
function kilobytes(bytes) {
  return `${(bytes / 1000).toFixed(1)} kB`;
}
