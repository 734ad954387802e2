import { defineConfig } from 'vite';

export default defineConfig({
  // Relative, so that the built page works from any folder of a web server.
  base: './',
  build: { target: 'es2022' },
});
