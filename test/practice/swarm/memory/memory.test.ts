import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { lastSaved, readSaved, SavedSwarmError } from '../../../../src/practice/swarm/memory/saved-swarm.ts';
import type { NodeOptions } from '../../../../src/practice/swarm/options.ts';
import { pastSwarm, serviceSpec, type PastSwarm } from '../past-swarm.ts';

const NODES: readonly NodeOptions[] = [
  { name: 'node1', role: 'manager' },
  { name: 'node2', role: 'manager' },
  { name: 'node3', role: 'manager', labels: { disk: 'ssd' } },
  { name: 'node4', role: 'worker' },
  { name: 'node5', role: 'outside' },
];

let data: string;
let past: PastSwarm | undefined;
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'waggle-memory-'));
});
afterEach(async () => {
  await past?.stop();
  past = undefined;
  await rm(data, { recursive: true, force: true });
});

const HOUR = 3_600_000;
/** Starts a swarm in the folder, so long ago. */
const begin = async (ago = HOUR, nodes = NODES): Promise<PastSwarm> => {
  past = await pastSwarm({ nodes, data }, ago);
  return past;
};
/** Ends it, and starts it again half an hour later. */
const again = async (nodes = NODES): Promise<PastSwarm> => {
  await past?.stop();
  return await begin(HOUR / 2, nodes);
};

type Read = { ID: string; Version: { Index: number }; [key: string]: unknown };
const list = async (path: string, node = 'node1'): Promise<readonly Read[]> => {
  const found = (await past?.call(node, 'GET', path)) as Read[];
  return found.toSorted((a, b) => (a.ID < b.ID ? -1 : 1));
};
/** What a restart may change of an object is its version, when it was written, and how it stands. */
const PASSING = new Set(['Version', 'UpdatedAt', 'Status', 'ManagerStatus']);
const lasting = (objects: readonly Read[]) =>
  objects.map((object) => Object.fromEntries(Object.entries(object).filter(([key]) => !PASSING.has(key))));
type Service = Read & { Spec: Record<string, unknown> & { TaskTemplate: { ContainerSpec: object } } };
const update = async (name: string, image: string, change: object = {}): Promise<void> => {
  const [service] = (await list(`/services?filters={"name":["${name}"]}`)) as readonly Service[];
  if (service === undefined) throw new Error(`no service ${name}`);
  const { ID, Version, Spec } = service;
  const spec = {
    ...Spec,
    ...change,
    TaskTemplate: {
      ...Spec.TaskTemplate,
      ContainerSpec: { ...Spec.TaskTemplate.ContainerSpec, Image: image },
    },
  };
  await past?.call('node1', 'POST', `/services/${ID}/update?version=${Version.Index}`, spec);
};

/** A swarm with some of everything, at rest. */
const furnished = async (): Promise<PastSwarm> => {
  const on = await begin();
  const post = (path: string, body: object) => on.call('node1', 'POST', path, body);
  await post('/networks/create', { Name: 'inner', Driver: 'overlay', Attachable: true });
  await post('/secrets/create', { Name: 'key', Data: 'YQ==', Labels: { a: 'b' } });
  await post('/configs/create', { Name: 'conf', Data: 'Yg==' });
  await post(
    '/services/create',
    serviceSpec('web', 'nginx:1.27', 4, {
      Networks: [{ Target: 'inner' }],
      EndpointSpec: { Ports: [{ TargetPort: 80, PublishedPort: 8080 }, { TargetPort: 443 }] },
      UpdateConfig: { Parallelism: 1, Delay: 2e9 },
    }),
  );
  await post('/services/create', serviceSpec('all', 'traefik:v3', 0, { Mode: { Global: {} } }));
  await post('/services/create', serviceSpec('redis', 'redis:3.0.5', 2));
  await on.pass(30_000);
  await update('web', 'nginx:1.28');
  await on.pass(120_000);
  return on;
};

test('ids, specs, what came before, networks, secrets and tokens are what they were', async () => {
  await furnished();
  const look = async () => ({
    services: lasting(await list('/services')),
    networks: lasting(
      (await list('/networks')).map((network) => ({ ...network, ID: String(network['Id']) })),
    ),
    secrets: lasting(await list('/secrets')),
    configs: lasting(await list('/configs')),
    nodes: lasting(await list('/nodes')),
    swarm: (({ JoinTokens, ID }) => ({ JoinTokens, ID }))(
      (await past?.call('node1', 'GET', '/swarm')) as Record<string, unknown>,
    ),
  });
  const before = await look();
  const versions = new Map((await list('/services')).map(({ ID, Version }) => [ID, Version.Index]));
  const on = await again();
  expect(on.swarm.isResumed).toBe(true);
  await on.pass(60_000);
  expect(await look()).toEqual(before);
  // nothing wrote to them
  expect(new Map((await list('/services')).map(({ ID, Version }) => [ID, Version.Index]))).toEqual(versions);
});

