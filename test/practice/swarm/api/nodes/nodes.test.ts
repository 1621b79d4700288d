import { expect, test } from 'vitest';
import { ISSUER_PUBLIC_KEY, ISSUER_SUBJECT } from '../../../../../src/practice/swarm/ca/root-ca.ts';
import { DEFAULT_SPEC } from '../../../../../src/practice/swarm/manager/initial-cluster.ts';
import { apiScene, filters, managerDraft, nodeDraft, taskDraft } from '../services/scene.ts';

type Listed = { readonly ID: string };

function scene() {
  const made = apiScene();
  made.store.write((tx) => {
    tx.create('cluster', {
      id: 'c1',
      spec: DEFAULT_SPEC,
      rootCA: 'a certificate',
      joinTokens: { worker: '', manager: '' },
      unlockKey: '',
    });
    tx.create('node', {
      ...nodeDraft('id3'),
      description: { ...nodeDraft('alpha').description, engineLabels: { e: '1' } },
    });
    tx.create('node', managerDraft('id1', true));
    tx.create(
      'node',
      nodeDraft('id2', { spec: { Name: 'x', Labels: { zone: 'a' }, Role: 'worker', Availability: 'drain' } }),
    );
  });
  const ids = (of: Readonly<Record<string, readonly string[]>>): unknown => {
    const { status, body } = made.call('GET', `/nodes?${filters(of)}`);
    return status === 200 ? (body as readonly Listed[]).map(({ ID }) => ID) : [status, body];
  };
  const post = (id: string, change: object) => {
    const node = made.store.nodes.get(id);
    if (node === undefined) throw new Error(`no node ${id}`);
    const body = { ...node.spec, ...change };
    return made.call('POST', `/nodes/${id}/update?version=${node.version}`, { body });
  };
  return { ...made, ids, post };
}

const ok = { status: 200, body: undefined };
const refused = (words: string) => ({
  status: 400,
  body: `rpc error: code = FailedPrecondition desc = ${words}`,
});

test.each<readonly [Readonly<Record<string, readonly string[]>>, readonly unknown[]]>([
  [{}, ['id1', 'id2', 'id3']],
  [{ name: ['id', 'al'] }, ['id1', 'id2', 'id3']],
  [{ name: ['al'] }, ['id3']],
  [{ id: ['id2', 'id3'] }, ['id2', 'id3']],
  [{ role: ['manager'] }, ['id1']],
  [{ role: ['Worker', ''] }, ['id2', 'id3']],
  [{ role: ['boss'] }, [500, "Invalid role filter: 'boss'"]],
  [{ membership: ['accepted'] }, ['id1', 'id2', 'id3']],
  [{ membership: ['pending'] }, []],
  [{ membership: ['x'] }, [500, "Invalid membership filter: 'x'"]],
  [{ label: ['e'] }, ['id3']],
  [{ 'node.label': ['zone=a'] }, ['id2']],
  [{ availability: ['drain'] }, [400, "Invalid filter 'availability'"]],
])('the filter %j lets through %j', (of, expected) => {
  expect(scene().ids(of)).toEqual(expected);
});

test('a node is written in the order of Go; only a manager has its status', () => {
  const { call } = scene();
  const begin = (id: string) =>
    `{"ID":"${id}","Version":{"Index":1},"CreatedAt":"2026-11-22T12:00:00Z","UpdatedAt":"2026-11-22T12:00:00Z"`;
  const plugins = [
    ...[
      'awslogs',
      'fluentd',
      'gcplogs',
      'gelf',
      'journald',
      'json-file',
      'local',
      'logentries',
      'splunk',
      'syslog',
    ].map((Name) => ({ Type: 'Log', Name })),
    ...['bridge', 'host', 'ipvlan', 'macvlan', 'null', 'overlay'].map((Name) => ({ Type: 'Network', Name })),
    { Type: 'Volume', Name: 'local' },
  ];
  const description = (hostname: string, labels = '') =>
    `"Description":{"Hostname":"${hostname}","Platform":{"Architecture":"x86_64","OS":"linux"},"Resources":{"NanoCPUs":2000000000,"MemoryBytes":8000000000},` +
    `"Engine":{"EngineVersion":"20.10.24",${labels}"Plugins":${JSON.stringify(plugins)}},` +
    `"TLSInfo":{"TrustRoot":"a certificate","CertIssuerSubject":"${ISSUER_SUBJECT}","CertIssuerPublicKey":"${ISSUER_PUBLIC_KEY}"}}`;
  const text = (id: string) => JSON.stringify(call('GET', `/nodes/${id}`).body);
  expect(text('id1')).toBe(
    `${begin('id1')},"Spec":{"Labels":{},"Role":"manager","Availability":"active"},${description('id1')},` +
      `"Status":{"State":"ready","Addr":"10.77.0.12"},"ManagerStatus":{"Leader":true,"Reachability":"reachable","Addr":"10.77.0.11:2377"}}`,
  );
  expect(text('id3')).toBe(
    `${begin('id3')},"Spec":{"Labels":{},"Role":"worker","Availability":"active"},${description('alpha', '"Labels":{"e":"1"},')},` +
      `"Status":{"State":"ready","Addr":"10.77.0.12"}}`,
  );
});

