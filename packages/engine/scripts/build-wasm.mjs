/** Compiles assembly/ to WebAssembly and writes it as a base64 module, so that every bundler and runtime can load it without a fetch. */
import { readFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import asc from 'assemblyscript/asc';

const root = fileURLToPath(new URL('..', import.meta.url));
const binary = `${root}build/kernels.wasm`;
await mkdir(`${root}build`, { recursive: true });

const options = [
  'assembly/index.ts', '--baseDir', root, '--outFile', 'build/kernels.wasm',
  '--runtime', 'stub', '--importMemory', '--enable', 'simd',
  '--optimizeLevel', '3', '--shrinkLevel', '0', '--converge', '--noAssert', '--use', 'abort=',
];
const { error, stderr } = await asc.main(options);
if (error) {
  console.error(stderr.toString());
  throw error;
}
const bytes = await readFile(binary);
const target = `${root}src/wasm/kernels.generated.ts`;
await writeFile(target, `// Written by scripts/build-wasm.mjs from assembly/; do not edit.\nexport const kernelsBase64 =\n  '${bytes.toString('base64')}';\n`);
await rm(`${root}build`, { recursive: true });
console.log(`kernels.wasm: ${bytes.length} bytes, ${gzipSync(bytes).length} gzip`);
