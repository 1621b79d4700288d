import { expect, test } from 'vitest';
import { apiScene, filters, taskDraft } from './scene.ts';

type Listed = {
  readonly ID: string;
  readonly Spec: { readonly Name: string };
  readonly ServiceStatus?: object;
};

const service = (id: string, Name: string, Labels: Readonly<Record<string, string>> = {}) => ({
  id,
  spec: {
    Name,
    Labels,
    TaskTemplate: {
      ContainerSpec: { Image: 'web:1', Isolation: 'default' },
      ForceUpdate: 0,
      Runtime: 'container',
    },
    Mode: { Replicated: { Replicas: 3 } },
  },
});

function scene() {
  const made = apiScene();
  made.store.write((tx) => {
    tx.create('service', service('id3', 'web', { a: '1', b: 'x=y' }));
    tx.create('service', service('id1', 'Web-api', { a: '2' }));
    tx.create('service', {
      ...service('id2', 'agent'),
      spec: { ...service('', 'agent').spec, Mode: { Global: {} } },
    });
  });
  const ids = (query = ''): unknown => {
    const { status, body } = made.call('GET', `/services?${query}`);
    return status === 200 ? (body as readonly Listed[]).map(({ ID }) => ID) : { status, body };
  };
  return { ...made, ids };
}

test('services come in the order of their ids; of names, in theirs', () => {
  const { ids } = scene();
  expect([ids(), ids(filters({ name: ['w', 'W', 'a'] })), ids(filters({ id: ['id3', 'id1'] }))]).toEqual([
    ['id1', 'id2', 'id3'],
    ['id3', 'id1', 'id2'],
    ['id1', 'id3'],
  ]);
});

test.each<readonly [Readonly<Record<string, readonly string[]>>, readonly string[]]>([
  [{ name: ['web'] }, ['id3']],
  [{ name: ['eb'] }, []],
  [{ id: ['web'] }, []],
  [{ label: ['a'] }, ['id1', 'id3']],
  [{ label: ['a='] }, ['id1', 'id3']],
  [{ label: ['b=x=y', 'a'] }, ['id3']],
  [{ label: ['a=1', 'a=2'] }, ['id1']],
  [{ mode: ['global'] }, ['id2']],
  [{ mode: ['global', 'replicated'] }, ['id1', 'id2', 'id3']],
  [{ mode: ['bogus'] }, []],
  [{ runtime: ['plugin'] }, []],
  [{ name: ['w'], label: ['a=2'] }, []],
])('the filter %j lets through %j', (of, expected) => {
  expect(scene().ids(filters(of))).toEqual(expected);
});

test('an unknown filter, filters that are no JSON, and odd switches are refused', () => {
  const { ids } = scene();
  const fault = 'strconv.ParseBool: parsing "maybe": invalid syntax';
  expect([ids(filters({ bogus: [] })), ids('filters={'), ids('status=maybe')]).toEqual([
    { status: 400, body: "Invalid filter 'bogus'" },
    { status: 400, body: 'unexpected end of JSON input' },
    { status: 400, body: `invalid value for status: maybe: ${fault}` },
  ]);
});

test('the status counts what runs and what should, from API 1.41 on', () => {
  const { call, store } = scene();
  store.write((tx) => {
    tx.create('task', taskDraft('t1', 'id3'));
    tx.create('task', taskDraft('t2', 'id3', { desiredState: 'shutdown' }));
    tx.create('task', taskDraft('t3', 'id2'));
    tx.create('task', taskDraft('t4', 'id2', { status: { state: 'starting', timestamp: 0, message: '' } }));
    tx.create('task', taskDraft('t5', 'id2', { desiredState: 'shutdown' }));
  });
  const status = (version: number) =>
    (call('GET', '/services?status=1', { version }).body as readonly Listed[]).map(
      (one) => one.ServiceStatus,
    );
  expect([status(41), status(40)]).toEqual([
    [
      { RunningTasks: 0, DesiredTasks: 3, CompletedTasks: 0 },
      { RunningTasks: 2, DesiredTasks: 2, CompletedTasks: 0 },
      { RunningTasks: 2, DesiredTasks: 3, CompletedTasks: 0 },
    ],
    [undefined, undefined, undefined],
  ]);
});

test('one is found by id, by name, by the beginning of its id, in this order', () => {
  const { call, store } = scene();
  store.write((tx) => tx.create('service', service('id31', 'id2')));
  const found = (input: string): unknown => {
    const { status, body } = call('GET', `/services/${input}`);
    return status === 200 ? (body as Listed).Spec.Name : [status, body];
  };
  expect(['id2', 'id3', 'web', 'WEB', 'id31', 'id', 'x'].map(found)).toEqual([
    'agent',
    'web',
    'web',
    [404, 'service WEB not found'],
    'id2',
    [400, 'service id is ambiguous (4 matches found)'],
    [404, 'service x not found'],
  ]);
});

test('all that the swarm knows of a service is written in the order of Go', () => {
  const { call, store, timeline } = scene();
  timeline.advance(1_500);
  const port = { Protocol: 'tcp', TargetPort: 80, PublishedPort: 8080, PublishMode: 'ingress' } as const;
  store.write((tx) =>
    tx.update('service', 'id2', {
      previousSpec: service('', 'agent').spec,
      endpoint: {
        spec: { Mode: 'vip', Ports: [port] },
        ports: [port],
        virtualIPs: [
          { networkId: 'n1', address: '10.0.0.2/24' },
          { networkId: 'n2', address: '' },
        ],
      },
      updateStatus: {
        state: 'completed',
        message: 'update completed',
        startedAt: timeline.now(),
        completedAt: timeline.now() + 0.25,
      },
      registryAuth: 'e30=',
    }),
  );
  const spec =
    '"Name":"agent","Labels":{},"TaskTemplate":{"ContainerSpec":{"Image":"web:1","Isolation":"default"},"ForceUpdate":0,"Runtime":"container"}';
  const Port = '{"Protocol":"tcp","TargetPort":80,"PublishedPort":8080,"PublishMode":"ingress"}';
  expect(JSON.stringify(call('GET', '/services/agent').body)).toBe(
    `{"ID":"id2","Version":{"Index":2},"CreatedAt":"2026-11-22T12:00:00Z","UpdatedAt":"2026-11-22T12:00:01.5Z","Spec":{${spec},"Mode":{"Global":{}}},` +
      `"PreviousSpec":{${spec},"Mode":{"Replicated":{"Replicas":3}}},"Endpoint":{"Spec":{"Mode":"vip","Ports":[${Port}]},"Ports":[${Port}],` +
      `"VirtualIPs":[{"NetworkID":"n1","Addr":"10.0.0.2/24"},{"NetworkID":"n2"}]},"UpdateStatus":{"State":"completed","StartedAt":"2026-11-22T12:00:01.5Z",` +
      `"CompletedAt":"2026-11-22T12:00:01.50025Z","Message":"update completed"}}`,
  );
});

test('a service is removed whatever its version, by what it was found by', () => {
  const { call, store } = scene();
  expect([call('DELETE', '/services/web?version=77'), call('DELETE', '/services/web')]).toEqual([
    { status: 200, body: undefined },
    { status: 404, body: 'service web not found' },
  ]);
  expect(store.services.size).toBe(2);
});
