import { expect, test } from 'vitest';
import type { Service } from '../../../../../src/practice/swarm/state/objects.ts';
import { apiScene } from './scene.ts';

type Scene = ReturnType<typeof scene>;

const spec = (change: object = {}, image = 'web:1') => ({
  Name: 'web',
  TaskTemplate: { ContainerSpec: { Image: image } },
  Mode: { Replicated: { Replicas: 2 } },
  ...change,
});

function scene() {
  const made = apiScene();
  made.call('POST', '/services/create', { body: spec(), headers: { 'x-registry-auth': 'first' } });
  const read = (): Service => {
    const [service] = made.store.services.all();
    if (service === undefined) throw new Error('no service');
    return service;
  };
  const post = (body: unknown, query = '', headers: Readonly<Record<string, string>> = {}) =>
    made.call('POST', `/services/web/update?version=${read().version}${query}`, { body, headers });
  return { ...made, read, post };
}

const done = { status: 200, body: { Warnings: null } };
const imageOf = (of: Service['spec'] | undefined) => of?.TaskTemplate.ContainerSpec.Image;
const facts = ({ read }: Scene) => {
  const { spec: now, previousSpec, specVersion, previousSpecVersion, updateStatus } = read();
  return {
    image: imageOf(now),
    previous: imageOf(previousSpec),
    versions: [specVersion, previousSpecVersion],
    status: updateStatus?.state,
  };
};
const unimplemented = (words: string) => ({
  status: 501,
  body: `rpc error: code = Unimplemented desc = ${words}`,
});

test('an update keeps the spec from before, and carries the version that it was written against', () => {
  const made = scene();
  expect(made.post(spec({}, 'web:2'))).toEqual(done);
  expect(facts(made)).toEqual({ image: 'web:2', previous: 'web:1', versions: [1, 0], status: undefined });
});

test('even the same spec overwrites the previous one and takes the status away', () => {
  const made = scene();
  made.post(spec({}, 'web:2'));
  made.store.write((tx) =>
    tx.update('service', made.read().id, {
      updateStatus: { state: 'updating', message: 'update in progress' },
    }),
  );
  made.post(spec({}, 'web:2'));
  expect(facts(made)).toEqual({ image: 'web:2', previous: 'web:2', versions: [3, 1], status: undefined });
});

test('a rollback lets the two specs change places, with their versions, whatever was posted', () => {
  const made = scene();
  made.post(spec({ Labels: { a: '1' } }, 'web:2'));
  const before = made.read();
  made.timeline.advance(1_000);
  expect(made.post(spec({}, 'web:9'), '&rollback=previous')).toEqual(done);
  expect(facts(made)).toEqual({
    image: 'web:1',
    previous: 'web:2',
    versions: [0, 1],
    status: 'rollback_started',
  });
  expect(made.read().updateStatus).toEqual({
    state: 'rollback_started',
    message: 'manually requested rollback',
    startedAt: made.timeline.now(),
  });
  made.post(spec(), '&rollback=previous');
  expect([made.read().spec, made.read().previousSpec]).toEqual([before.spec, before.previousSpec]);
});

test('a rollback to nothing is refused before the version is looked at', () => {
  const made = scene();
  const { id } = made.read();
  expect(made.call('POST', '/services/web/update?version=99&rollback=previous', { body: spec() })).toEqual({
    status: 400,
    body: `rpc error: code = FailedPrecondition desc = service ${id} does not have a previous spec`,
  });
});

test('another version is out of sequence, and changes nothing', () => {
  const made = scene();
  const before = made.read();
  const said = [0, 2, 18_446_744_073_709_551_615n].map((version) =>
    made.call('POST', `/services/web/update?version=${version}`, { body: spec({}, 'web:2') }),
  );
  const words = { status: 500, body: 'rpc error: code = Unknown desc = update out of sequence' };
  expect(said).toEqual([words, words, words]);
  expect(made.read()).toBe(before);
});

