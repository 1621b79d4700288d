import { expect, test } from 'vitest';
import { networkRoutes } from '../../../../../src/practice/swarm/api/networks/routes.ts';
import { asking, type Asking } from '../swarm/asking.ts';

const open = (): Asking => asking(networkRoutes);
const VXLAN = 'com.docker.network.driver.overlay.vxlanid_list';
const CREATED = '2026-01-02T03:04:05.1Z';
const list = (filters: object): string =>
  `GET /networks?filters=${encodeURIComponent(JSON.stringify(filters))}`;
const names = (answer: unknown): readonly string[] =>
  (answer as { readonly Name: string }[]).map(({ Name }) => Name);
const made = async ({ ask }: Asking, body: object): Promise<string> => {
  const [, answer] = await ask('POST /networks/create', { Driver: 'overlay', ...body });
  return (answer as { readonly Id: string }).Id;
};
const plain = {
  EnableIPv6: false,
  Internal: false,
  Attachable: false,
  Ingress: false,
  ConfigFrom: { Network: '' },
  ConfigOnly: false,
};

test('an overlay network gets the next subnet and number', async () => {
  const swarm = open();
  const Id = await made(swarm, {
    Name: 'web',
    Labels: { a: '1' },
    Attachable: true,
    Options: { encrypted: '' },
  });
  const [status, network] = await swarm.ask('GET /networks/web');
  expect([status, JSON.stringify(network)]).toEqual([
    200,
    JSON.stringify({
      Name: 'web',
      Id,
      Created: CREATED,
      Scope: 'swarm',
      Driver: 'overlay',
      EnableIPv6: false,
      IPAM: { Driver: 'default', Options: null, Config: [{ Subnet: '10.0.1.0/24', Gateway: '10.0.1.1' }] },
      Internal: false,
      Attachable: true,
      Ingress: false,
      ConfigFrom: { Network: '' },
      ConfigOnly: false,
      Containers: null,
      Options: { [VXLAN]: '4097', encrypted: '' },
      Labels: { a: '1' },
    }),
  ]);
  expect(await swarm.ask(`GET /networks/${Id.slice(0, 9)}`)).toEqual([200, network]);
});

test('a subnet, a range and a gateway are what was asked for; what overlaps is made and never allocated', async () => {
  const swarm = open();
  const config = { Subnet: '10.200.0.0/24', IPRange: '10.200.0.128/25' };
  await made(swarm, { Name: 'a', IPAM: { Config: [config] }, Internal: true });
  const Id = await made(swarm, {
    Name: 'b',
    IPAM: { Config: [{ Subnet: '10.200.0.0/16', Gateway: '10.200.7.7' }] },
  });
  const [, a] = await swarm.ask('GET /networks/a');
  expect([a, (await swarm.ask('GET /networks/b'))[1]]).toMatchObject([
    { Internal: true, IPAM: { Driver: 'default', Config: [{ ...config, Gateway: '10.200.0.128' }] } },
    {
      ...plain,
      Name: 'b',
      Id,
      Scope: 'swarm',
      Driver: '',
      IPAM: { Driver: '', Options: null, Config: null },
      Options: null,
      Labels: null,
    },
  ]);
  await swarm.ask('DELETE /networks/a');
  expect((await swarm.ask('GET /networks/b'))[1]).toMatchObject({
    Driver: 'overlay',
    IPAM: { Config: [{ Subnet: '10.200.0.0/16', Gateway: '10.200.7.7' }] },
  });
});

