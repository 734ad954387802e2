import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    // Child processes train small models on machines of any speed: how long that takes decides nothing.
    testTimeout: 0,
    hookTimeout: 0,
  },
});
