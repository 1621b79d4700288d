import { filters } from '../api.ts';
import type { ApiTask } from '../api.ts';
import type { Scenario } from '../scenario.ts';
import type { Spec, Stage } from '../stage.ts';
import { base64, make, withoutNumbers } from './api-asks.ts';

const inspectTask = async (stage: Stage, id: string): Promise<unknown> => {
  const of = filters({ service: [id], 'desired-state': ['running'] });
  const [task] = (await stage.get<readonly ApiTask[]>(`/tasks?${of}`)).toSorted(
    (a, b) => (a.Slot ?? 0) - (b.Slot ?? 0),
  );
  return withoutNumbers(await stage.get(`/tasks/${task?.ID}`));
};

const onNode1 = { Constraints: ['node.hostname == node1'] };

/** As much as a service can say of itself, so far as it runs on the lab's images. */
const everything = async (stage: Stage): Promise<Spec> => {
  const network = await make(stage, '/networks/create', {
    Name: stage.name('net'),
    Driver: 'overlay',
    IPAM: { Config: [{ Subnet: '10.99.8.0/24', Gateway: '10.99.8.1' }] },
  });
  const secret = { Name: stage.name('secret'), Data: base64('x') };
  const config = { Name: stage.name('config'), Data: base64('x') };
  const File = { Name: 'x', UID: '0', GID: '0', Mode: 0o444 };
  return {
    Name: stage.name('all'),
    Labels: { b: '2', a: '1' },
    TaskTemplate: {
      ContainerSpec: {
        Image: stage.image('web:1'),
        Labels: { c: '3' },
        Command: ['/bin/app'],
        Args: ['serve'],
        Hostname: '{{.Service.Name}}-{{.Task.Slot}}',
        Env: ['B=2', 'A=1', 'NODE={{.Node.Hostname}}'],
        Dir: '/',
        User: '0',
        Groups: ['0'],
        StopSignal: 'SIGTERM',
        StopGracePeriod: 3_000_000_000,
        TTY: true,
        OpenStdin: true,
        ReadOnly: false,
        Init: false,
        Mounts: [{ Type: 'tmpfs', Target: '/scratch', TmpfsOptions: { SizeBytes: 1_048_576, Mode: 0o1777 } }],
        Healthcheck: { Test: ['NONE'] },
        Hosts: ['10.0.0.1 somewhere'],
        DNSConfig: { Nameservers: ['10.0.0.1'], Search: ['example.org'], Options: ['ndots:1'] },
        Secrets: [
          { SecretID: await make(stage, '/secrets/create', secret), SecretName: stage.name('secret'), File },
        ],
        Configs: [
          {
            ConfigID: await make(stage, '/configs/create', config),
            ConfigName: stage.name('config'),
            File: { ...File, Name: '/x' },
          },
        ],
        Sysctls: { 'net.core.somaxconn': '256' },
        CapabilityAdd: ['CAP_NET_ADMIN'],
        CapabilityDrop: ['CAP_CHOWN'],
        Ulimits: [{ Name: 'nofile', Soft: 512, Hard: 1024 }],
      },
      Resources: {
        Limits: { NanoCPUs: 500_000_000, MemoryBytes: 67_108_864, Pids: 100 },
        Reservations: { NanoCPUs: 1_000_000, MemoryBytes: 4_194_304 },
      },
      RestartPolicy: { Condition: 'on-failure', Delay: 2_000_000_000, MaxAttempts: 3, Window: 9_000_000_000 },
      Placement: {
        ...onNode1,
        Preferences: [{ Spread: { SpreadDescriptor: 'node.labels.a' } }],
        MaxReplicas: 2,
        Platforms: [{ Architecture: 'amd64', OS: 'linux' }],
      },
      LogDriver: { Name: 'json-file', Options: { 'max-file': '3' } },
      Networks: [{ Target: network, Aliases: ['somebody'] }],
      ForceUpdate: 7,
    },
    Mode: { Replicated: { Replicas: 1 } },
    UpdateConfig: {
      Parallelism: 2,
      Delay: 1_000_000,
      FailureAction: 'rollback',
      Monitor: 1_000_000_000,
      MaxFailureRatio: 0.3,
      Order: 'start-first',
    },
    RollbackConfig: { Parallelism: 0, FailureAction: 'continue', MaxFailureRatio: 1, Order: 'stop-first' },
    EndpointSpec: {
      Mode: 'vip',
      Ports: [
        { Name: 'web', Protocol: 'tcp', TargetPort: 8080, PublishedPort: 21120, PublishMode: 'ingress' },
        { Protocol: 'udp', TargetPort: 8081, PublishedPort: 21121, PublishMode: 'host' },
      ],
    },
  };
};

