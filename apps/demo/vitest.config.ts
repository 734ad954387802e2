import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Browsers are started and networks trained, which takes as long as it takes.
  test: { include: ['src/**/*.test.ts', 'test/**/*.test.ts'], testTimeout: 0, hookTimeout: 0 },
});
