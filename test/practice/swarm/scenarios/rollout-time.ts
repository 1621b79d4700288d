import type { ApiTask } from '../api.ts';
import type { Scenario } from '../scenario.ts';
import { histories, lasted, replicas, SECOND, serviceOf, taken, tasksOf, toImage } from './rolls.ts';
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
      stage.took('from the start of the rollout to its end', lasted(await serviceOf(stage, id)));
      const made = (await tasksOf(stage, id)).filter(
        ({ Spec }) => Spec.ContainerSpec.Image === stage.image('web:2'),
      );
      stage.took('from the making of a task to its running, the slowest', Math.max(...made.map(startOf)));
    },
  }),
);

const startOf = (task: ApiTask): number => Date.parse(task.Status.Timestamp) - Date.parse(task.CreatedAt);