test('the services come up again in the place of tasks that ended with their engines', async () => {
  await furnished();
  const wanted = past?.swarm.glance().services.map(({ name, wanted: count }) => [name, count]);
  const old = new Set((await list('/tasks')).map(({ ID }) => ID));
  const on = await again();
  await on.pass(60_000);
  const { nodes, services } = on.swarm.glance();
  expect(services.map(({ name, running }) => [name, running])).toEqual(wanted);
  expect(nodes.map(({ state }) => state)).toEqual(['ready', 'ready', 'ready', 'ready', 'unknown']);
  expect(nodes.filter(({ leader }) => leader)).toHaveLength(1);
  type Task = Read & {
    Status: { State: string; Err?: string };
    NetworksAttachments?: { Network: { ID: string }; Addresses: string[] }[];
  };
  const tasks = (await list('/tasks')) as readonly Task[];
  const ended = tasks.filter(({ ID, Status }) => old.has(ID) && Status.Err !== undefined);
  expect(ended).toHaveLength(10);
  expect(new Set(ended.map(({ Status }) => `${Status.State}: ${Status.Err}`))).toEqual(
    new Set(['failed: task: non-zero exit (255)']),
  );
  const running = tasks.filter(({ Status }) => Status.State === 'running');
  expect(running.filter(({ ID }) => old.has(ID))).toEqual([]);
  const addresses = running.flatMap(({ NetworksAttachments = [] }) =>
    NetworksAttachments.flatMap(({ Addresses }) => Addresses),
  );
  expect(addresses.length).toBeGreaterThan(0);
  expect(new Set(addresses).size).toBe(addresses.length);
});

test('addresses, ports and ids that are taken are not given again', async () => {
  await furnished();
  const on = await again();
  await on.pass(60_000);
  const ports = { EndpointSpec: { Ports: [{ TargetPort: 80 }] }, Networks: [{ Target: 'inner' }] };
  await on.call('node1', 'POST', '/services/create', serviceSpec('late', 'nginx', 2, ports));
  await on.call('node1', 'POST', '/networks/create', { Name: 'outer', Driver: 'overlay' });
  await on.pass(30_000);
  type Published = { Endpoint: { Ports?: { PublishedPort: number }[]; VirtualIPs?: { Addr: string }[] } };
  const services = (await list('/services')) as unknown as readonly Published[];
  const published = services
    .flatMap(({ Endpoint }) => Endpoint.Ports ?? [])
    .map((port) => port.PublishedPort);
  const virtual = services.flatMap(({ Endpoint }) => Endpoint.VirtualIPs ?? []).map(({ Addr }) => Addr);
  expect({ ports: published.length, addresses: virtual.length }).toEqual({ ports: 3, addresses: 4 });
  expect(new Set(published).size).toBe(published.length);
  expect(new Set(virtual).size).toBe(virtual.length);
  await expect(
    on.call(
      'node1',
      'POST',
      '/services/create',
      serviceSpec('thief', 'nginx', 1, {
        EndpointSpec: { Ports: [{ TargetPort: 80, PublishedPort: 8080 }] },
      }),
    ),
  ).rejects.toThrow(/8080/);
  const subnets = ((await list('/networks')) as unknown as { IPAM: { Config: { Subnet: string }[] } }[])
    .flatMap(({ IPAM }) => IPAM.Config ?? [])
    .map(({ Subnet }) => Subnet);
  expect(new Set(subnets).size).toBe(subnets.length);
});

test('an update that changes nothing replaces nothing, as before', async () => {
  await furnished();
  const on = await again();
  await on.pass(60_000);
  const before = (await list('/tasks')).map(({ ID }) => ID);
  await update('web', 'nginx:1.28');
  await on.pass(60_000);
  expect((await list('/tasks')).map(({ ID }) => ID)).toEqual(before);
});

test('a rollout goes on where it was', async () => {
  const on = await furnished();
  await update('web', 'nginx:1.26', { UpdateConfig: { Parallelism: 1, Delay: 20e9 } });
  await on.pass(10_000);
  const stateOf = () => past?.swarm.glance().services.find(({ name }) => name === 'web');
  expect(stateOf()?.update).toBe('updating');
  const next = await again();
  expect(stateOf()?.update).toBe('updating');
  await next.pass(5 * 60_000);
  expect(stateOf()).toEqual({ name: 'web', image: 'nginx:1.26', running: 4, wanted: 4, update: 'completed' });
  const tasks = (await list('/tasks')) as unknown as {
    DesiredState: string;
    Spec: { ContainerSpec: { Image: string } };
    ServiceID: string;
  }[];
  const images = tasks
    .filter(({ DesiredState }) => DesiredState === 'running')
    .map(({ Spec }) => Spec.ContainerSpec.Image.split('@')[0]);
  expect(images.filter((image) => image?.startsWith('nginx'))).toEqual(Array(4).fill('nginx:1.26'));
});

