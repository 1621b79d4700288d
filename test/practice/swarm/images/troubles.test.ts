import { afterEach, describe, expect, test } from 'vitest';
import { practiceCatalog } from '../../../../src/practice/swarm/images/practice-images.ts';
import {
  troubledCatalog,
  TROUBLES,
  type TroubledCatalog,
} from '../../../../src/practice/swarm/images/troubles.ts';
import { pastSwarm, serviceSpec, type PastSwarm } from '../past-swarm.ts';

const IMAGE = 'redis:3.0.6';

describe('a catalog with troubles', () => {
  test.each(TROUBLES.map(({ name }) => name))(
    '%s can be caused and undone, and others are spared',
    (name) => {
      const catalog = troubledCatalog(practiceCatalog());
      const good = catalog.lookUp(IMAGE);
      catalog.cause(IMAGE, name);
      expect(catalog.lookUp(IMAGE)).not.toEqual(good);
      expect(catalog.troubleOf(IMAGE)?.name).toBe(name);
      expect(catalog.lookUp('redis:3.0.5')).toEqual(practiceCatalog().lookUp('redis:3.0.5'));
      catalog.mend(IMAGE);
      expect({ now: catalog.lookUp(IMAGE), trouble: catalog.troubleOf(IMAGE) }).toEqual({ now: good });
    },
  );

  test('an image has one trouble at a time, under all its names', () => {
    const catalog = troubledCatalog(practiceCatalog());
    catalog.cause('redis:8', 'missing');
    catalog.cause('redis:latest', 'crash');
    expect(catalog.troubleOf('redis')?.name).toBe('crash');
    catalog.mend('redis:8.0');
    expect(catalog.troubleOf('redis')).toBe(undefined);
  });

  test('an image that is nowhere cannot go wrong', () => {
    const catalog = troubledCatalog(practiceCatalog());
    expect(() => catalog.cause('nowhere:1', 'crash')).toThrow('No registry has an image nowhere:1.');
    expect(catalog.troubleOf('nowhere:1')).toBe(undefined);
  });
});

describe('in a swarm', () => {
  let past: PastSwarm;
  let catalog: TroubledCatalog;
  const start = async () => {
    catalog = troubledCatalog(practiceCatalog());
    past = await pastSwarm({ nodes: [{ name: 'node1', role: 'manager' }], catalog });
  };
  afterEach(() => past.stop());

  type Task = { Status: { State: string; Err?: string; Timestamp: string }; CreatedAt: string };
  /** The tasks of the service, the oldest first. */
  const tasks = async (): Promise<readonly Task[]> => {
    const found = (await past.call('node1', 'GET', '/tasks')) as Task[];
    return found.toSorted((a, b) => (a.CreatedAt < b.CreatedAt ? -1 : 1));
  };
  const first = async () => {
    const [task] = await tasks();
    return { state: task?.Status.State, err: task?.Status.Err };
  };
  const create = (change: object = {}) =>
    past.call(
      'node1',
      'POST',
      '/services/create',
      serviceSpec('redis', IMAGE, 1, {
        TaskTemplate: { ContainerSpec: { Image: IMAGE }, RestartPolicy: { Condition: 'none' } },
        ...change,
      }),
    );

  test.each([
    { name: 'crash', after: 6000, state: 'failed', err: 'task: non-zero exit (1)' },
    { name: 'crash-later', after: 20_000, state: 'failed', err: 'task: non-zero exit (1)' },
    {
      name: 'sick',
      after: 30_000,
      state: 'failed',
      err: 'task: non-zero exit (137): dockerexec: unhealthy container',
    },
    { name: 'slow', after: 60_000, state: 'running', err: '' },
    { name: 'missing', after: 6000, state: 'rejected', err: `No such image: ${IMAGE}` },
  ] as const)('an image with $name ends as $state', async ({ name, after, state, err }) => {
    await start();
    catalog.cause(IMAGE, name);
    await create();
    await past.pass(after);
    const task = await first();
    expect(task.state).toBe(state);
    expect(task.err ?? '').toContain(err);
  });

  test('what crashes later or is sick runs at first, and what is slow starts for long', async () => {
    await start();
    for (const [name, state] of [
      ['crash-later', 'running'],
      ['sick', 'running'],
      ['slow', 'starting'],
    ] as const) {
      catalog.cause(IMAGE, name);
      await create({ Name: name });
      await past.pass(8000);
      expect({ name, ...(await first()) }).toEqual({ name, state, err: undefined });
      await past.call('node1', 'DELETE', `/services/${name}`);
      catalog.mend(IMAGE);
      await past.pass(60_000);
    }
  });

  test('containers that run can be made to crash, once, and come up again', async () => {
    await start();
    await past.call('node1', 'POST', '/services/create', serviceSpec('redis', IMAGE, 3));
    await past.call('node1', 'POST', '/services/create', serviceSpec('web', 'nginx', 2));
    await past.pass(10_000);
    expect([past.swarm.crash(IMAGE), past.swarm.crash('nothing:1')]).toEqual([3, 0]);
    await past.pass(1000);
    expect((await tasks()).filter(({ Status }) => Status.State === 'failed')).toHaveLength(3);
    await past.pass(20_000);
    expect(past.swarm.glance().services).toEqual([
      { name: 'redis', image: IMAGE, running: 3, wanted: 3 },
      { name: 'web', image: 'nginx', running: 2, wanted: 2 },
    ]);
  });
});