test('name, mode and the old place of networks cannot change', () => {
  const made = scene();
  made.store.write((tx) =>
    tx.create('network', {
      id: 'n1',
      name: 'front',
      driver: 'overlay',
      attachable: false,
      ingress: false,
      internal: false,
      enableIPv6: false,
    }),
  );
  const attached = { Networks: [{ Target: 'n1' }] };
  expect([
    made.post(spec({ Name: 'other' })),
    made.post(spec({ Name: '' })),
    made.post(spec({ Mode: { Global: {} }, Name: 'other' })),
    made.post(spec({ Mode: { ReplicatedJob: {} } })),
    made.post(spec(attached)),
    made.post({
      ...spec(attached),
      TaskTemplate: { ContainerSpec: { Image: 'web:1' }, Networks: [{ Target: 'n1' }] },
    }),
  ]).toEqual([
    unimplemented('renaming services is not supported'),
    unimplemented('renaming services is not supported'),
    unimplemented('service mode change is not allowed'),
    unimplemented('service mode change is not allowed'),
    unimplemented('networks must be migrated to TaskSpec before being changed'),
    // both places at once: that is how one moves from the old to the new
    done,
  ]);
});

test('the credential stays, is replaced, comes from before, and goes back with the spec', () => {
  const made = scene();
  const auth = (query = '', header?: string) => {
    made.post(spec(), query, header === undefined ? {} : { 'x-registry-auth': header });
    return [made.read().registryAuth, made.read().previousRegistryAuth];
  };
  expect([
    auth('', 'second'),
    auth(),
    auth('&registryAuthFrom=spec', 'third'),
    auth('&registryAuthFrom=previous-spec'),
    auth('&rollback=previous'),
  ]).toEqual([
    ['second', 'first'],
    ['second', 'second'],
    ['third', 'second'],
    ['second', 'third'],
    ['third', 'second'],
  ]);
});

test('faults of the request come in the order of moby', () => {
  const made = scene();
  const ask = (query: string, body: unknown = spec(), id = 'nobody') =>
    made.call('POST', `/services/${id}/update${query}`, { body });
  const bad = spec({ Name: 'a b' });
  const broken = { Name: 'web' };
  expect([
    ask('', '{'),
    ask('?version=x', broken),
    ask('?version=18446744073709551616', broken),
    ask('?version=1', broken),
    ask('?version=1', bad),
    ask('?version=1&registryAuthFrom=bogus&rollback=bogus', bad, 'web'),
    ask('?version=1&registryAuthFrom=previous-spec&rollback=bogus', bad, 'web'),
    ask('?version=1&rollback=bogus', bad, 'web'),
    ask('?version=9', bad, 'web'),
  ]).toEqual([
    { status: 400, body: 'unexpected EOF' },
    { status: 400, body: `invalid service version 'x': strconv.ParseUint: parsing "x": invalid syntax` },
    {
      status: 400,
      body: `invalid service version '18446744073709551616': strconv.ParseUint: parsing "18446744073709551616": value out of range`,
    },
    { status: 400, body: 'mismatched Runtime and *Spec fields' },
    { status: 404, body: 'service nobody not found' },
    { status: 500, body: 'unsupported registryAuthFrom value' },
    { status: 500, body: 'service does not have a previous spec' },
    { status: 500, body: 'unrecognized rollback option bogus' },
    {
      status: 400,
      body: 'rpc error: code = InvalidArgument desc = name must be valid as a DNS name component',
    },
  ]);
});

test('its own ports are free to it, and ports that do not change are not looked at again', () => {
  const made = scene();
  made.store.write((tx) =>
    tx.create('network', {
      id: 'mesh',
      name: 'ingress',
      driver: '',
      attachable: false,
      ingress: true,
      internal: false,
      enableIPv6: false,
    }),
  );
  const open = (...ports: readonly number[]) => ({
    EndpointSpec: { Ports: ports.map((port) => ({ TargetPort: port, PublishedPort: port })) },
  });
  expect([made.post(spec(open(80))), made.post(spec(open(80, 81)))]).toEqual([done, done]);
  const { spec: kept } = made.read();
  made.store.write((tx) => tx.create('service', { id: 'zz', spec: { ...kept, Name: 'other' } }));
  expect([made.post(spec(open(80, 81))), made.post(spec(open(81)))]).toEqual([
    done,
    {
      status: 400,
      body: "rpc error: code = InvalidArgument desc = port '81' is already in use by service 'other' (zz) as an ingress port",
    },
  ]);
});