test('it can be stopped and begun again and again, at any moment of its coming up', async () => {
  await furnished();
  const { services } = past?.swarm.glance() ?? {};
  for (const ms of [0, 300, 2000, 6000, 9000, 14_000, 20_000]) {
    const on = await again();
    await on.pass(ms);
  }
  const on = await again();
  await on.pass(120_000);
  expect(on.swarm.glance().services).toEqual(services);
});

test('a node that was lost has power again, a new engine joins, and one that is no more is called down', async () => {
  const on = await furnished();
  await on.swarm.loseNode('node4');
  await on.pass(30_000);
  const others: readonly NodeOptions[] = [
    ...NODES.filter(({ name }) => name !== 'node3'),
    { name: 'node6', role: 'worker' },
  ];
  const next = await again(others);
  await next.pass(120_000);
  expect(next.swarm.glance().nodes.map(({ name, state }) => `${name} ${state}`)).toEqual([
    'node1 ready',
    'node2 ready',
    'node4 ready',
    'node5 unknown',
    'node6 ready',
  ]);
  type Node = Read & { Description: { Hostname: string }; Status: { State: string } };
  const gone = ((await list('/nodes')) as Node[]).find(({ Description }) => Description.Hostname === 'node3');
  expect(gone?.Status.State).toBe('down');
});

describe('the file', () => {
  test('is written a moment after a change, before the end too, and only for the owner', async () => {
    await begin();
    await vi.waitFor(async () => expect(await lastSaved(data)).toBeGreaterThan(0), 10_000);
    const first = (await lastSaved(data)) ?? 0;
    await past?.call('node1', 'POST', '/services/create', serviceSpec('web', 'nginx'));
    await past?.pass(60_000);
    await vi.waitFor(async () => expect(await lastSaved(data)).toBeGreaterThan(first), 10_000);
    expect((await stat(join(data, 'swarm.json'))).mode & 0o777).toBe(0o600);
    await past?.stop();
    expect(await readdir(data)).toEqual(['swarm.json']);
  });

  test('is the same again when there was no time for anything', async () => {
    await furnished();
    await past?.stop();
    const saved = await readSaved(data);
    past = undefined;
    const on = await begin(HOUR / 2);
    await on.stop();
    const after = await readSaved(data);
    // the second swarm had no leader yet: it wrote nothing
    expect(after?.content).toStrictEqual(saved?.content);
  });

  test('has no older value beside it when nothing was ever saved', async () => {
    expect(await lastSaved(join(data, 'nothing'))).toBe(undefined);
    expect((await begin()).swarm.isResumed).toBe(false);
  });

  test.each([
    ['cut short', (text: string) => text.slice(0, -200), /is damaged: it is no whole JSON/],
    ['empty', () => '', /is damaged/],
    ['changed by a letter', (text: string) => text.replace('"web"', '"wet"'), /is damaged: it is not as/],
    ['something else', () => '[]', /is damaged/],
    [
      'of another format',
      (text: string) => text.replace('"format":1', '"format":9'),
      /is of another version of Waggle: its format is 9/,
    ],
  ])('that is %s is refused by name, and stays as it is', async (_, damage, words) => {
    const file = join(data, 'swarm.json');
    await furnished();
    await past?.stop();
    past = undefined;
    const damaged = damage(await readFile(file, 'utf8'));
    await writeFile(file, damaged);
    const refused = await begin().catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(SavedSwarmError);
    expect(String(refused)).toContain(file);
    expect(String(refused)).toMatch(words);
    expect(await readFile(file, 'utf8')).toBe(damaged);
  });

  test('that cannot be written is told, and the end rejects', async () => {
    const blocked = join(data, 'blocked');
    const faults: unknown[] = [];
    const on = await pastSwarm({ nodes: NODES, data: blocked, onCrash: (error) => faults.push(error) });
    await writeFile(blocked, 'a file where the folder should be');
    await on.pass(60_000);
    await vi.waitFor(() => expect(faults).not.toEqual([]), 10_000);
    await expect(on.swarm.stop()).rejects.toThrow(/EEXIST|ENOTDIR/);
    await on.stop().catch(() => {});
  });
});
