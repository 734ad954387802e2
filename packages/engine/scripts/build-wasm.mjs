/** Compiles assembly/ to WebAssembly and writes it as a base64 module, so that every bundler and runtime can load it without a fetch. */
import { readFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import asc from 'assemblyscript/asc';

const root = fileURLToPath(new URL('..', import.meta.url));
const binary = `${root}build/kernels.wasm`;
await mkdir(`${root}build`, { recursive: true });

/** The two builds: what every result is defined by, and the same with relaxed SIMD for `numerics: 'fast'`. */
const builds = [
  { name: 'kernels', features: [] },
  { name: 'fast-kernels', features: ['--enable', 'relaxed-simd'] },
];
for (const { name, features } of builds) {
  const options = [
    'assembly/index.ts', '--baseDir', root, '--outFile', 'build/kernels.wasm',
    '--runtime', 'stub', '--importMemory', '--enable', 'simd', '--enable', 'threads', '--sharedMemory', '--initialMemory', '16', '--maximumMemory', '65536', '--memoryBase', '64',
    '--optimizeLevel', '3', '--shrinkLevel', '0', '--converge', '--noAssert', '--use', 'abort=', ...features,
  ];
  const { error, stderr } = await asc.main(options);
  if (error) {
    console.error(stderr.toString());
    throw error;
  }
  const bytes = await readFile(binary);
  // the kernels have no atomic instructions; only the flags of the imported memory tell a shared one from one that is not
  const imported = Buffer.from([3, ...Buffer.from('env'), 6, ...Buffer.from('memory'), 2, 3]);
  const memoryFlags = bytes.indexOf(imported) + imported.length - 1;
  if (memoryFlags < imported.length || bytes.indexOf(imported, memoryFlags) >= 0) throw new Error('kernels.wasm does not import its memory as expected');
  await writeFile(
    `${root}src/wasm/${name}.generated.ts`,
    `// Written by scripts/build-wasm.mjs from assembly/; do not edit.\n/** Place of the memory's flags: 3 for a shared memory (as written), 1 for one that is not. */\nexport const memoryFlags = ${memoryFlags};\nexport const kernelsBase64 =\n  '${bytes.toString('base64')}';\n`,
  );
  console.log(`${name}.wasm: ${bytes.length} bytes, ${gzipSync(bytes).length} gzip`);
}
await rm(`${root}build`, { recursive: true });
