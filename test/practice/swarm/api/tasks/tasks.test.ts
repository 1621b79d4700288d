import { expect, test } from 'vitest';
import { apiScene, filters, managerDraft, nodeDraft, taskDraft } from '../services/scene.ts';

type Listed = { readonly ID: string };

const spec = (Image: string) => ({
  ContainerSpec: { Image, Isolation: 'default' },
  ForceUpdate: 0,
  Runtime: 'container',
});

function scene() {
  const made = apiScene();
  made.store.write((tx) => {
    tx.create('node', managerDraft('node1', true));
    tx.create('node', nodeDraft('node2'));
    const service = (id: string, Name: string) => ({
      id,
      specVersion: 7,
      spec: { Name, Labels: {}, TaskTemplate: spec('web:2'), Mode: { Replicated: { Replicas: 2 } } },
    });
    tx.create('service', service('s1', 'web'));
    tx.create('service', service('s2', 'web2'));
    tx.create('task', taskDraft('t3', 's1', { specVersion: 7, labels: { a: '1' } }));
    tx.create('task', taskDraft('t1', 's1', { desiredState: 'shutdown', spec: spec('web:1') }));
    tx.create('task', taskDraft('t2', 's2', { nodeId: 'node2', slot: 2, spec: spec('web:2') }));
    tx.create(
      'task',
      taskDraft('t4', 's2', { nodeId: 'node2', slot: 0, desiredState: 'ready', labels: { a: '2' } }),
    );
  });
  const ids = (of: Readonly<Record<string, readonly string[]>>): unknown => {
    const { status, body } = made.call('GET', `/tasks?${filters(of)}`);
    return status === 200 ? (body as readonly Listed[]).map(({ ID }) => ID) : [status, body];
  };
  return { ...made, ids };
}

test.each<readonly [Readonly<Record<string, readonly string[]>>, readonly unknown[]]>([
  [{}, ['t1', 't2', 't3', 't4']],
  [{ service: ['web'] }, ['t1', 't3']],
  [{ service: ['s2', 's1', 'web'] }, ['t1', 't2', 't3', 't4']],
  [{ service: ['s1', 'nobody'] }, [404, 'service nobody not found']],
  [{ node: ['node2'] }, ['t2', 't4']],
  [{ node: ['node2'], service: ['s1'] }, []],
  [{ node: ['nobody'] }, [404, 'node nobody not found']],
  [{ 'desired-state': ['running'] }, ['t2', 't3']],
  [{ 'desired-state': ['READY', 'shutdown', ''] }, ['t1', 't4']],
  [{ 'desired-state': ['allocated'] }, [500, "Invalid desired-state filter: 'allocated'"]],
  [{ '_up-to-date': ['false'] }, ['t2', 't3']],
  [{ label: ['a'] }, ['t3', 't4']],
  [{ label: ['a=2'] }, ['t4']],
  [{ id: ['t1', 't4'] }, ['t1', 't4']],
  [{ name: ['web'] }, ['t1', 't3', 't2', 't4']],
  [{ name: ['web.1.t3'] }, ['t3']],
  [{ name: ['web2.node2'] }, ['t4']],
  [{ name: ['WEB'] }, []],
  [{ runtime: ['container'] }, ['t1', 't2', 't3', 't4']],
  [{ runtime: ['plugin'] }, []],
  [{ state: ['running'] }, [400, "Invalid filter 'state'"]],
])('the filter %j lets through %j', (of, expected) => {
  expect(scene().ids(of)).toEqual(expected);
});

test('filters that are no JSON are a fault of the engine', () => {
  expect(scene().call('GET', '/tasks?filters={')).toEqual({
    status: 500,
    body: 'unexpected end of JSON input',
  });
});

