import { defineConfig } from 'vitest/config';

export default defineConfig({
  // No time limits: a slow machine is not a defect.
  test: { include: ['src/**/*.test.ts', 'test/**/*.test.ts'], testTimeout: 0, hookTimeout: 0 },
});
