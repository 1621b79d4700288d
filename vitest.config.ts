import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const base = { environment: 'node' as const };

/** Suites that run on real engines (`lab`) and on the practice swarm (`practice`): WAGGLE_SWARM tells them which it is. */
const onAnySwarm = ['test/e2e/**/*.test.ts', 'test/practice/swarm/cli-session/**/*.test.ts'];

/** Without times of an earlier run the largest files go first. These are small, and wait for whole rollouts. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification) =>
      /\/browser\/(?:seed|breaking|accessib)/.test(moduleId);
    const sorted = await super.sort(files);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          ...base,
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: [
            'test/lab/**',
            'test/support/lab/**',
            'test/integration/**',
            'test/browser/**',
            ...onAnySwarm,
          ],
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
          include: ['test/support/lab/**/*.test.ts', ...onAnySwarm],
          env: { WAGGLE_SWARM: 'engines' },
          testTimeout: 180_000,
          hookTimeout: 180_000,
          // The scenes mostly wait for engines; more at once than this and two cores make the engines slow.
          maxWorkers: 3,
          globalSetup: ['test/support/lab/global-setup.ts'],
        },
      },
      {
        test: {
          ...base,
          name: 'recordings',
          // By themselves: they keep the engines as busy as they can be without doing otherwise.
          include: ['test/lab/recordings.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 180_000,
        },
      },
      {
        test: {
          ...base,
          name: 'practice',
          include: onAnySwarm,
          env: { WAGGLE_SWARM: 'practice' },
          testTimeout: 180_000,
          hookTimeout: 180_000,
          // They wait, and hardly work: with so many the longest file is the longest wait, on two cores too.
          maxWorkers: 8,
        },
      },
      {
        test: {
          ...base,
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          expect: { poll: { timeout: 15_000 } },
          testTimeout: 180_000,
          hookTimeout: 60_000,
          // Each file has a browser and a practice of its own; rollouts mostly wait, so a third one fits on two cores.
          maxWorkers: 3,
        },
      },
    ],
  },
});
