import type { Scenario } from '../scenario.ts';
import { histories, replicas, SLOW_TO_STOP, statusesButFleeting, taken, tasksOf, toImage } from './rolls.ts';

const orders: readonly Scenario[] = (['stop-first', 'start-first'] as const).map((Order) => ({
  name: `rollout-${Order}`,
  claims: [`rollout-${Order}`, 'update-order'],
  play: async (stage) => {
    const spec = stage.spec('web:1', { ...SLOW_TO_STOP, ...replicas(2), UpdateConfig: { Order } });
    const id = await stage.create(spec);
    const following = stage.follow(id);
    await taken(() => stage.update(id, toImage(stage, 'web:2')));
    await stage.untilStatus(id, 'completed');
    await stage.untilRunning(id, 2, stage.image('web:2'));
    const course = await following.stop();
    stage.fact('the statuses', statusesButFleeting(course));
    stage.fact('the slots', histories(course));
    stage.fact('most tasks of one slot at once', course.mostRunningInASlot);
    stage.fact('fewest tasks at once', course.fewestRunning);
  },
}));

const parallel: Scenario = {
  name: 'rollout-two-at-a-time',
  claims: ['rollout-parallelism', 'update-parallelism'],
  play: async (stage) => {
    const spec = stage.spec('web:1', { ...SLOW_TO_STOP, ...replicas(4), UpdateConfig: { Parallelism: 2 } });
    const id = await stage.create(spec);
    const following = stage.follow(id);
    await taken(() => stage.update(id, toImage(stage, 'web:2')));
    await stage.untilStatus(id, 'completed');
    stage.fact('fewest tasks at once', (await following.stop()).fewestRunning);
  },
};

const grace: readonly Scenario[] = [
  {
    name: 'rollout-stop-grace-period',
    claims: ['stop-grace-period'],
    play: async (stage) => {
      const id = await stage.create(stage.spec('web:1', { ...SLOW_TO_STOP, ...replicas(1) }));
      const following = stage.follow(id);
      const began = stage.ground.now();
      await taken(() => stage.update(id, (spec) => ({ ...spec, ...replicas(0) })));
      await stage.until('nothing runs', async () => (await tasksOf(stage, id)).length === 0);
      stage.took('from the wish to stop to the task being gone', stage.ground.now() - began);
      stage.fact('the statuses', (await following.stop()).statuses);
    },
  },
  {
    name: 'rollout-stop-killed',
    claims: ['stop-grace-period', 'task-states'],
    play: async (stage) => {
      const id = await stage.create(stage.spec('web:1', SLOW_TO_STOP));
      const following = stage.follow(id);
      await taken(() => stage.update(id, toImage(stage, 'web:2')));
      await stage.untilStatus(id, 'completed');
      stage.fact('the tasks', (await following.stop()).slots);
    },
  },
];

/** Which comes first, the new task or the end of the old one, and how many at a time. */
export const rolloutOrder: readonly Scenario[] = [...orders, parallel, ...grace];
