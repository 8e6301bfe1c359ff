import { defineConfig } from 'vitest/config';

/** Two projects: `unit` needs nothing but Node; `e2e` drives the built app on a real Electron. */
export default defineConfig({
  test: {
    allowOnly: false,
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: ['test/e2e/**'],
          globalSetup: ['test/setup/build.mjs'],
          setupFiles: ['test/setup/environment.ts'],
          testTimeout: 15_000,
          hookTimeout: 15_000,
          // A fact is waited for as long as a test may take: on a busy computer a second is not enough.
          expect: { poll: { timeout: 10_000 } },
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: ['test/setup/desktop.mjs'],
          setupFiles: ['test/setup/environment.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          fileParallelism: false,
          maxWorkers: 1,
        },
      },
    ],
  },
});
