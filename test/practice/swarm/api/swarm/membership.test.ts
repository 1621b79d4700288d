import { expect, test } from 'vitest';
import { swarmRoutes } from '../../../../../src/practice/swarm/api/swarm/routes.ts';
import { asking, serviceSpec } from './asking.ts';

type Swarm = { readonly JoinTokens: { readonly Worker: string; readonly Manager: string } };

const open = () => {
  const all = asking(swarmRoutes);
  return { ...all, inspect: async () => (await all.ask('GET /swarm'))[1] as Swarm };
};

const ALREADY =
  'This node is already part of a swarm. Use "docker swarm leave" to leave this swarm and join another one.';
const join = (JoinToken: string, RemoteAddrs = ['10.77.0.11:2377']) => ({
  ListenAddr: '0.0.0.0:2377',
  RemoteAddrs,
  JoinToken,
});

test('the token says what an engine joins as', async () => {
  const { ask, inspect, store, id } = open();
  const { Manager } = (await inspect()).JoinTokens;
  expect(await ask('POST /swarm/join', { ...join(Manager), Availability: 'drain' }, 'node4')).toEqual([
    200,
    '',
  ]);
  const { spec, manager, status, description } = store.nodes.get(id('node4')) ?? {};
  expect({ spec, manager, status, hostname: description?.hostname }).toEqual({
    spec: { Labels: {}, Role: 'manager', Availability: 'drain' },
    manager: { leader: false, reachability: 'reachable', address: '10.77.0.14:2377' },
    status: { state: 'unknown', address: '10.77.0.14' },
    hostname: 'node4',
  });
});

test('an engine cannot join twice, with a bad token, or at no manager', async () => {
  const { ask, inspect } = open();
  const { Worker } = (await inspect()).JoinTokens;
  const other = `${Worker.slice(0, -25)}${'0'.repeat(25)}`;
  const elsewhere = `SWMTKN-1-${'1'.padStart(50, '0')}-${'0'.repeat(25)}`;
  const tries = [
    await ask('POST /swarm/join', join(Worker), 'node2'),
    await ask('POST /swarm/join', join('x'), 'node4'),
    await ask('POST /swarm/join', join(other), 'node4'),
    await ask('POST /swarm/join', join(elsewhere), 'node4'),
    await ask('POST /swarm/join', join(Worker, []), 'node4'),
    await ask('POST /swarm/join', { ...join(Worker), ListenAddr: '' }, 'node4'),
    await ask('POST /swarm/join', join(Worker, ['10.77.0.12']), 'node4'),
  ];
  expect(tries).toEqual([
    [503, ALREADY],
    [500, 'invalid join token'],
    [400, 'rpc error: code = InvalidArgument desc = A valid join token is necessary to join this cluster'],
    [500, `remote CA does not match fingerprint. Expected: ${'1'.padStart(64, '0')}`],
    [400, 'at least 1 RemoteAddr is required to join'],
    [400, 'invalid ListenAddr "": invalid empty address'],
    [
      503,
      'rpc error: code = Unavailable desc = connection error: desc = "transport: Error while dialing dial tcp 10.77.0.12:2377: connect: connection refused"',
    ],
  ]);
});

test('a worker leaves, and its node stays in the list', async () => {
  const { ask, store, id } = open();
  const node = id('node2');
  expect(await ask('POST /swarm/leave', undefined, 'node2')).toEqual([200, '']);
  expect([id('node2'), store.nodes.get(node)?.description.hostname]).toEqual(['', 'node2']);
  expect(await ask('POST /swarm/leave', undefined, 'node2')).toEqual([
    503,
    'This node is not part of a swarm',
  ]);
});

test('managers leave only by force, and are told what that does', async () => {
  const { ask, inspect, access } = open();
  const attempting = 'You are attempting to leave the swarm on a node that is participating as a manager. ';
  const way =
    'The only way to restore a swarm that has lost consensus is to reinitialize it with `--force-new-cluster`. Use `--force` to suppress this message.';
  const last = await ask('POST /swarm/leave');
  const { Manager } = (await inspect()).JoinTokens;
  await ask('POST /swarm/join', join(Manager), 'node4');
  const two = await ask('POST /swarm/leave?force=0');
  access({ kind: 'refused', words: 'no leader' });
  expect([last, two, await ask('POST /swarm/leave')]).toEqual([
    [
      503,
      `${attempting}Removing the last manager erases all current state of the swarm. Use \`--force\` to ignore this message. `,
    ],
    [
      503,
      `${attempting}Removing this node leaves 1 managers out of 2. Without a Raft quorum your swarm will be inaccessible. ${way}`,
    ],
    [503, `${attempting}Doing so may lose the consensus of your cluster. ${way}`],
  ]);
});

test('the last manager takes the swarm with it, and a new one can be made', async () => {
  const { ask, store, id } = open();
  store.write((tx) => tx.create('service', { id: 'web', spec: serviceSpec('web') }));
  const running = await ask('POST /swarm/init', { ListenAddr: '0.0.0.0:2377' });
  expect(await ask('POST /swarm/leave?force=1')).toEqual([200, '']);
  const { clusters, nodes, services, networks } = store;
  expect([clusters, nodes, services, networks].map(({ size }) => size)).toEqual([0, 0, 0, 0]);
  const [status, made] = await ask(
    'POST /swarm/init',
    { ListenAddr: '0.0.0.0:2377', AutoLockManagers: true },
    'node4',
  );
  expect([running, status, made, store.cluster.spec.EncryptionConfig]).toEqual([
    [503, ALREADY],
    200,
    id('node4'),
    { AutoLockManagers: true },
  ]);
  expect(store.nodes.get(id('node4'))?.manager?.leader).toBe(true);
  expect([...networks.all()].map(({ name, state }) => [name, state?.ipam.configs])).toEqual([
    ['ingress', [{ subnet: '10.0.1.0/24', gateway: '10.0.1.1' }]],
    ['bridge', []],
    ['host', []],
  ]);
});

test('a manager begins again alone when it is forced to', async () => {
  const { ask, inspect, store, id } = open();
  await ask('POST /swarm/join', join((await inspect()).JoinTokens.Manager), 'node4');
  expect(await ask('POST /swarm/init', { ListenAddr: '0.0.0.0:2377', ForceNewCluster: true })).toEqual([
    200,
    id('node1'),
  ]);
  expect([...store.nodes.all()].map(({ spec, manager }) => [spec.Role, manager !== undefined])).toEqual([
    ['manager', true],
    ['worker', false],
    ['worker', false],
    ['worker', false],
  ]);
});
