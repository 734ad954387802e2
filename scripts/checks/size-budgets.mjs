import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

/** In bytes, compressed with gzip. A budget is raised only together with the reason. */
const budgets = { inference: 40_000, kernels: 60_000 };

/** What a page needs that loads a saved classifier and asks it. */
const inference = "export { TextClassifier } from '@sekvens/engine';";

/**
 * @param {string} folder the repository
 * @returns {Promise<import('../check.mjs').Outcome>}
 */
export async function sizeBudgets(folder) {
  const generated = join(folder, 'packages/engine/src/wasm/kernels.generated.ts');
  if (!existsSync(generated)) return { ok: false, detail: 'the engine is not built' };
  const base64 = /'([A-Za-z\d+/=]+)'/.exec(readFileSync(generated, 'utf8'))?.[1];
  if (!base64) return { ok: false, detail: `no base64 text in ${generated}` };
  const bundle = await bundled(folder);
  if (!bundle.includes(base64)) return { ok: false, detail: 'the bundle does not hold the kernels of kernels.generated.ts: build the engine again' };
  const sizes = {
    'inference without kernels': { bytes: gzipSync(bundle.replaceAll(base64, '')).length, limit: budgets.inference },
    'WebAssembly kernels': { bytes: gzipSync(Buffer.from(base64, 'base64')).length, limit: budgets.kernels },
  };
  const all = Object.entries(sizes);
  const over = all.filter(([, { bytes, limit }]) => bytes >= limit);
  return {
    ok: over.length === 0,
    detail: all.map(([name, { bytes, limit }]) => `${name} ${kilobytes(bytes)} of ${kilobytes(limit)}`).join(', '),
    output: over.map(([name, { bytes, limit }]) => `${name}: ${bytes} bytes with gzip, the budget is ${limit}. Make it smaller, or raise the budget in scripts/checks/size-budgets.mjs and say why.`).join('\n'),
  };
}

/** @param {string} folder */
async function bundled(folder) {
  const { outputFiles } = await build({
    stdin: { contents: inference, resolveDir: join(folder, 'apps/demo') },
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
