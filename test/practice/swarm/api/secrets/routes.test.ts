import { expect, test } from 'vitest';
import { configRoutes } from '../../../../../src/practice/swarm/api/configs/routes.ts';
import { secretRoutes } from '../../../../../src/practice/swarm/api/secrets/routes.ts';
import { asking, serviceSpec, type Asking } from '../swarm/asking.ts';

const open = (): Asking => asking([...secretRoutes, ...configRoutes]);
const list = (kind: string, filters: object): string =>
  `GET /${kind}?filters=${encodeURIComponent(JSON.stringify(filters))}`;
const data = (text: string): string => Buffer.from(text).toString('base64');
const TIME = '2026-01-02T03:04:05.1Z';

test('a secret is shown without its data, a config with them', async () => {
  const { ask } = open();
  for (const kind of ['secrets', 'configs']) {
    const [status, made] = await ask(`POST /${kind}/create`, {
      Name: 'x',
      Labels: { a: '1' },
      Data: data('hello'),
    });
    const { ID } = made as { readonly ID: string };
    const [, shown] = await ask(`GET /${kind}/x`);
    const Version = { Index: kind === 'secrets' ? 8 : 9 };
    const Spec = { Name: 'x', Labels: { a: '1' }, ...(kind === 'configs' && { Data: 'aGVsbG8=' }) };
    const times = kind === 'secrets' ? TIME : '2026-01-02T03:04:05.4Z';
    expect([status, shown]).toEqual([201, { ID, Version, CreatedAt: times, UpdatedAt: times, Spec }]);
    expect(await ask(`GET /${kind}/${ID.slice(0, 8)}`)).toEqual([200, shown]);
  }
});

test('what may not be made is refused in swarmkit’s words', async () => {
  const { ask } = open();
  const create = async (kind: string, body: unknown) => (await ask(`POST /${kind}/create`, body))[1];
  await create('secrets', { Name: 'x', Data: data('1') });
  const name =
    'rpc error: code = InvalidArgument desc = invalid name, only 64 [a-zA-Z0-9-_.] characters allowed, and the start and end character must be [a-zA-Z0-9]';
  expect({
    taken: await ask('POST /secrets/create', { Name: 'X', Data: data('1') }),
    nameless: await create('secrets', { Data: data('1') }),
    name: await create('configs', { Name: 'x-', Data: data('1') }),
    long: await create('configs', { Name: 'x'.repeat(65), Data: data('1') }),
    void: await create('secrets', { Name: 'y' }),
    large: await create('configs', { Name: 'y', Data: data('x'.repeat(1_024_000)) }),
    base64: await create('secrets', { Name: 'y', Data: '!!' }),
    driver: await ask('POST /secrets/create', { Name: 'y', Driver: { Name: 'nope' } }),
    body: await create('secrets', ''),
  }).toEqual({
    taken: [409, 'rpc error: code = AlreadyExists desc = secret X already exists'],
    nameless: 'rpc error: code = InvalidArgument desc = name must be provided',
    name,
    long: name,
    void: 'rpc error: code = InvalidArgument desc = secret data must be larger than 0 and less than 512000 bytes',
    large:
      'rpc error: code = InvalidArgument desc = config data must be larger than 0 and less than 1024000 bytes',
    base64: 'illegal base64 data at input byte 0',
    driver: [500, 'rpc error: code = Unknown desc = plugin "nope" not found'],
    body: 'got EOF while reading request body',
  });
});

