import { filters } from '../api.ts';
import type { ApiTask } from '../api.ts';
import { said } from '../said.ts';
import type { Scenario } from '../scenario.ts';
import type { Stage } from '../stage.ts';
import { askAll } from './api-asks.ts';

type Filters = Readonly<Record<string, readonly string[]>>;

/** The tasks in a list: slot, image and states, sorted. */
const tasks = async (stage: Stage, what: string, of: Filters): Promise<void> => {
  const answer = await stage.call('GET', `/tasks?${filters(of)}`);
  if (answer.status !== 200) return stage.fact(what, said(answer));
  const list = JSON.parse(answer.body) as readonly ApiTask[];
  stage.fact(what, list.map(lineOf).toSorted());
};

const lineOf = ({ Slot, Spec, Status, DesiredState }: ApiTask): string =>
  `slot ${Slot}, ${Spec.ContainerSpec.Image.replace(/.*\//, '')}, ${Status.State}, should be ${DesiredState}`;

export const apiTaskList: Scenario = {
  name: 'api-task-list',
  claims: ['task-list', 'bad-input'],
  play: async (stage) => {
    const name = stage.name();
    const spec = stage.spec('web:1', {
      Mode: { Replicated: { Replicas: 2 } },
      TaskTemplate: { ContainerSpec: { Labels: { [name]: '1' } } },
      Labels: { ofTheService: '1' },
      UpdateConfig: { Parallelism: 0 },
    });
    const id = await stage.create(spec);
    await stage.update(id, (old) => ({
      ...old,
      TaskTemplate: { ContainerSpec: { Image: stage.image('web:2'), Labels: { [name]: '2' } } },
    }));
    await stage.untilStatus(id, 'completed');
    await stage.untilRunning(id, 2);
    await stage.until('the old ones are shut down', async () => {
      const all = await stage.get<readonly ApiTask[]>(`/tasks?${filters({ service: [id] })}`);
      return all.filter(({ Status }) => Status.State === 'shutdown').length === 2;
    });
    const ask = (what: string, of: Filters) => tasks(stage, what, of);
    await ask('of a service by id', { service: [id] });
    await ask('of a service by name', { service: [name] });
    await ask('of a service by the beginning of its id', { service: [id.slice(0, 14)] });
    await ask('of a service by the beginning of its name', { service: [name.slice(0, -1)] });
    await ask('of no service', { service: ['nobody-knows'] });
    await ask('of a service and of none', { service: [id, 'nobody-knows'] });
    for (const state of ['running', 'shutdown', 'ready', 'accepted', 'remove', 'failed', 'RUNNING', 'bogus'])
      await ask(`that should be ${state}`, { service: [id], 'desired-state': [state] });
    await ask('that should be one of two', { service: [id], 'desired-state': ['running', 'shutdown'] });
    await ask('that should be one of two, one of them unknown', {
      service: [id],
      'desired-state': ['running', 'bogus'],
    });
    await ask('up to date', { service: [id], '_up-to-date': ['true'] });
    await ask('up to date, with false', { service: [id], '_up-to-date': ['false'] });
    await ask('by the name of the service', { name: [name] });
    await ask('by the beginning of the name of the service', { name: [name.slice(0, -1)] });
    await ask('by the name of a task', { name: [`${name}.1`] });
    await ask('by a label of the container', { label: [name], service: [id] });
    await ask('by a label of the container and its value', { label: [`${name}=2`] });
    await ask('by a label of the service', { label: ['ofTheService'], service: [id] });
    await ask('by a state', { state: ['running'] });
    await ask('by an unknown filter', { bogus: ['x'] });
    await ask('on a node that is not there', { node: ['nobody-knows'] });
    await ask('on all nodes', {
      node: ['node1', 'node2', 'node3'],
      service: [id],
      'desired-state': ['running'],
    });
    await ask('of the runtime of containers', {
      runtime: ['container'],
      service: [id],
      'desired-state': ['running'],
    });
    const one = (await stage.get<readonly ApiTask[]>(`/tasks?${filters({ service: [id] })}`)).find(
      ({ Slot, DesiredState }) => Slot === 1 && DesiredState === 'running',
    );
    if (one === undefined) throw new Error('slot 1 has no task');
    await ask('by id', { id: [one.ID] });
    await ask('by the beginning of an id', { id: [one.ID.slice(0, 14)] });
    await ask('by an id that nothing has', { id: ['nobody-knows'] });
    const byPrefix = await stage.call('GET', `/tasks/${one.ID.slice(0, 14)}`);
    stage.fact('inspect by the beginning of the id', { status: byPrefix.status });
    await askAll(stage, [
      { what: 'inspect what is not there', path: '/tasks/nobody-knows' },
      { what: 'inspect by name', path: `/tasks/${name}.1` },
      { what: 'remove a task', method: 'DELETE', path: `/tasks/${one.ID}` },
      { what: 'filters that are no JSON', path: '/tasks?filters={' },
      { what: 'filters that are a list', path: '/tasks?filters=[]' },
      { what: 'logs of no task', path: '/tasks/nobody-knows/logs?stdout=1' },
    ]);
  },
};
