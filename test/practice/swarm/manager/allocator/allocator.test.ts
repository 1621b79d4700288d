import { expect, test } from 'vitest';
import type { Task } from '../../../../../src/practice/swarm/state/objects.ts';
import type { Port } from '../../../../../src/practice/swarm/state/spec.ts';
import { serviceSpec } from '../../api/swarm/asking.ts';
import { begin, open, published, vip } from './allocating.ts';

test('a service with nothing to allocate is left alone, and its new tasks become pending 3 ms later', () => {
  const { store, timeline, service } = begin();
  service('web', [], { Mode: 'vip' });
  const { version } = store;
  const at = timeline.now();
  const status: Task['status'] = { state: 'new', timestamp: at, message: 'created' };
  const spec = serviceSpec('web').TaskTemplate;
  const task = {
    id: 't',
    serviceId: 'web',
    slot: 1,
    nodeId: '',
    spec,
    desiredState: 'running',
    labels: {},
  } as const;
  store.write((tx) => tx.create('task', { ...task, status }));
  timeline.advance(2);
  const before = store.tasks.get('t')?.status;
  timeline.advance(1);
  expect([store.services.get('web')?.endpoint, before, store.tasks.get('t')]).toEqual([
    undefined,
    status,
    {
      ...task,
      status: { state: 'pending', timestamp: at + 3, message: 'pending task scheduling' },
      version: version + 2,
      createdAt: at,
      updatedAt: at + 3,
    },
  ]);
});

test('published ports and networks give a service its endpoint, and tasks addresses after it', () => {
  const { named, network, service, tasks, addresses, endpoint, store } = begin();
  network('net');
  service('web', ['net'], vip(open(80), published(81, 30_001)));
  tasks('web', 'a', 'b');
  const mesh = named('ingress');
  expect(endpoint('web')).toEqual({
    spec: vip(open(80), published(81, 30_001)),
    ports: [published(80, 30_000), published(81, 30_001)],
    virtualIPs: [
      { networkId: mesh, address: '10.0.0.2/24' },
      { networkId: 'net', address: '10.0.1.2/24' },
    ],
  });
  expect([addresses('a'), addresses('b')]).toEqual([
    [
      [mesh, '10.0.0.3/24'],
      ['net', '10.0.1.3/24'],
    ],
    [
      [mesh, '10.0.0.4/24'],
      ['net', '10.0.1.4/24'],
    ],
  ]);
  expect(store.tasks.get('a')?.endpoint).toBe(endpoint('web'));
});

test('new tasks are written 200 at a time', () => {
  const { store, service, tasks } = begin();
  service('web');
  const { version } = store;
  const ids = Array.from({ length: 450 }, (_, index) => `t${index}`);
  tasks('web', ...ids);
  expect(ids.map((id) => store.tasks.get(id)?.version)).toEqual(
    ids.map((_, index) => version + 2 + Math.floor(index / 200)),
  );
});

test('round robin has no virtual address, but its tasks have theirs', () => {
  const { network, service, tasks, addresses, endpoint } = begin();
  network('net');
  service('web', ['net'], { Mode: 'dnsrr' });
  tasks('web', 'a');
  expect([endpoint('web'), addresses('a')]).toEqual([undefined, [['net', '10.0.1.2/24']]]);
  service('web', ['net']);
  expect(endpoint('web')).toEqual({ ports: [], virtualIPs: [{ networkId: 'net', address: '10.0.1.3/24' }] });
  service('web', ['net'], { Mode: 'dnsrr' });
  expect(endpoint('web')).toEqual({ spec: { Mode: 'dnsrr' }, ports: [], virtualIPs: [] });
});

test('a node’s own network gives no addresses', () => {
  const { named, service, tasks, endpoint, store } = begin();
  service('web', [named('host')]);
  tasks('web', 'a');
  expect([endpoint('web'), store.tasks.get('a')?.networks, store.tasks.get('a')?.status.state]).toEqual([
    { ports: [], virtualIPs: [{ networkId: named('host'), address: '' }] },
    [{ networkId: named('host'), addresses: [] }],
    'pending',
  ]);
});

test('an update adds ports and takes them away, and keeps the address meanwhile', () => {
  const { named, service, endpoint, store, timeline } = begin();
  service('web', [], vip(published(80, 8080)));
  service('web', [], vip(published(80, 8080), open(81)));
  const virtualIPs = [{ networkId: named('ingress'), address: '10.0.0.2/24' }];
  const ports = [published(80, 8080), published(81, 30_000)];
  expect(endpoint('web')).toEqual({ spec: vip(published(80, 8080), open(81)), ports, virtualIPs });
  service('web');
  expect(endpoint('web')).toEqual({ ports: [], virtualIPs: [] });
  service('other', [], vip(published(80, 8080)));
  expect(endpoint('other')?.ports).toEqual([published(80, 8080)]);
  const { version } = store;
  timeline.advance(1000);
  expect(store.version).toBe(version);
});

test('in another network too a service keeps its address if it says what its endpoint is, and begins anew if not', () => {
  const { network, service, endpoint } = begin();
  network('one');
  network('two');
  for (const [id, spec] of [
    ['says', { Mode: 'vip' }],
    ['silent', undefined],
  ] as const) {
    service(id, ['one'], spec);
    service(id, ['one', 'two'], spec);
  }
  expect([endpoint('says')?.virtualIPs, endpoint('silent')?.virtualIPs]).toEqual([
    [
      { networkId: 'one', address: '10.0.1.2/24' },
      { networkId: 'two', address: '10.0.2.2/24' },
    ],
    [
      { networkId: 'one', address: '10.0.1.4/24' },
      { networkId: 'two', address: '10.0.2.3/24' },
    ],
  ]);
});

test('a service that only changes its host-mode ports gets them without another address', () => {
  const { service, endpoint } = begin();
  const host = (PublishedPort: number): Port => ({ ...published(80, PublishedPort), PublishMode: 'host' });
  service('web', [], vip(host(8080)));
  const before = endpoint('web');
  service('web', [], vip(host(8081)));
  expect([before, endpoint('web')]).toEqual([
    { spec: vip(host(8080)), ports: [host(8080)], virtualIPs: [] },
    { spec: vip(host(8081)), ports: [host(8081)], virtualIPs: [] },
  ]);
});
