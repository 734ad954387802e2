import { defineConfig } from 'tsup';

export default defineConfig({
  entry: ['src/index.ts', 'src/inside/index.ts', 'src/tfjs/index.ts'],
  format: ['esm'],
  target: 'es2022',
  dts: true,
  sourcemap: true,
  clean: true,
});
