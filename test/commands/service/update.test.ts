import { describe, expect, test } from 'vitest';
import { serviceUpdate } from '../../../commands/service/update.ts';
import type { RawArgs } from '../../../src/core/chat/param.ts';
import type { ImageLookup } from '../../../src/core/ports/swarm.ts';
import {
  aGlobalSpec,
  aRelease,
  aService,
  aSpec,
  aTask,
  digestOf,
  observers,
  refusalOf,
} from '../../support/builders/index.ts';

const D = digestOf('6');
const found: ImageLookup = { kind: 'found', digest: D, platforms: [{ Architecture: 'amd64', OS: 'linux' }] };
const redis = aService();

function draft(raw: RawArgs, content: Parameters<typeof observers>[0] = {}) {
  const tasks = [1, 2, 3].map((Slot) => aTask({ Slot }));
  const on = observers({ services: [redis], tasks, images: { 'redis:3.0.6': found }, ...content });
  return serviceUpdate.draft(on, { service: 'redis', ...raw }, new AbortController().signal);
}

function after(fields: Parameters<typeof aSpec>[0]) {
  return [{ kind: 'service.update', observed: redis, spec: aSpec(fields) }];
}

describe('an update', () => {
  test('to another image pins it, with its pace', async () => {
    const drafted = await draft({ image: 'redis:3.0.6', 'update-delay': '10s', 'update-parallelism': '2' });

    expect(drafted).toEqual({
      title: 'Update redis to redis:3.0.6',
      changes: [
        {
          field: 'image',
          before: 'redis:3.0.5@sha256:555555555555',
          after: 'redis:3.0.6@sha256:666666666666',
        },
        { field: 'update delay', before: '0s', after: '10s' },
        { field: 'update parallelism', before: '1', after: '2' },
      ],
      writes: after({
        image: `redis:3.0.6@${D}`,
        with: {
          UpdateConfig: {
            Parallelism: 2,
            Delay: 10e9,
            FailureAction: 'pause',
            Monitor: 5e9,
            MaxFailureRatio: 0,
            Order: 'stop-first',
          },
        },
      }),
      findings: [
        {
          code: 'no-health-check',
          level: 'info',
          text: 'The service sets no health check (the image may bring one): without one, a task that keeps running for 5s counts as good, whatever it answers.',
        },
        {
          code: 'restarts-tasks',
          level: 'info',
          text: '3 tasks of redis are replaced, 2 at a time, 10s apart (stop-first).',
        },
      ],
      digests: [{ image: 'redis:3.0.6', digest: D }],
      undo: { possible: true, why: 'Waggle keeps the spec from before, and Roll back restores it.' },
      follow: true,
    });
  });

  test('to an image that its registry does not have is possible, as a danger', async () => {
    const drafted = await draft(
      { image: 'redis:9' },
      { images: { 'redis:9': { kind: 'missing', words: 'manifest unknown' } } },
    );

    expect(drafted.writes).toEqual(after({ image: 'redis:9' }));
    expect(drafted.digests).toEqual([]);
    expect(drafted.findings[0]).toEqual({
      code: 'image-missing',
      level: 'danger',
      text: 'The registry has no redis:9: tasks with it cannot start. It says: manifest unknown',
    });
  });

  test('to the image and digest it has already is nothing to do, whatever the registry says of platforms', async () => {
    const on = { services: [aService({ Spec: aSpec({ image: `redis:3.0.6@${D}` }) })] };

    expect(await refusalOf(() => draft({ image: 'docker.io/library/redis:3.0.6' }, on))).toEqual({
      code: 'nothing-to-do',
      message: 'redis has the image redis:3.0.6 already, and nothing else would change.',
      next: 'To restart its tasks all the same: update redis --force',
    });
  });

  test('of what is so already is nothing to do, in the middle of a rollout too', async () => {
    const on = { services: [aService({ UpdateStatus: { State: 'updating' } })] };

    expect(await refusalOf(() => draft({ replicas: '3', 'update-delay': '0s' }, on))).toEqual({
      code: 'nothing-to-do',
      message: 'redis has that already: nothing to change.',
      next: undefined,
    });
  });

  test('without any change is nothing to do', async () => {
    expect(await refusalOf(() => draft({ detach: true }))).toEqual({
      code: 'nothing-to-do',
      message: 'Nothing to change was given for redis.',
      next: 'Say what to change, such as update redis image=redis:3.0.6.',
    });
  });

  test('by force stores the counter that results', async () => {
    const drafted = await draft({ force: true });

    expect([drafted.title, drafted.changes]).toEqual([
      'Restart the tasks of redis',
      [{ field: 'forced restarts', before: '0', after: '1' }],
    ]);
    expect(drafted.writes[0]?.spec.TaskTemplate.ForceUpdate).toBe(1);
  });

  test('of its pace alone is not followed: nothing restarts', async () => {
    const drafted = await draft({ 'rollback-failure-action': 'continue' });

    expect([drafted.title, drafted.changes, drafted.follow, drafted.undo.why]).toEqual([
      'Update redis',
      [{ field: 'rollback failure action', before: 'pause', after: 'continue' }],
      false,
      'say "rollback redis".',
    ]);
  });

  test('of a service without replicas says so and is followed only when they change too', async () => {
    const on = { services: [aService({ Spec: aSpec({ replicas: 0 }) })], tasks: [] };

    const image = await draft({ image: 'redis:3.0.6' }, on);
    const both = await draft({ image: 'redis:3.0.6', replicas: '2' }, on);
    const forced = await draft({ force: true }, on);

    expect([image.findings, image.follow]).toEqual([
      [
        {
          code: 'no-task-runs',
          level: 'info',
          text: 'No task runs now: the new image counts when it is scaled up.',
        },
      ],
      false,
    ]);
    expect([both.findings, both.follow]).toEqual([[], true]);
    expect(forced.findings.map(({ text }) => text)).toEqual([
      'No task runs now: this counts when it is scaled up.',
    ]);
  });

  test('that is detached is not followed', async () => {
    expect((await draft({ replicas: '5', detach: true })).follow).toBe(false);
    expect((await draft({ replicas: '5', quiet: true })).follow).toBe(true);
  });

  test('of a global service counts its tasks', async () => {
    const Spec = aGlobalSpec();
    const on = {
      services: [aService({ Spec })],
      tasks: [
        aTask({ ID: 'a', Slot: 0, NodeID: 'node1-id' }),
        aTask({ ID: 'b', Slot: 0, NodeID: 'node2-id' }),
        aTask({ ID: 'c', Slot: 0, NodeID: 'node3-id', DesiredState: 'shutdown' }),
      ],
    };

    const { findings } = await draft({ image: 'redis:3.0.6' }, on);

    expect(findings.at(-1)?.text).toBe('2 tasks of redis are replaced, 1 at a time (stop-first).');
  });

  test('of a global service’s replicas is refused', async () => {
    const on = { services: [aService({ Spec: aGlobalSpec() })] };

    expect((await refusalOf(() => draft({ replicas: '5' }, on))).code).toBe('not-possible');
  });

  test('of a service there is not names the nearest one', async () => {
    expect(await refusalOf(() => draft({ service: 'redsi', replicas: '5' }))).toEqual({
      code: 'not-found',
      message: 'There is no service "redsi" on lab.',
      next: 'Did you mean redis?',
    });
  });
});

describe('update --rollback', () => {
  test('is the rollback', async () => {
    const Spec = aSpec({ image: 'redis:bad' });
    const service = aService({ Spec, UpdateStatus: { State: 'updating' } });

    const drafted = await draft(
      { rollback: true },
      { services: [service], release: aRelease(aSpec(), Spec) },
    );

    expect([drafted.title, drafted.writes]).toEqual([
      'Roll back redis to redis:3.0.5',
      [{ kind: 'service.update', observed: service, spec: aSpec() }],
    ]);
  });

  test('takes no other change beside it', async () => {
    expect(await refusalOf(() => draft({ rollback: true, image: 'redis:3.0.6', force: true }))).toEqual({
      code: 'usage',
      message: '--image, --force cannot be combined with --rollback.',
      next: 'Roll back first: rollback redis.',
    });
  });
});
