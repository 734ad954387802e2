import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Programs are started, which takes as long as it takes.
  test: { include: ['**/*.test.mjs'], testTimeout: 0 },
});