test('one is found by id, by its whole name, by the beginning of its id', () => {
  const { call } = scene();
  const found = (input: string): unknown => {
    const { status, body } = call('GET', `/tasks/${input}`);
    return status === 200 ? (body as Listed).ID : [status, body];
  };
  expect(['t3', 'web.1.t3', 'web2.node2.t4', 'web.1', 'web.2.t3', 't'].map(found)).toEqual([
    't3',
    't3',
    't4',
    [404, 'task web.1 not found'],
    [404, 'task web.2.t3 not found'],
    [400, 'task t is ambiguous (4 matches found)'],
  ]);
});

test('a task is written in the order of Go, without labels, name or runtime of its own', () => {
  const { call, store } = scene();
  store.write((tx) => {
    tx.create('network', {
      id: 'n1',
      name: 'front',
      driver: 'overlay',
      attachable: true,
      ingress: false,
      internal: false,
      enableIPv6: false,
      labels: { a: 'b' },
      state: {
        driver: 'overlay',
        options: { vxlan: '4097' },
        ipam: { driver: 'default', configs: [{ subnet: '10.0.1.0/24', gateway: '10.0.1.1' }] },
      },
    });
    tx.update('task', 't3', {
      status: {
        state: 'failed',
        timestamp: Date.UTC(2026, 10, 22, 12, 0, 1, 20),
        message: 'started',
        err: 'task: non-zero exit (3)',
        container: { id: 'c1', pid: 0, exitCode: 3 },
        ports: [{ Protocol: 'tcp', TargetPort: 80, PublishedPort: 32_768, PublishMode: 'host' }],
      },
      networks: [{ networkId: 'n1', addresses: ['10.0.1.3/24'] }],
    });
  });
  expect(JSON.stringify(call('GET', '/tasks/t3').body)).toBe(
    '{"ID":"t3","Version":{"Index":2},"CreatedAt":"2026-11-22T12:00:00Z","UpdatedAt":"2026-11-22T12:00:00Z","Labels":{},' +
      '"Spec":{"ContainerSpec":{"Image":"web:1","Isolation":"default"},"ForceUpdate":0},"ServiceID":"s1","Slot":1,"NodeID":"node1",' +
      '"Status":{"Timestamp":"2026-11-22T12:00:01.02Z","State":"failed","Message":"started","Err":"task: non-zero exit (3)",' +
      '"ContainerStatus":{"ContainerID":"c1","PID":0,"ExitCode":3},' +
      '"PortStatus":{"Ports":[{"Protocol":"tcp","TargetPort":80,"PublishedPort":32768,"PublishMode":"host"}]}},"DesiredState":"running",' +
      '"NetworksAttachments":[{"Network":{"ID":"n1","Version":{"Index":2},"CreatedAt":"2026-11-22T12:00:00Z","UpdatedAt":"2026-11-22T12:00:00Z",' +
      '"Spec":{"Name":"front","Labels":{"a":"b"},"DriverConfiguration":{"Name":"overlay"},"Attachable":true,"Scope":"swarm"},' +
      '"DriverState":{"Name":"overlay","Options":{"vxlan":"4097"}},' +
      '"IPAMOptions":{"Driver":{"Name":"default"},"Configs":[{"Subnet":"10.0.1.0/24","Gateway":"10.0.1.1"}]}},"Addresses":["10.0.1.3/24"]}]}',
  );
});

test('what a task has not got yet is left out, but for the status of its ports', () => {
  const { call, store } = scene();
  store.write((tx) =>
    tx.update('task', 't4', { nodeId: '', status: { state: 'new', timestamp: 0, message: '' } }),
  );
  expect(call('GET', '/tasks/t4').body).toEqual({
    ID: 't4',
    Version: { Index: 2 },
    CreatedAt: '2026-11-22T12:00:00Z',
    UpdatedAt: '2026-11-22T12:00:00Z',
    Labels: {},
    Spec: { ContainerSpec: { Image: 'web:1', Isolation: 'default' }, ForceUpdate: 0 },
    ServiceID: 's2',
    Status: { Timestamp: '1970-01-01T00:00:00Z', State: 'new', PortStatus: {} },
    DesiredState: 'ready',
  });
});