test('a list is by id, or by name for those whose name begins so', async () => {
  const { ask } = open();
  for (const [Name, Labels] of [
    ['web-b', { stack: 'web' }],
    ['other', { stack: 'x' }],
    ['web-a', {}],
  ] as const) {
    await ask('POST /secrets/create', { Name, Labels, Data: data('1') });
  }
  const names = async (filters: object) =>
    ((await ask(list('secrets', filters)))[1] as { readonly Spec: { readonly Name: string } }[]).map(
      ({ Spec }) => Spec.Name,
    );
  const [, all] = await ask('GET /secrets');
  const ids = (all as { readonly ID: string }[]).map(({ ID }) => ID);
  expect(ids).toEqual(ids.toSorted());
  expect({
    prefix: await names({ name: ['WEB-'] }),
    two: await names({ names: ['web-b'], name: ['oth'] }),
    label: await names({ label: ['stack=web'] }),
    both: await names({ label: ['stack', 'none'] }),
    id: await names({ id: [ids[1]?.slice(0, 6)] }),
  }).toEqual({
    prefix: ['web-a', 'web-b'],
    two: ['web-b', 'other'],
    label: ['web-b'],
    both: [],
    id: [(all as { readonly Spec: { readonly Name: string } }[])[1]?.Spec.Name],
  });
});

test('bad filters are refused, and by these lists with 500 where they are no JSON', async () => {
  const { ask } = open();
  expect([
    await ask(list('secrets', { bogus: ['x'] })),
    await ask(list('configs', { names: ['x'] })),
    await ask('GET /configs?filters={'),
  ]).toEqual([
    [400, "Invalid filter 'bogus'"],
    [400, "Invalid filter 'names'"],
    [500, 'unexpected end of JSON input'],
  ]);
});

test('only labels can be changed, and only in the version that was read', async () => {
  const { ask, store } = open();
  await ask('POST /configs/create', { Name: 'x', Data: data('1') });
  const update = (version: string | number, body: object) =>
    ask(`POST /configs/x/update?version=${version}`, body);
  const only = 'rpc error: code = InvalidArgument desc = only updates to Labels are allowed';
  expect([
    await update('', { Name: 'x' }),
    await update(1, { Name: 'y' }),
    await update(1, { Name: 'x', Data: data('2') }),
    await update(1, { Name: 'x', Labels: { a: '1' } }),
    await update(8, { Name: 'x', Data: '', Labels: { a: '1' } }),
    await ask('POST /configs/y/update?version=8', {}),
  ]).toEqual([
    [400, 'invalid config version'],
    [400, only],
    [400, only],
    [500, 'rpc error: code = Unknown desc = update out of sequence'],
    [200, ''],
    [404, 'config y not found'],
  ]);
  expect([...store.configs.all()].map(({ spec, version }) => ({ spec, version }))).toEqual([
    { spec: { Name: 'x', Labels: { a: '1' }, Data: data('1') }, version: 9 },
  ]);
});

test('what services use stays, and they are named', async () => {
  const { ask, store } = open();
  const [, made] = await ask('POST /secrets/create', { Name: 'x', Data: data('1') });
  const { ID } = made as { readonly ID: string };
  const use = (id: string, name: string): void => {
    const spec = serviceSpec(name);
    const ContainerSpec = {
      ...spec.TaskTemplate.ContainerSpec,
      Secrets: [{ SecretID: ID, SecretName: 'x' }],
    };
    store.write((tx) =>
      tx.create('service', { id, spec: { ...spec, TaskTemplate: { ...spec.TaskTemplate, ContainerSpec } } }),
    );
  };
  use('bbb', 'one');
  const one = await ask('DELETE /secrets/x');
  use('aaa', 'two');
  const two = await ask('DELETE /secrets/x');
  store.write((tx) => {
    tx.remove('service', 'aaa');
    tx.remove('service', 'bbb');
  });
  expect([
    one,
    two,
    await ask('DELETE /secrets/x'),
    await ask('DELETE /secrets/x'),
    await ask('GET /secrets/x'),
  ]).toEqual([
    [400, "rpc error: code = InvalidArgument desc = secret 'x' is in use by the following service: one"],
    [
      400,
      "rpc error: code = InvalidArgument desc = secret 'x' is in use by the following services: two, one",
    ],
    [204, ''],
    [404, 'secret x not found'],
    [404, 'secret x not found'],
  ]);
});
