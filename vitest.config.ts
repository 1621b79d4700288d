import { defineConfig } from 'vitest/config';

const base = { environment: 'node' as const };

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...base,
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/lab/**', 'test/support/lab/**', 'test/integration/**', 'test/postgres/**'],
        },
      },
      {
        test: { ...base, name: 'integration', include: ['test/integration/**/*.test.ts'], testTimeout: 30_000 },
      },
      {
        test: {
          ...base,
          name: 'lab',
          include: ['test/support/lab/**/*.test.ts', 'test/lab/**/*.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          fileParallelism: false,
          globalSetup: ['test/support/lab/global-setup.ts'],
        },
      },
    ],
  },
});