test('one is found by id, by host name, by the beginning of its id; two of one name are ambiguous', () => {
  const { call, store } = scene();
  store.write((tx) => {
    tx.create('node', { ...nodeDraft('x1'), description: nodeDraft('twin').description });
    tx.create('node', { ...nodeDraft('x2'), description: nodeDraft('twin').description });
  });
  const found = (input: string): unknown => {
    const { status, body } = call('GET', `/nodes/${input}`);
    return status === 200 ? (body as Listed).ID : [status, body];
  };
  expect(['id2', 'alpha', 'x1', 'twin', 'ALPHA', 'self'].map(found)).toEqual([
    'id2',
    'id3',
    'x1',
    [400, 'node twin is ambiguous (2 matches found)'],
    [404, 'node ALPHA not found'],
    [404, 'node self not found'],
  ]);
});

test('an update replaces the spec whole', () => {
  const { post, store } = scene();
  expect(post('id2', { Name: '', Labels: { b: '2', a: '1' }, Availability: 'PAUSE' })).toEqual(ok);
  expect(JSON.stringify(store.nodes.get('id2')?.spec)).toBe(
    '{"Labels":{"a":"1","b":"2"},"Role":"worker","Availability":"pause"}',
  );
});

test('a node that was updated is pending in the eyes of the filter, as on an engine', () => {
  const { post, ids } = scene();
  post('id2', {});
  expect([ids({ membership: ['pending'] }), ids({ membership: ['accepted'] })]).toEqual([
    ['id2'],
    ['id1', 'id3'],
  ]);
});

test('an update is refused for what is wrong first in the order of moby', () => {
  const { call, store } = scene();
  const ask = (query: string, body: unknown, id = 'nobody') =>
    call('POST', `/nodes/${id}/update${query}`, { body });
  const spec = { Role: 'worker', Availability: 'active' };
  const before = store.nodes.get('id2');
  expect([
    ask('?version=x', []),
    ask('', {}),
    ask('?version=1', { Availability: 'x' }),
    ask('?version=1', { ...spec, Availability: '' }),
    ask('?version=1', spec),
    ask('?version=2', spec, 'id2'),
  ]).toEqual([
    { status: 400, body: 'json: cannot unmarshal array into Go value of type swarm.NodeSpec' },
    { status: 400, body: `invalid node version '': strconv.ParseUint: parsing "": invalid syntax` },
    { status: 400, body: 'invalid Role: ""' },
    { status: 400, body: 'invalid Availability: ""' },
    { status: 404, body: 'node nobody not found' },
    { status: 500, body: 'rpc error: code = Unknown desc = update out of sequence' },
  ]);
  expect(store.nodes.get('id2')).toBe(before);
});

test('a demotion must leave the swarm a quorum', () => {
  const { post, store, call } = scene();
  const worker = { Role: 'worker' };
  const unreachable = { leader: false, reachability: 'unreachable', address: '' } as const;
  expect(post('id1', worker)).toEqual(refused('attempting to demote the last manager of the swarm'));
  post('id2', { Role: 'manager' });
  expect(post('id2', worker)).toEqual({
    status: 404,
    body: "rpc error: code = NotFound desc = can't find manager in raft memberlist",
  });
  store.write((tx) => {
    tx.update('node', 'id2', { manager: unreachable });
    tx.create('node', managerDraft('id4'));
  });
  expect(post('id4', worker)).toEqual(
    refused("can't remove member from the raft: this would result in a loss of quorum"),
  );
  expect(post('id2', worker)).toEqual(ok);
  expect(call('GET', '/nodes/id2').body).toMatchObject({ Spec: { Role: 'worker' } });
});

test('a node is removed when it is down or by force, a manager never; its tasks are orphans then', () => {
  const { call, store, timeline } = scene();
  store.write((tx) => {
    tx.create('task', taskDraft('t1', 's1', { nodeId: 'id2' }));
    tx.create(
      'task',
      taskDraft('t2', 's1', { nodeId: 'id2', status: { state: 'complete', timestamp: 0, message: 'x' } }),
    );
    tx.update('node', 'id3', { status: { state: 'down', address: '' } });
  });
  expect([
    call('DELETE', '/nodes/id1?force=1'),
    call('DELETE', '/nodes/id2?force=0'),
    call('DELETE', '/nodes/id2?force=1'),
    call('DELETE', '/nodes/alpha'),
    call('DELETE', '/nodes/alpha'),
  ]).toEqual([
    refused(
      'node id1 is a cluster manager and is a member of the raft cluster. It must be demoted to worker before removal',
    ),
    refused("node id2 is not down and can't be removed"),
    ok,
    ok,
    { status: 404, body: 'node alpha not found' },
  ]);
  expect([...store.nodes.all()].map(({ id }) => id)).toEqual(['id1']);
  expect([...store.tasks.all()].map(({ status }) => status)).toEqual([
    {
      state: 'orphaned',
      timestamp: timeline.now(),
      message: 'Task belonged to a node that has been deleted',
    },
    { state: 'complete', timestamp: 0, message: 'x' },
  ]);
});
