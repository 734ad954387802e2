import { defineConfig } from 'vite';

/** With these a page is cross-origin isolated: threads may then share memory. */
const headers = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

export default defineConfig({
  // Relative, so that the built page works from any folder of a web server.
  base: './',
  server: { headers },
  preview: { headers },
  worker: { format: 'es' },
  build: {
    target: 'es2022',
    // The built-in sample is a module of 0.9 MB, which only the training worker loads.
    chunkSizeWarningLimit: 1500,
  },
});
