import { defineConfig } from 'tsup';

export default defineConfig({
  entry: { index: 'src/index.ts', tfjs: 'src/tfjs/index.ts' },
  format: ['esm'],
  target: 'es2022',
  dts: true,
  sourcemap: true,
  clean: true,
});