const inspect = async (stage: Stage, what: string, spec: Spec): Promise<string> => {
  const id = await stage.create(spec);
  stage.fact(`the service: ${what}`, withoutNumbers(await stage.get(`/services/${id}`)));
  stage.fact(`its task: ${what}`, await inspectTask(stage, id));
  return id;
};

/** Whole answers, of services from the smallest to the largest. */
export const apiShapes: Scenario = {
  name: 'api-shapes',
  claims: ['service-shape', 'task-shape', 'spec-as-it-comes-back'],
  play: async (stage) => {
    const Image = stage.image('web:1');
    await inspect(stage, 'no more than an image', {
      Name: stage.name('small'),
      TaskTemplate: { ContainerSpec: { Image }, Placement: onNode1 },
    });
    const some = await inspect(stage, 'an empty value of each kind', {
      Name: stage.name('empty'),
      Labels: null,
      TaskTemplate: {
        ContainerSpec: {
          Image,
          Args: [],
          Env: null,
          Labels: {},
          Mounts: [],
          Secrets: [],
          TTY: false,
          User: '',
        },
        Resources: {},
        RestartPolicy: {},
        Placement: onNode1,
        Networks: [],
      },
      Mode: { Replicated: {} },
      UpdateConfig: {},
      RollbackConfig: {},
      EndpointSpec: {},
      NobodyKnows: 7,
    });
    await inspect(stage, 'global', {
      Name: stage.name('global'),
      TaskTemplate: { ContainerSpec: { Image }, Placement: onNode1 },
      Mode: { Global: {} },
    });
    const open = stage.name('open');
    await inspect(stage, 'a port', {
      Name: open,
      TaskTemplate: { ContainerSpec: { Image }, Placement: onNode1 },
      EndpointSpec: { Ports: [{ TargetPort: 8080, PublishedPort: 21122 }] },
    });
    await inspect(stage, 'everything', await everything(stage));
    stage.fact('with defaults', withoutNumbers(await stage.get(`/services/${some}?insertDefaults=true`)));
    stage.fact('its spec in the list', await specOf(stage, some));
    const answer = await stage.update(some, (spec) => ({ ...spec, Labels: { a: '1' } }));
    stage.fact('an answer to an update', { status: answer.status, body: answer.body });
    stage.fact(
      'the service after an update of a label',
      withoutNumbers(await stage.get(`/services/${some}`)),
    );
    await stage.update(some, (spec) => ({
      ...spec,
      TaskTemplate: { ContainerSpec: { Image: stage.image('web:2') }, Placement: onNode1 },
      UpdateConfig: { Monitor: 1_000_000 },
    }));
    await stage.untilStatus(some, 'completed');
    stage.fact('the service after a rollout', withoutNumbers(await stage.get(`/services/${some}`)));
    await stage.update(some, (spec) => spec, 'rollback=previous');
    await stage.untilStatus(some, 'rollback_completed');
    stage.fact('the service after a rollback', withoutNumbers(await stage.get(`/services/${some}`)));
    const all = await stage.get<readonly ApiTask[]>(`/tasks?${filters({ service: [some] })}`);
    const ended = all.find(
      ({ Spec, Status }) => Status.State === 'shutdown' && Spec.ContainerSpec.Image === Image,
    );
    stage.fact('a task that was replaced', withoutNumbers(ended));
  },
};

const specOf = async (stage: Stage, id: string): Promise<unknown> => {
  const [service] = await stage.get<readonly unknown[]>(`/services?${filters({ id: [id] })}`);
  return JSON.stringify(service) === JSON.stringify(await stage.get(`/services/${id}`))
    ? 'the same'
    : service;
};
