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
          exclude: ['test/e2e/**', 'test/lab/**', 'test/support/lab/**', 'test/integration/**'],
        },
      },
      {
        test: {
          ...base,
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          exclude: ['test/integration/store/postgres.test.ts'],
          testTimeout: 30_000,
        },
      },
      {
        test: {
          ...base,
          name: 'postgres',
          include: ['test/integration/store/postgres.test.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          ...base,
          name: 'lab',
          include: ['test/support/lab/**/*.test.ts', 'test/lab/**/*.test.ts', 'test/e2e/**/*.test.ts'],
          env: { WAGGLE_SWARM: 'engines' },
          testTimeout: 180_000,
          hookTimeout: 180_000,
          // The scenes mostly wait for engines; more at once than this and two cores make the engines slow.
          maxWorkers: 3,
          globalSetup: ['test/support/lab/global-setup.ts'],
        },
      },
    ],
  },
});
