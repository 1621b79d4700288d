import { expect, test } from 'vitest';
import { networkRoutes } from '../../../../../src/practice/swarm/api/networks/routes.ts';
import type { Task } from '../../../../../src/practice/swarm/state/objects.ts';
import { asking, serviceSpec, type Asking } from '../swarm/asking.ts';

const open = (): Asking => asking(networkRoutes);
const names = (answer: unknown): readonly string[] =>
  (answer as { readonly Name: string }[]).map(({ Name }) => Name);
const made = async ({ ask }: Asking, body: object): Promise<string> => {
  const [, answer] = await ask('POST /networks/create', { Driver: 'overlay', ...body });
  return (answer as { readonly Id: string }).Id;
};

/** A running task of the service, on a node, and the container in which it runs. */
const run = ({ store, timeline, id }: Asking, serviceId: string, slot: number, node: string): void => {
  const service = store.services.get(serviceId);
  if (service === undefined) throw new Error('no such service');
  const status: Task['status'] = { state: 'new', timestamp: timeline.now(), message: 'created' };
  const task = {
    serviceId,
    slot,
    spec: service.spec.TaskTemplate,
    desiredState: 'running',
    labels: {},
  } as const;
  store.write((tx) => tx.create('task', { ...task, id: `task${slot}`, nodeId: '', status }));
  timeline.advance(100);
  const container = { id: `container${slot}`, pid: slot, exitCode: 0 };
  store.write((tx) =>
    tx.update('task', `task${slot}`, {
      nodeId: id(node),
      status: { ...status, state: 'running', container },
    }),
  );
};

test('an engine with tasks in a network shows who is in it, and verbosely whom they serve', async () => {
  const swarm = open();
  const networkId = await made(swarm, { Name: 'net' });
  swarm.store.write((tx) => tx.create('service', { id: 'svc', spec: serviceSpec('web', [networkId]) }));
  swarm.timeline.advance(100);
  run(swarm, 'svc', 1, 'node1');
  run(swarm, 'svc', 2, 'node2');
  const [, seen] = await swarm.ask('GET /networks/net?verbose=1');
  const hash = (digits: number) => expect.stringMatching(new RegExp(`^[0-9a-f]{${digits}}$`)) as string;
  const task = (slot: number, ip: string, host: string) => ({
    Name: `web.${slot}.task${slot}`,
    EndpointID: hash(64),
    EndpointIP: ip,
    Info: { 'Host IP': host },
  });
  expect(seen).toEqual({
    EnableIPv6: false,
    Internal: false,
    Attachable: false,
    Ingress: false,
    ConfigFrom: { Network: '' },
    ConfigOnly: false,
    Name: 'net',
    Id: networkId,
    Created: '2026-01-02T03:04:05.1Z',
    Scope: 'swarm',
    Driver: 'overlay',
    IPAM: { Driver: 'default', Options: null, Config: [{ Subnet: '10.0.1.0/24', Gateway: '10.0.1.1' }] },
    Containers: {
      container1: {
        Name: 'web.1.task1',
        EndpointID: hash(64),
        MacAddress: '02:42:0a:00:01:03',
        IPv4Address: '10.0.1.3/24',
        IPv6Address: '',
      },
    },
    Options: { 'com.docker.network.driver.overlay.vxlanid_list': '4097' },
    Labels: {},
    Peers: [
      { Name: hash(12), IP: '10.77.0.11' },
      { Name: hash(12), IP: '10.77.0.12' },
    ],
    Services: {
      web: {
        VIP: '10.0.1.2',
        Ports: [],
        LocalLBIndex: 0,
        Tasks: [task(1, '10.0.1.3', '10.77.0.11'), task(2, '10.0.1.4', '10.77.0.12')],
      },
    },
  });
  expect((await swarm.ask('GET /networks/net', undefined, 'node3'))[0]).toBe(404);
});

test('a network goes when no service and no living task uses it', async () => {
  const swarm = open();
  const id = await made(swarm, { Name: 'net' });
  const { store, ask } = swarm;
  store.write((tx) => tx.create('service', { id: 'svc', spec: serviceSpec('web', [id]) }));
  swarm.timeline.advance(100);
  run(swarm, 'svc', 1, 'node2');
  const service = await ask('DELETE /networks/net');
  store.write((tx) => tx.remove('service', 'svc'));
  const task = await ask('DELETE /networks/net');
  store.write((tx) => tx.update('task', 'task1', { desiredState: 'shutdown' }));
  expect([service, task, await ask('DELETE /networks/net'), await ask('DELETE /networks/net')]).toEqual([
    [400, `rpc error: code = FailedPrecondition desc = network ${id} is in use by service svc`],
    [400, `rpc error: code = FailedPrecondition desc = network ${id} is in use by task task1`],
    [204, ''],
    [404, 'network net not found'],
  ]);
});

