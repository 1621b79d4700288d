import type { ApiService, ApiTask } from '../api.ts';
import { diff } from '../diff.ts';
import { courseTask, statusOf } from '../follow.ts';
import { mergeSpec } from '../merge-spec.ts';
import { said } from '../said.ts';
import type { Scenario } from '../scenario.ts';
import type { Spec, Stage } from '../stage.ts';
import { tasksOf } from './rolls.ts';
import { FLAG_CASES, type FlagCase, type Made } from './flags-table.ts';

const ENDED = ['completed', 'paused', 'rollback_completed', 'rollback_paused'];
const OVER = new Set(['complete', 'shutdown', 'failed', 'rejected']);
/** Long enough for an engine that means to replace a task to have begun. */
const QUIET_MS = 800;

/** What each flag of `service update` changes in the spec, and whether tasks are replaced for it. */
export const flags = (): readonly Scenario[] =>
  FLAG_CASES.map((one) => ({
    name: one.variant === undefined ? one.flag : `${one.flag}-${one.variant}`,
    claims: [one.flag],
    play: (stage) => playFlag(stage, one),
  }));

const playFlag = async (stage: Stage, one: FlagCase): Promise<void> => {
  const made = await make(stage, one.needs);
  const laid = (change: FlagCase['edit'] | undefined): Spec =>
    typeof change === 'function' ? change(made, stage.name('made')) : (change ?? {});
  // a short watch, since nothing here is meant to fail
  const plain = stage.spec('web:1', { UpdateConfig: { Monitor: 100_000_000 } });
  const canRun = one.flag !== 'flag-generic-resource-rm';
  const id = await stage.create(mergeSpec(plain, laid(one.before)), { wait: canRun });
  if (!canRun) await untilPending(stage, id);
  const before = await stage.get<ApiService>(`/services/${id}`);
  if (one.query !== undefined) await stage.update(id, (spec) => mergeSpec(spec, { Labels: { team: 'b' } }));
  const old = await tasksOf(stage, id);

  stage.fact('the answer', said(await post(stage, id, laid(one.edit), one)));
  await waitFor(stage, id, one.waitFor);
  await stage.until('what was to stop has stopped', async () =>
    (await tasksOf(stage, id)).every(
      (task) => task.DesiredState !== 'shutdown' || OVER.has(task.Status.State),
    ),
  );

  const after = await stage.get<ApiService>(`/services/${id}`);
  // what waits its turn to be started again after a failure is made a moment before or after the rollout is paused
  const all = await tasksOf(stage, id);
  const tasks = one.waitFor === 'failure' ? all.filter(({ DesiredState }) => DesiredState !== 'ready') : all;
  stage.fact('changed in the spec', diff(before.Spec, after.Spec));
  stage.fact(
    'the previous spec is the old one',
    Object.keys(diff(before.Spec, after.PreviousSpec)).length === 0,
  );
  stage.fact('the status', statusOf(after));
  const kept = old.filter((task) =>
    tasks.some(({ ID, DesiredState }) => ID === task.ID && DesiredState === 'running'),
  );
  stage.fact('tasks kept, tasks made', [kept.length, tasks.length - old.length]);
  stage.fact('the tasks', tasks.toSorted(bySlotAndAge).map(courseTask));
};

const post = async (stage: Stage, id: string, edit: Spec, { query, headers }: FlagCase) => {
  if (headers === undefined) return stage.update(id, (spec) => mergeSpec(spec, edit), query);
  const { Spec: spec, Version: version } = await stage.get<ApiService>(`/services/${id}`);
  const body = mergeSpec(spec, edit);
  return stage.call('POST', `/services/${id}/update?version=${version.Index}`, { body, headers });
};

const waitFor = async (stage: Stage, id: string, what: FlagCase['waitFor']): Promise<void> => {
  switch (what) {
    case 'nothing': {
      await stage.ground.pass(QUIET_MS);
      const { Spec: spec } = await stage.get<ApiService>(`/services/${id}`);
      const { Replicated } = spec['Mode'] as { Replicated: { Replicas: number } };
      return stage.untilRunning(id, Replicated.Replicas);
    }
    case 'failure':
      await stage.untilStatus(id, 'paused');
      return stage.until('the failed task is given up', async () =>
        (await tasksOf(stage, id)).some(
          (task) => task.Status.Err !== undefined && task.DesiredState === 'shutdown',
        ),
      );
    case 'pending':
      return untilPending(stage, id);
    case 'end':
      return stage.until('the rollout ends', async () =>
        ENDED.includes((await stage.get<ApiService>(`/services/${id}`)).UpdateStatus?.State ?? ''),
      );
  }
};

const untilPending = (stage: Stage, id: string): Promise<void> =>
  stage.until('a task has no place', async () =>
    (await tasksOf(stage, id)).some(({ Status }) => Status.State === 'pending' && Status.Err !== undefined),
  );

const bySlotAndAge = (a: ApiTask, b: ApiTask): number =>
  (a.Slot ?? 0) - (b.Slot ?? 0) || a.CreatedAt.localeCompare(b.CreatedAt);

/** Makes what the flag speaks of; it goes after the service does. */
const make = async (stage: Stage, needs: keyof Made | undefined): Promise<Made> => {
  const none = { network: '', secret: '', config: '' };
  if (needs === undefined) return none;
  const Name = stage.name('made');
  const body = needs === 'network' ? { Name, Driver: 'overlay' } : { Name, Data: 'YQ==' };
  const page = `/${needs}s`;
  // a play that was killed may have left one
  const left = await stage.call('DELETE', `${page}/${Name}`);
  const answer = await stage.call('POST', `${page}/create`, { body });
  if (answer.status !== 201)
    throw new Error(`${Name}: ${answer.status} ${answer.body} (before: ${left.status})`);
  const { ID, Id } = JSON.parse(answer.body) as { ID?: string; Id?: string };
  const id = ID ?? Id ?? '';
  stage.afterwards(() =>
    stage.until(`${Name} is removed`, async () => (await stage.call('DELETE', `${page}/${id}`)).status < 300),
  );
  return { ...none, [needs]: id };
};
