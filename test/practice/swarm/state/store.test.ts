import { expect, test } from 'vitest';
import type { Change } from '../../../../src/practice/swarm/state/store.ts';
import { Store } from '../../../../src/practice/swarm/state/store.ts';
import { steppedTimeline } from '../../../../src/practice/swarm/time/timeline.ts';

const secret = (id: string, name = id) => ({ id, spec: { Name: name, Labels: {} } });

function scene() {
  const timeline = steppedTimeline(1_000);
  const store = new Store(timeline);
  const changes: Change[] = [];
  store.watch((change) => changes.push(change));
  return { timeline, store, changes };
}

test('a transaction gives all that it writes the next version and the time', () => {
  const { store, timeline } = scene();
  store.write((tx) => {
    tx.create('secret', secret('a'));
    tx.create('secret', secret('b'));
  });
  timeline.advance(500);
  store.write((tx) => tx.update('secret', 'a', { spec: { Name: 'a', Labels: { x: '1' } } }));
  expect([...store.secrets.all()]).toEqual([
    {
      ...secret('a'),
      spec: { Name: 'a', Labels: { x: '1' } },
      version: 2,
      createdAt: 1_000,
      updatedAt: 1_500,
    },
    { ...secret('b'), version: 1, createdAt: 1_000, updatedAt: 1_000 },
  ]);
});

test('a transaction that throws changes nothing, and nobody hears of it', () => {
  const { store, timeline, changes } = scene();
  store.write((tx) => tx.create('secret', secret('a')));
  timeline.advance(10);
  changes.length = 0;
  expect(() =>
    store.write((tx) => {
      tx.create('secret', secret('b'));
      tx.update('secret', 'a', { spec: { Name: 'renamed', Labels: {} } });
      tx.remove('secret', 'a');
      throw new Error('no');
    }),
  ).toThrow('no');
  timeline.advance(10);
  expect({
    names: [...store.secrets.all()].map(({ spec }) => spec.Name),
    found: store.secrets.find('name:a').length + store.secrets.count('name:renamed'),
    version: store.version,
    changes,
  }).toEqual({ names: ['a'], found: 1, version: 1, changes: [] });
});

test('watchers hear of changes in their order, a moment after the transaction', () => {
  const { store, timeline, changes } = scene();
  store.write((tx) => tx.create('secret', secret('a')));
  store.write((tx) => tx.remove('secret', 'a'));
  expect(changes).toEqual([]);
  timeline.advance(2);
  expect(changes.map(({ before, after }) => [before?.id, after?.id])).toEqual([
    [undefined, 'a'],
    ['a', undefined],
  ]);
});

test('what a watcher writes is told in its turn', () => {
  const { store, timeline, changes } = scene();
  store.watch(({ kind, after }) => {
    if (kind === 'secret' && after?.id === 'a') store.write((tx) => tx.create('secret', secret('b')));
  });
  store.write((tx) => tx.create('secret', secret('a')));
  timeline.advance(10);
  expect(changes.map(({ after }) => after?.id)).toEqual(['a', 'b']);
});

test('an object is found by its keys as they are now', () => {
  const { store } = scene();
  store.write((tx) => tx.create('secret', secret('a', 'old')));
  store.write((tx) => tx.update('secret', 'a', { spec: { Name: 'new', Labels: {} } }));
  expect([store.secrets.find('name:old'), store.secrets.find('name:new').map(({ id }) => id)]).toEqual([
    [],
    ['a'],
  ]);
});

test('creating what exists and writing what does not are faults', () => {
  const { store } = scene();
  store.write((tx) => tx.create('secret', secret('a')));
  expect(() => store.write((tx) => tx.create('secret', secret('a')))).toThrow('secret a exists');
  expect(() => store.write((tx) => tx.update('secret', 'z', {}))).toThrow('there is no secret z');
  expect(() => store.write((tx) => tx.remove('secret', 'z'))).toThrow('there is no secret z');
});
