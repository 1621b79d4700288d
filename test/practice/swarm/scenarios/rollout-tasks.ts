import type { ApiTask } from '../api.ts';
import { courseTask } from '../follow.ts';
import { mergeSpec } from '../merge-spec.ts';
import type { Scenario } from '../scenario.ts';
import type { Spec } from '../stage.ts';
import {
  histories,
  lasted,
  replicas,
  SECOND,
  serviceOf,
  SOON,
  statusesButFleeting,
  taken,
  tasksOf,
  toImage,
} from './rolls.ts';

const restarting = (RestartPolicy: Spec): Spec => ({ TaskTemplate: { RestartPolicy } });
const byAge = (a: ApiTask, b: ApiTask): number => a.CreatedAt.localeCompare(b.CreatedAt);

/** A task that fails, and whether another is made. */
const conditions: readonly Scenario[] = (['none', 'on-failure', 'any'] as const).map((Condition) => ({
  name: `rollout-restart-${Condition}`,
  claims: ['restart-condition', 'failure-task-failed', 'task-states'],
  play: async (stage) => {
    const spec = stage.spec('redis:crash', restarting({ Condition, Delay: 100_000_000, MaxAttempts: 1 }));
    const id = await stage.create(spec, { wait: false });
    const made = Condition === 'none' ? 1 : 2;
    await stage.until('all is over', async () => {
      const tasks = await tasksOf(stage, id);
      return tasks.length === made && tasks.every(({ Status }) => Status.State === 'failed');
    });
    // another would have been made by now
    await stage.ground.pass(1500);
    stage.fact('the tasks', (await tasksOf(stage, id)).toSorted(byAge).map(courseTask));
  },
}));

const maxAttempts: Scenario = {
  name: 'rollout-restart-max-attempts',
  claims: ['restart-max-attempts', 'restart-delay'],
  play: async (stage) => {
    const spec = stage.spec(
      'redis:crash',
      restarting({ Condition: 'any', Delay: 2 * SECOND, MaxAttempts: 2 }),
    );
    const id = await stage.create(spec, { wait: false });
    const tasks = async () => (await tasksOf(stage, id)).toSorted(byAge);
    const secondIs = async (desired: string) => (await tasks())[1]?.DesiredState === desired;
    // what is to run next is made at once, and kept at desired state ready meanwhile
    await stage.until('a second task waits', () => secondIs('ready'));
    const began = stage.ground.now();
    await stage.until('it waits no more', async () => !(await secondIs('ready')));
    const ended = stage.ground.now();
    await stage.until('it is given up', async () => {
      const all = await tasks();
      return all.length === 3 && all.every(({ Status }) => Status.State === 'failed');
    });
    await stage.ground.pass(3000);
    const all = await tasks();
    stage.fact('the tasks', all.map(courseTask));
    stage.took('what a restart waits', ended - began);
  },
};

/** Attempts count only within the window: failures further apart are each the first. */
const windows: Scenario = {
  name: 'rollout-restart-window',
  claims: ['restart-window', 'restart-max-attempts', 'task-history'],
  play: async (stage) => {
    const policy = { Condition: 'any', Delay: SECOND, MaxAttempts: 1, Window: SECOND };
    const id = await stage.create(stage.spec('redis:crash', restarting(policy)), { wait: false });
    const seen = new Set<string>();
    let over = 0;
    await stage.until('it is tried more often than its attempts', async () => {
      const tasks = await tasksOf(stage, id);
      for (const { ID } of tasks) seen.add(ID);
      over = Math.max(over, tasks.filter(({ DesiredState }) => DesiredState === 'shutdown').length);
      return seen.size >= 4;
    });
    // of a service with a limit of attempts, one more than these is kept (swarmkit manager/orchestrator/taskreaper)
    stage.fact('most tasks that were over at once', over <= 3 ? 'at most three' : over);
  },
};

const history: Scenario = {
  name: 'rollout-task-history',
  claims: ['task-history'],
  play: async (stage) => {
    const spec = stage.spec('redis:crash', restarting({ Condition: 'any', Delay: 100_000_000 }));
    const id = await stage.create(spec, { wait: false });
    const seen = new Set<string>();
    await stage.until('it crashed often', async () => {
      for (const { ID } of await tasksOf(stage, id)) seen.add(ID);
      return seen.size >= 7;
    });
    // so that it crashes once more, and then keeps still
    const late = { UpdateConfig: { FailureAction: 'continue' }, ...restarting({ Delay: 60 * SECOND }) };
    await taken(() => stage.update(id, (read) => mergeSpec(read, late)));
    await stage.until('the next one waits', async () => {
      const [last, waiting] = (await tasksOf(stage, id)).toSorted(byAge).slice(-2);
      return last?.Status.State === 'failed' && waiting?.Status.State === 'ready' && isLate(last);
    });
    // the reaper of tasks comes a moment later
    await stage.ground.pass(1000);
    const kept = (await tasksOf(stage, id)).toSorted(byAge).map(courseTask);
    stage.fact(
      'what is kept of its tasks',
      kept.map(({ state, desired }) => `${state}, should be ${desired}`),
    );
  },
};