test('tasks that are told to go just then do not keep their network', async () => {
  const swarm = open();
  const id = await made(swarm, { Name: 'net' });
  const { store, ask, timeline } = swarm;
  store.write((tx) => tx.create('service', { id: 'svc', spec: serviceSpec('web', [id]) }));
  timeline.advance(100);
  run(swarm, 'svc', 1, 'node2');
  store.write((tx) => tx.remove('service', 'svc'));
  timeline.after(
    3,
    () => store.write((tx) => tx.update('task', 'task1', { desiredState: 'remove' })),
    'manager',
  );
  expect(await ask('DELETE /networks/net')).toEqual([204, '']);
});

test('ingress goes only when no service publishes ports, and the machine’s own never', async () => {
  const { ask, store } = open();
  const ports = [{ Protocol: 'tcp', TargetPort: 80, PublishMode: 'ingress' }] as const;
  store.write((tx) =>
    tx.create('service', { id: 'svc', spec: serviceSpec('web', [], { Mode: 'vip', Ports: ports }) }),
  );
  const used = await ask('DELETE /networks/ingress');
  store.write((tx) => tx.remove('service', 'svc'));
  expect([
    used,
    await ask('DELETE /networks/ingress', undefined, 'node2'),
    await ask('DELETE /networks/ingress'),
    await ask('DELETE /networks/host'),
    ((await ask('DELETE /networks/docker_gwbridge'))[1] as string).replace(/[0-9a-f]{64}/, '<id>'),
  ]).toEqual([
    [
      400,
      'rpc error: code = FailedPrecondition desc = ingress network cannot be removed because service svc depends on it',
    ],
    [404, 'network ingress not found'],
    [204, ''],
    [403, 'host is a pre-defined network and cannot be removed'],
    'error while removing network: network docker_gwbridge id <id> has active endpoints',
  ]);
});

test('a bridge network is the machine’s own', async () => {
  const { ask } = open();
  const [status, answer] = await ask('POST /networks/create', { Name: 'mine' }, 'node2');
  const { Id } = answer as { readonly Id: string };
  const [, again] = await ask('POST /networks/create', { Name: 'mine' }, 'node2');
  expect([
    status,
    again,
    await ask('GET /networks/mine'),
    (await ask(`GET /networks/${Id}`, undefined, 'node2'))[0],
  ]).toEqual([
    201,
    {
      Id: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      Warning: `Network with name mine (id : ${Id}) already exists`,
    },
    [404, 'network mine not found'],
    200,
  ]);
  expect([
    await ask('GET /networks/mine', undefined, 'node2'),
    await ask(`DELETE /networks/${Id}`, undefined, 'node2'),
    await ask('DELETE /networks/mine', undefined, 'node2'),
  ]).toEqual([
    [400, '2 matches found based on name: network mine is ambiguous'],
    [204, ''],
    [204, ''],
  ]);
});

test('pruning takes what nobody uses and is old enough', async () => {
  const swarm = open();
  const id = await made(swarm, { Name: 'used' });
  swarm.store.write((tx) => tx.create('service', { id: 'svc', spec: serviceSpec('web', [id]) }));
  await made(swarm, { Name: 'old', Labels: { keep: '' } });
  swarm.timeline.advance(3_600_000);
  await made(swarm, { Name: 'new' });
  const prune = async (filters: object) =>
    swarm.ask(`POST /networks/prune?filters=${encodeURIComponent(JSON.stringify(filters))}`);
  expect([
    await prune({ until: ['30m'], 'label!': ['keep'] }),
    await prune({ until: ['30m'] }),
    await prune({}),
    await prune({ name: ['x'] }),
  ]).toEqual([
    [200, { NetworksDeleted: null }],
    [200, { NetworksDeleted: ['old'] }],
    [200, { NetworksDeleted: ['new'] }],
    [400, "Invalid filter 'name'"],
  ]);
});

test('without a leader an engine knows its own networks, and makes none for the swarm', async () => {
  const swarm = open();
  await made(swarm, { Name: 'web' });
  swarm.access({ kind: 'refused', words: 'the swarm does not have a leader' });
  expect([
    names((await swarm.ask('GET /networks'))[1]),
    await swarm.ask('GET /networks/web'),
    await swarm.ask('POST /networks/create', { Name: 'x', Driver: 'overlay' }),
  ]).toEqual([
    ['none', 'host', 'bridge', 'ingress', 'docker_gwbridge'],
    [404, 'network web not found'],
    [500, 'the swarm does not have a leader'],
  ]);
});
