import { defineConfig } from 'vitest/config';

export default defineConfig({
  // programs and browsers are started, which takes as long as it takes
  test: { include: ['src/**/*.test.ts', 'test/**/*.test.ts'], testTimeout: 0, hookTimeout: 0 },
});
