import { build } from 'esbuild';
import { fileURLToPath } from 'node:url';

/** `source`, a program in packages/engine/test, and all it imports as one minified file of the form that the platform takes. */
export async function bundle(source: string, format: 'esm' | 'cjs' | 'iife'): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: fileURLToPath(new URL('..', import.meta.url)), loader: 'ts' },
    bundle: true, minify: true, write: false, format, target: 'es2022', platform: format === 'iife' ? 'browser' : 'node', logLevel: 'silent',
  });
  return outputFiles[0].text;
}
