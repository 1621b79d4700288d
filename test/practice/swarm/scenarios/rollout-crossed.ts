import { filters, type ApiTask } from '../api.ts';
import { courseTask } from '../follow.ts';
import { mergeSpec } from '../merge-spec.ts';
import type { Scenario } from '../scenario.ts';
import type { Spec, Stage } from '../stage.ts';
import { counted, replicas, SECOND, serviceOf, taken, tasksOf, toImage, untilReached } from './rolls.ts';

const ONCE: Spec = { TaskTemplate: { RestartPolicy: { Condition: 'none' } } };

const line = (task: ApiTask): string => {
  const { image, state, desired, err } = courseTask(task);
  return [image, `${state}/${desired}`, ...(err === undefined ? [] : [err])].join(' ');
};

const linesOf = async (stage: Stage, id: string): Promise<Record<string, number>> =>
  counted((await tasksOf(stage, id)).map(line));

type Count = { readonly RunningTasks: number; readonly DesiredTasks: number };

const howManyRun = async (stage: Stage, id: string): Promise<Count> => {
  const [service] = await stage.get<readonly { ServiceStatus: Count }[]>(
    `/services?${filters({ id: [id] })}&status=true`,
  );
  if (service === undefined) throw new Error(`there is no service ${id}`);
  return service.ServiceStatus;
};

/**
 * A node's task fails and is not made again, so that a global service wants one less; a rollback finds nothing outdated left, is
 * over at once, and the node has its task again.
 */
const globalBack: Scenario = {
  name: 'rollout-global-paused-and-back',
  claims: ['global', 'end-paused', 'end-manual-rollback', 'restart-condition'],
  play: async (stage) => {
    const slowly = { UpdateConfig: { Delay: 4 * SECOND }, RollbackConfig: { Monitor: 4 * SECOND } };
    const id = await stage.create(
      stage.spec('web:1', { Mode: { Replicated: undefined, Global: {} }, ...ONCE, ...slowly }),
    );
    await taken(() => stage.update(id, toImage(stage, 'redis:crash')));
    await stage.untilStatus(id, 'paused');
    // it is paused, and the tasks are given up, in either order; whether a second node was reached is left to chance
    await stage.until('as many run as are wanted', async () => {
      const { RunningTasks, DesiredTasks } = await howManyRun(stage, id);
      return RunningTasks === DesiredTasks && RunningTasks < 3;
    });
    const failed = (await tasksOf(stage, id)).filter(({ Status }) => Status.State === 'failed').length;
    stage.fact('nodes that it reached', failed === 1 || failed === 2 ? 'one or two' : failed);
    const { DesiredTasks } = await howManyRun(stage, id);
    stage.fact('a node less is wanted for each', DesiredTasks === 3 - failed);
    const began = stage.ground.now();
    await taken(() => stage.update(id, (spec) => spec, 'rollback=previous'));
    await stage.untilStatus(id, 'rollback_completed');
    stage.took('the rollback', stage.ground.now() - began);
    await stage.untilRunning(id, 3, stage.image('web:1'));
    stage.fact('back', await howManyRun(stage, id));
  },
};

/** Every node has as many as it may, so that no task can start before an old one stops: the rollout waits. */
const full: Scenario = {
  name: 'rollout-start-first-on-full-nodes',
  claims: ['update-order', 'flag-replicas-max-per-node', 'end-unplaceable', 'failure-pending-reasons'],
  play: async (stage) => {
    const one = { TaskTemplate: { Placement: { MaxReplicas: 1 } } };
    const UpdateConfig = { Order: 'start-first', FailureAction: 'rollback' };
    const id = await stage.create(stage.spec('web:1', { ...replicas(3), ...one, UpdateConfig }));
    await taken(() => stage.update(id, toImage(stage, 'web:2')));
    await stage.ground.pass(6000);
    const { UpdateStatus: status } = await serviceOf(stage, id);
    stage.fact('after 6 s', { state: status?.State, tasks: await linesOf(stage, id) });
    await taken(() =>
      stage.update(id, (spec) => mergeSpec(spec, { TaskTemplate: { Placement: { MaxReplicas: 2 } } })),
    );
    await stage.untilStatus(id, 'completed');
    await stage.untilRunning(id, 3, stage.image('web:2'));
    stage.fact('with room for two', (await serviceOf(stage, id)).UpdateStatus?.State);
  },
};