const isLate = ({ Spec }: ApiTask): boolean => JSON.stringify(Spec).includes(`"Delay":${60 * SECOND}`);

const sick: Scenario = {
  name: 'rollout-turns-unhealthy',
  claims: ['health', 'rollout-monitor', 'end-paused', 'failure-task-failed'],
  play: async (stage) => {
    const UpdateConfig = { Monitor: 20 * SECOND };
    const id = await stage.create(stage.spec('web:1', { ...replicas(1), ...SOON, UpdateConfig }));
    const following = stage.follow(id);
    await taken(() => stage.update(id, toImage(stage, 'redis:sick')));
    await stage.untilStatus(id, 'paused');
    const image = stage.image('redis:sick');
    const over = async () =>
      (await tasksOf(stage, id)).filter(
        ({ Spec, Status }) => Spec.ContainerSpec.Image === image && Status.State === 'failed',
      );
    await stage.until('a task failed', async () => (await over()).length > 0);
    stage.fact('the statuses', statusesButFleeting(await following.stop()));
    stage.fact('the task', (await over()).slice(0, 1).map(courseTask));
  },
};

const slow: Scenario = {
  name: 'rollout-slow-to-be-healthy',
  claims: ['health', 'rollout-time', 'task-states'],
  play: async (stage) => {
    const id = await stage.create(stage.spec('web:1', replicas(1)));
    await taken(() => stage.update(id, toImage(stage, 'redis:slow')));
    const image = stage.image('redis:slow');
    const now = async () =>
      (await tasksOf(stage, id)).filter(({ Spec }) => Spec.ContainerSpec.Image === image);
    await stage.until('it starts', async () =>
      (await now()).some(({ Status }) => Status.State === 'starting'),
    );
    await stage.ground.pass(3000);
    stage.fact('while it is not yet healthy', (await now()).map(courseTask));
    await stage.untilStatus(id, 'completed');
    stage.fact('then', (await now()).map(courseTask));
    stage.took('from the start of the rollout to its end', lasted(await serviceOf(stage, id)));
  },
};

const crashLater = (monitor: number): Scenario => ({
  name: `rollout-crash-after-9-monitor-${monitor}`,
  claims: ['rollout-monitor', 'update-monitor', monitor > 9 ? 'end-paused' : 'end-completed'],
  play: async (stage) => {
    const UpdateConfig = { Monitor: monitor * SECOND };
    const id = await stage.create(stage.spec('web:1', { ...replicas(1), ...SOON, UpdateConfig }));
    const following = stage.follow(id);
    await taken(() => stage.update(id, toImage(stage, 'redis:crash9')));
    await stage.until('it crashed', async () =>
      (await tasksOf(stage, id)).some(({ Status }) => Status.State === 'failed'),
    );
    await stage.untilStatus(id, monitor > 9 ? 'paused' : 'completed');
    stage.fact('the statuses', statusesButFleeting(await following.stop()));
    const failed = (await tasksOf(stage, id)).filter(({ Status }) => Status.State === 'failed');
    stage.fact(
      'the task',
      failed.slice(0, 1).map(({ Status }) => ({ ...Status, ContainerStatus: undefined })),
    );
  },
});

const scaled: Scenario = {
  name: 'rollout-scaled-down-in-the-middle',
  claims: ['rollout-scaled-in-the-middle', 'scale'],
  play: async (stage) => {
    const UpdateConfig = { Delay: 2 * SECOND };
    const id = await stage.create(stage.spec('web:1', { ...replicas(4), UpdateConfig }));
    const following = stage.follow(id);
    await taken(() => stage.update(id, toImage(stage, 'web:2')));
    await stage.until('one runs', async () =>
      (await tasksOf(stage, id)).some(
        ({ Spec, Status }) => Spec.ContainerSpec.Image === stage.image('web:2') && Status.State === 'running',
      ),
    );
    await taken(() => stage.update(id, (spec) => ({ ...spec, ...replicas(2) })));
    await stage.untilRunning(id, 2, stage.image('web:2'));
    await stage.until('the others are gone', async () =>
      (await tasksOf(stage, id)).every(({ DesiredState }) => DesiredState !== 'remove'),
    );
    const course = await following.stop();
    const left = new Set((await tasksOf(stage, id)).map(({ Slot }) => Slot)).size;
    stage.fact('slots that tasks are left of', left);
    stage.fact(
      'slots that there were',
      Object.values(histories(course)).reduce((sum, count) => sum + count, 0),
    );
  },
};

/** Tasks that fail, restart, turn unhealthy, are slow, or are no longer wanted. */
export const rolloutTasks: readonly Scenario[] = [
  ...conditions,
  maxAttempts,
  windows,
  history,
  sick,
  slow,
  crashLater(12),
  crashLater(4),
  scaled,
];
