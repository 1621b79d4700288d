import type { ApiTask } from '../api.ts';
import type { Scenario } from '../scenario.ts';
import type { Spec, Stage } from '../stage.ts';
import { tasksOf } from './rolls.ts';

type Template = Readonly<Record<string, unknown>>;
type Case = { readonly template?: Template; readonly replicas?: number; readonly ports?: readonly Spec[] };

const only = (...Constraints: readonly string[]) => ({ Constraints });
const reserve = (of: Spec) => ({ Resources: { Reservations: of } });
const MANY_CPUS = reserve({ NanoCPUs: 1_000_000_000_000 });
const WINDOWS = { Platforms: [{ OS: 'windows', Architecture: 'amd64' }] };
const HOST_PORT = { TargetPort: 8080, PublishedPort: 21130, PublishMode: 'host' };
const GPU = { GenericResources: [{ DiscreteResourceSpec: { Kind: 'gpu', Value: 1 } }] };
const FOREIGN_VOLUME = {
  Mounts: [
    { Type: 'volume', Source: 'x', Target: '/x', VolumeOptions: { DriverConfig: { Name: 'nobody-knows' } } },
  ],
};

/** What cannot be placed, and why. */
const CASES: Readonly<Record<string, Case>> = {
  'a constraint': { template: { Placement: only('node.hostname == nobody') } },
  'two constraints': { template: { Placement: only('node.hostname == node1', 'node.role == worker') } },
  'a label that no node has': { template: { Placement: only('node.labels.nobody == 1') } },
  CPUs: { template: MANY_CPUS },
  memory: { template: reserve({ MemoryBytes: 1_000_000_000_000_000 }) },
  'a generic resource': { template: reserve(GPU) },
  'a platform': { template: { Placement: WINDOWS } },
  'a volume plug-in': { template: { ContainerSpec: FOREIGN_VOLUME } },
  'a log plug-in': { template: { LogDriver: { Name: 'nobody-knows' } } },
  'a constraint and CPUs': { template: { ...MANY_CPUS, Placement: only('node.hostname == node1') } },
  'a constraint and a platform': {
    template: { Placement: { ...only('node.hostname == node1'), ...WINDOWS } },
  },
  'a platform and a constraint that fewer fail': {
    template: { Placement: { ...only('node.hostname != node1'), ...WINDOWS } },
  },
  'CPUs and a platform': { template: { ...MANY_CPUS, Placement: WINDOWS } },
  'a limit of replicas': {
    template: { Placement: { ...only('node.hostname == node1'), MaxReplicas: 1 } },
    replicas: 2,
  },
  'a limit of replicas on all nodes': { template: { Placement: { MaxReplicas: 1 } }, replicas: 4 },
  'a host port': { template: { Placement: only('node.hostname == node1') }, replicas: 2, ports: [HOST_PORT] },
};

const pendingOf = (tasks: readonly ApiTask[]) => tasks.filter(({ Status }) => Status.State === 'pending');

export const placePending: Scenario = {
  name: 'place-pending',
  claims: [
    'pending-reasons',
    'failure-pending-reasons',
    'resources',
    'max-per-node',
    'platform',
    'host-ports',
    'constraints',
  ],
  play: async (stage) => {
    const made = await Promise.all(
      Object.entries(CASES).map(async ([what, { template = {}, replicas = 1, ports = [] }], index) => {
        const spec = stage.spec('web:1', {
          Name: stage.name(`${index}`),
          Mode: { Replicated: { Replicas: replicas } },
          TaskTemplate: template,
          EndpointSpec: ports.length === 0 ? undefined : { Ports: ports },
        });
        return { what, replicas, id: await stage.create(spec, { wait: false }) };
      }),
    );
    for (const { what, replicas, id } of made) {
      await stage.until(`it is known why of ${what}`, async () => {
        const tasks = await tasksOf(stage, id);
        const waiting = pendingOf(tasks);
        const others = tasks.filter(({ Status }) => Status.State === 'running');
        return (
          waiting.some(({ Status }) => (Status.Err ?? '') !== '') &&
          waiting.length + others.length === replicas
        );
      });
      const tasks = await tasksOf(stage, id);
      const [waiting] = pendingOf(tasks);
      stage.fact(what, {
        running: tasks.filter(({ Status }) => Status.State === 'running').length,
        pending: pendingOf(tasks).length,
        desired: waiting?.DesiredState,
        message: waiting?.Status.Message,
        err: waiting?.Status.Err,
        node: waiting?.NodeID,
        slots: new Set(tasks.map(({ Slot }) => Slot)).size,
      });
    }
    await recoveries(stage, made[0]?.id ?? '');
  },
};

/** A task waits until the cause goes, however it goes. */
const recoveries = async (stage: Stage, id: string): Promise<void> => {
  const waiting = (await tasksOf(stage, id))[0]?.ID;
  await stage.update(id, (spec) => {
    const { TaskTemplate, ...rest } = spec as { TaskTemplate: Template };
    return { ...rest, TaskTemplate: { ...TaskTemplate, Placement: {} } };
  });
  await stage.untilRunning(id, 1);
  const tasks = await tasksOf(stage, id);
  stage.fact('when the constraint is taken away', {
    runs: tasks.some(({ Status }) => Status.State === 'running'),
    isAnother: tasks.every(({ ID, Status }) => Status.State !== 'running' || ID !== waiting),
    theOther: tasks
      .filter(({ ID }) => ID === waiting)
      .map(({ Status, DesiredState }) => ({ state: Status.State, err: Status.Err, desired: DesiredState })),
  });
  const port = { TargetPort: 8080, PublishedPort: 21131, PublishMode: 'host' };
  const here = { Placement: only('node.hostname == node1') };
  const with_ = (name: string) =>
    stage.spec('web:1', { Name: stage.name(name), TaskTemplate: here, EndpointSpec: { Ports: [port] } });
  const holder = await stage.create(with_('holder'));
  const waiter = await stage.create(with_('waiter'), { wait: false });
  await stage.until('it waits', async () => (await tasksOf(stage, waiter))[0]?.Status.Err !== undefined);
  const before = (await tasksOf(stage, waiter)).map(({ ID, Status }) => ({ ID, err: Status.Err }));
  await stage.call('DELETE', `/services/${holder}`);
  await stage.untilRunning(waiter, 1);
  const after = (await tasksOf(stage, waiter)).map(({ ID, Status }) => ({ ID, err: Status.Err }));
  stage.fact('when a host port is free again', { before, after });
};