/** Scaling ends a rollback's status: what is left of it goes by UpdateConfig, as an update. */
const scaled: Scenario = {
  name: 'rollout-scaled-in-a-rollback',
  claims: ['end-manual-rollback', 'end-superseded', 'rollback-delay'],
  play: async (stage) => {
    const UpdateConfig = { Parallelism: 0 };
    const RollbackConfig = { Delay: 20 * SECOND };
    const id = await stage.create(stage.spec('web:1', { ...replicas(3), UpdateConfig, RollbackConfig }));
    await taken(() => stage.update(id, toImage(stage, 'web:2')));
    await stage.untilStatus(id, 'completed');
    await taken(() => stage.update(id, (spec) => spec, 'rollback=previous'));
    await untilNewest(stage, id, stage.image('web:1'));
    await taken(() => stage.update(id, (spec) => mergeSpec(spec, replicas(5))));
    const began = stage.ground.now();
    await stage.untilStatus(id, 'completed');
    await stage.untilRunning(id, 5, stage.image('web:1'));
    stage.fact('it did not wait for the delay', stage.ground.now() - began < 15_000);
    const { PreviousSpec: previous, UpdateStatus: status } = await serviceOf(stage, id);
    stage.fact('the end', { message: status?.Message, previous: previous?.['Mode'] });
  },
};

const untilNewest = (stage: Stage, id: string, image: string): Promise<void> =>
  stage.until(`one runs ${image}`, async () =>
    (await tasksOf(stage, id)).some(
      (task) => task.Spec.ContainerSpec.Image === image && task.Status.State === 'running',
    ),
  );

/** A rollback that failed and paused cannot be rolled back, but updated. */
const afterPaused: Scenario = {
  name: 'rollout-after-a-paused-rollback',
  claims: ['end-rollback-paused', 'end-paused-then-resumed', 'trap-8-what-is-previous'],
  play: async (stage) => {
    const late = { TaskTemplate: { RestartPolicy: { Condition: 'any', Delay: 60 * SECOND } } };
    const UpdateConfig = { FailureAction: 'rollback', Monitor: 20 * SECOND };
    // watched for long: a busy engine takes more than a second to see that a container has ended
    const RollbackConfig = { Monitor: 10 * SECOND };
    const spec = stage.spec('redis:crash', { ...replicas(2), ...late, UpdateConfig, RollbackConfig });
    const id = await stage.create(spec, { wait: false });
    await untilReached(stage, id, stage.image('redis:crash'), 2);
    await taken(() => stage.update(id, toImage(stage, 'redis:crash9')));
    await stage.untilStatus(id, 'rollback_paused');
    stage.fact('rolled back once more', await stage.update(id, (spec) => spec, 'rollback=previous'));
    const good = { UpdateConfig: { Parallelism: 0, Monitor: SECOND } };
    await taken(() => stage.update(id, toImage(stage, 'web:2', good)));
    await stage.untilStatus(id, 'completed');
    await stage.untilRunning(id, 2, stage.image('web:2'));
    const { PreviousSpec: previous, UpdateStatus: status } = await serviceOf(stage, id);
    stage.fact('the end', { message: status?.Message, previous: previous?.['TaskTemplate'] });
  },
};

/** Rollouts that meet something else on their way. */
export const rolloutCrossed: readonly Scenario[] = [globalBack, full, scaled, afterPaused];
