import { expect, test } from 'vitest';
import { begin, open, published, vip } from './allocating.ts';

test('tasks wait in a network that is full until one has ended', () => {
  const { network, service, tasks, state, addresses } = begin();
  network('net', '10.9.0.0/29');
  service('web', ['net']);
  tasks('web', 'a', 'b', 'c', 'd', 'e', 'f');
  const before = ['d', 'e', 'f'].map(addresses);
  state('a', 'shutdown');
  expect([before, addresses('e'), addresses('f')]).toEqual([
    [[['net', '10.9.0.6/29']], 'new', 'new'],
    [['net', '10.9.0.3/29']],
    'new',
  ]);
});

test('an ended task is given back once: its removal frees nobody else’s address', () => {
  const { store, timeline, network, service, tasks, state, addresses } = begin();
  network('net', '10.9.0.0/29');
  service('web', ['net']);
  tasks('web', 'a', 'b', 'c', 'd');
  state('a', 'failed');
  tasks('web', 'e');
  store.write((tx) => tx.remove('task', 'a'));
  timeline.advance(10);
  tasks('web', 'f');
  expect([addresses('e'), addresses('f')]).toEqual([[['net', '10.9.0.3/29']], 'new']);
});

test('a task that is gone before anybody looked at it leaves nothing behind', () => {
  const { store, timeline, network, service, tasks, addresses } = begin();
  network('net', '10.9.0.0/29');
  service('web', ['net']);
  tasks('web', 'a', 'b', 'c');
  store.write((tx) => tx.update('task', 'a', { desiredState: 'remove' }));
  store.write((tx) => tx.remove('task', 'a'));
  timeline.advance(10);
  tasks('web', 'd', 'e');
  expect([addresses('d'), addresses('e')]).toEqual([[['net', '10.9.0.6/29']], [['net', '10.9.0.3/29']]]);
});

test('a service of a network that overlaps waits with its tasks until the other network is gone', () => {
  const { store, timeline, network, service, tasks, addresses, endpoint } = begin();
  network('one', '10.9.0.0/24');
  network('two', '10.9.0.0/16');
  service('web', ['two']);
  tasks('web', 'a');
  const before = [store.networks.get('two')?.state, endpoint('web'), addresses('a')];
  store.write((tx) => tx.remove('network', 'one'));
  timeline.advance(10);
  expect([before, endpoint('web')?.virtualIPs, addresses('a')]).toEqual([
    [undefined, undefined, 'new'],
    [{ networkId: 'two', address: '10.9.0.2/16' }],
    [['two', '10.9.0.3/16']],
  ]);
});

test('a removed service gives its ports and addresses back', () => {
  const { store, timeline, service, endpoint } = begin();
  service('web', [], vip(published(80, 8080)));
  store.write((tx) => tx.remove('service', 'web'));
  timeline.advance(10);
  service('next', [], vip(published(80, 8080)));
  expect(endpoint('next')?.ports).toEqual([published(80, 8080)]);
});

test('who waits for a port is not told of one that was exchanged for another, only of one given up', () => {
  const { service, endpoint } = begin();
  service('first', [], vip(published(80, 8080)));
  service('second', [], vip(published(80, 8080)));
  service('first', [], vip(published(80, 8081)));
  const exchanged = endpoint('second');
  service('first');
  expect([exchanged, endpoint('second')?.ports]).toEqual([undefined, [published(80, 8080)]]);
});

test('without a leader nothing is allocated; with one again everything is', () => {
  const { timeline, service, tasks, endpoint, store } = begin();
  service('web', [], vip(open(80)));
  timeline.hold('manager');
  service('late', [], vip(open(80)));
  tasks('web', 'a');
  timeline.advance(60_000);
  const before = [endpoint('late'), store.tasks.get('a')?.status.state];
  timeline.release('manager');
  timeline.advance(10);
  expect([before, endpoint('late')?.ports, store.tasks.get('a')?.status.state]).toEqual([
    [undefined, 'new'],
    [published(80, 30_001)],
    'pending',
  ]);
});
