import type { Scenario } from '../scenario.ts';
import { tookPace } from './pace.ts';
import { histories, replicas, SECOND, taken, toImage } from './rolls.ts';
import type { ClaimId } from '../claims.ts';

type Shape = {
  readonly dirty: number;
  readonly parallelism: number;
  /** Seconds. */
  readonly delay: number;
  readonly monitor: number;
  readonly claims?: readonly ClaimId[];
};

/** Each term of the formula for the time of a rollout is felt in one of these. */
const SHAPES: readonly Shape[] = [
  { dirty: 3, parallelism: 1, delay: 0, monitor: 1, claims: ['update-parallelism'] },
  { dirty: 4, parallelism: 2, delay: 0, monitor: 1, claims: ['rollout-parallelism'] },
  { dirty: 3, parallelism: 0, delay: 0, monitor: 1, claims: ['rollout-parallelism'] },
  { dirty: 5, parallelism: 2, delay: 0, monitor: 1 },
  { dirty: 2, parallelism: 1, delay: 2, monitor: 4, claims: ['rollout-delay', 'update-delay'] },
  { dirty: 2, parallelism: 1, delay: 3, monitor: 1, claims: ['rollout-delay'] },
  { dirty: 2, parallelism: 1, delay: 2, monitor: 2 },
  { dirty: 4, parallelism: 2, delay: 3, monitor: 1 },
  { dirty: 1, parallelism: 1, delay: 0, monitor: 4, claims: ['rollout-monitor', 'update-monitor'] },
];

/** How long rollouts last that go well. */
export const rolloutTime: readonly Scenario[] = SHAPES.map(
  ({ dirty, parallelism, delay, monitor, claims = [] }) => ({
    name: `rollout-time-of-${dirty}-by-${parallelism}-delay-${delay}-monitor-${monitor}`,
    claims: ['rollout-time', 'end-completed', ...claims],
    play: async (stage) => {
      const UpdateConfig = { Parallelism: parallelism, Delay: delay * SECOND, Monitor: monitor * SECOND };
      const id = await stage.create(stage.spec('web:1', { ...replicas(dirty), UpdateConfig }));
      const following = stage.follow(id);
      await taken(() => stage.update(id, toImage(stage, 'web:2')));
      await stage.untilStatus(id, 'completed');
      const course = await following.stop();
      stage.fact('the slots', histories(course));
      stage.fact('most tasks of one slot at once', course.mostRunningInASlot);
      await tookPace(stage, id, stage.image('web:2'), parallelism);
    },
  }),
);