test('what may not be made is refused in the engine’s words', async () => {
  const swarm = open();
  await made(swarm, { Name: 'web' });
  const ingress = [...swarm.store.networks.all()].find((network) => network.ingress)?.id;
  const create = (body: object, node?: string) =>
    swarm.ask('POST /networks/create', { Driver: 'overlay', ...body }, node);
  const subnet = (Config: object) =>
    create({ Name: 'x', IPAM: { Config: [{ Subnet: '10.9.0.0/24', ...Config }] } });
  const invalid = 'rpc error: code = InvalidArgument desc =';
  expect([
    await create({ Name: 'web' }),
    await create({ Name: 'WEB' }),
    await create({ Name: 'host' }),
    await create({ Name: 'none' }),
    await create({ Name: 'bridge', CheckDuplicate: true }, 'node2'),
    await create({}),
    await create({ Name: ' ' }),
    await create({ Name: 'a b' }),
    await create({ Name: 'x', Driver: 'nope' }),
    await create({ Name: 'x', Driver: 'host' }),
    await create({ Name: 'x', Scope: 'local' }),
    await create({ Name: 'x', IPAM: { Driver: 'nope' } }),
    await create({ Name: 'x', Ingress: true }),
    await create({ Name: 'x', Ingress: true, Attachable: true }),
    await create({ Name: 'x', Labels: { 'com.docker.swarm.predefined': 'true' } }),
    await subnet({ Subnet: 'nope' }),
    await subnet({ Gateway: 'x' }),
    await subnet({ Gateway: '10.8.0.1' }),
    await subnet({ IPRange: '10.8.0.0/25' }),
    await create({ Name: 'x' }, 'node2'),
    await create({ Name: 'x' }, 'node4'),
    await swarm.ask('POST /networks/create', '{'),
  ]).toEqual([
    [409, 'network with name web already exists'],
    [500, 'rpc error: code = Unknown desc = name conflicts with an existing object'],
    [409, 'network with name host already exists'],
    [403, 'operation is not permitted on predefined none network '],
    [403, 'operation is not permitted on predefined bridge network '],
    [500, 'invalid name: '],
    [500, 'invalid name:  '],
    [400, `${invalid} name must be valid as a DNS name component`],
    [404, 'plugin "nope" not found'],
    [403, 'only one instance of "host" network is allowed'],
    [403, 'cannot downgrade network scope for overlay networks'],
    [400, `${invalid} error during lookup of plugin nope`],
    [409, `rpc error: code = AlreadyExists desc = ingress network (${ingress}) is already present`],
    [400, `${invalid} ingress network cannot be attachable`],
    [
      403,
      'rpc error: code = PermissionDenied desc = label com.docker.swarm.predefined is for internally created predefined networks and cannot be applied by users',
    ],
    [500, 'Invalid subnet nope : invalid CIDR address: nope'],
    [400, `${invalid} ipam configuration: invalid gateway x`],
    [400, `${invalid} ipam configuration: subnet 10.9.0.0/24 does not contain gateway 10.8.0.1`],
    [400, `${invalid} ipam configuration: subnet 10.9.0.0/24 does not contain range 10.8.0.0/25`],
    [
      403,
      'Cannot create a multi-host network from a worker node. Please create the network from a manager node.',
    ],
    [
      500,
      'This node is not a swarm manager. Use "docker swarm init" or "docker swarm join" to connect this node to swarm and try again.',
    ],
    [400, 'unexpected EOF'],
  ]);
});

test('managers list the swarm’s networks before their own, workers those they have', async () => {
  const swarm = open();
  await made(swarm, { Name: 'web' });
  const of = async (node: string) => names((await swarm.ask('GET /networks', undefined, node))[1]);
  const [, , ...local] = await of('node1');
  expect([(await of('node1')).slice(0, 2).toSorted(), local, await of('node2'), await of('node4')]).toEqual([
    ['ingress', 'web'],
    ['none', 'host', 'bridge', 'docker_gwbridge'],
    ['none', 'host', 'bridge', 'ingress', 'docker_gwbridge'],
    ['none', 'host', 'bridge'],
  ]);
});

test('filters find the swarm’s networks by their whole name, the machine’s by a part of it', async () => {
  const swarm = open();
  await made(swarm, { Name: 'web-front', Labels: { stack: 'web' } });
  const id = await made(swarm, { Name: 'web-back' });
  const found = async (filters: object) => names((await swarm.ask(list(filters)))[1]);
  expect({
    part: await found({ name: ['web'] }),
    whole: await found({ name: ['web-back'] }),
    own: await found({ name: ['gw'] }),
    id: await found({ id: [id.slice(0, 8)] }),
    label: await found({ label: ['stack=web'] }),
    scope: await found({ scope: ['swarm'], name: ['web-back', 'bridge'] }),
    builtin: (await found({ type: ['builtin'] })).toSorted(),
    dangling: await found({ dangling: ['false'], driver: ['null'] }),
  }).toEqual({
    part: [],
    whole: ['web-back'],
    own: ['docker_gwbridge'],
    id: ['web-back'],
    label: ['web-front'],
    scope: ['web-back'],
    builtin: ['bridge', 'host', 'none'],
    dangling: ['none'],
  });
  expect([
    await swarm.ask(list({ bogus: ['x'] })),
    await swarm.ask(list({ type: ['x'] })),
    await swarm.ask(list({ dangling: ['x'] })),
    await swarm.ask('GET /networks?filters={'),
  ]).toEqual([
    [400, "Invalid filter 'bogus'"],
    [500, "invalid filter: 'type'='x'"],
    [400, `invalid value for filter 'dangling', must be "true" (or "1"), or "false" (or "0")`],
    [500, 'unexpected end of JSON input'],
  ]);
});

test('a scope chooses between networks of one name', async () => {
  const swarm = open();
  await made(swarm, { Name: 'web' });
  const scope = async (path: string) => {
    const [status, answer] = await swarm.ask(`GET /networks/${path}`);
    return status === 200 ? (answer as { readonly Scope: string }).Scope : [status, answer];
  };
  expect([
    await scope('bridge'),
    await scope('bridge?scope=swarm'),
    await scope('web?scope=swarm'),
    await scope('web?scope=local'),
    await scope('nobody'),
    await scope('web?verbose=x'),
  ]).toEqual([
    'local',
    'swarm',
    'swarm',
    [404, 'network web not found'],
    [404, 'network nobody not found'],
    [400, 'invalid value for verbose: x: strconv.ParseBool: parsing "x": invalid syntax'],
  ]);
});
