import { describe, expect, test } from 'vitest';
import { serviceRollback } from '../../../commands/service/rollback.ts';
import type { RawArgs } from '../../../src/core/chat/param.ts';
import { aRelease, aService, aSpec, aTask, observers, refusalOf } from '../../support/builders/index.ts';

const old = aSpec();
const bad = aSpec({ image: 'redis:bad' });

function draft(content: Parameters<typeof observers>[0], raw: RawArgs = {}) {
  return serviceRollback.draft(
    observers(content),
    { service: 'redis', ...raw },
    new AbortController().signal,
  );
}

describe('rollback', () => {
  test('in the middle of a rollout writes Waggle’s own copy', async () => {
    const service = aService({ Spec: bad, PreviousSpec: old, UpdateStatus: { State: 'updating' } });

    const tasks = [
      aTask({ Slot: 1, Spec: bad.TaskTemplate }),
      aTask({ Slot: 2 }),
      aTask({ Slot: 3 }),
      aTask({ ID: 'gone', Slot: 1, DesiredState: 'shutdown' }),
    ];

    expect(await draft({ services: [service], tasks, release: aRelease(old, bad) })).toEqual({
      title: 'Roll back redis to redis:3.0.5',
      changes: [{ field: 'image', before: 'redis:bad', after: 'redis:3.0.5@sha256:555555555555' }],
      writes: [{ kind: 'service.update', observed: service, spec: old }],
      findings: [
        {
          code: 'in-the-middle',
          level: 'info',
          text: "A rollout of redis has not come to its end: the spec from before is written as an ordinary update, at the update's pace, and tasks already replaced are replaced again.",
        },
        {
          code: 'restarts-tasks',
          level: 'info',
          text: '1 of 3 tasks of redis is replaced (stop-first).',
        },
      ],
      digests: [],
      undo: {
        possible: true,
        why: 'say "rollback redis". Taking this back goes forward again.',
      },
      follow: true,
    });
  });

  test('after a rollout is the engine’s own', async () => {
    const service = aService({ Spec: bad, PreviousSpec: old, UpdateStatus: { State: 'completed' } });

    const { writes } = await draft({ services: [service], release: aRelease(old, bad) });

    expect(writes).toEqual([{ kind: 'service.rollback', observed: service, spec: old }]);
  });

  test('takes the tasks’ word for what rolls where the engine has no update status', async () => {
    const service = aService({ Spec: bad, PreviousSpec: old });
    const content = {
      services: [service],
      release: aRelease(old, bad),
      tasks: [aTask({ ID: 'new', Slot: 1 }), aTask({ ID: 'old', Slot: 2 })],
    };

    const rolling = await draft({ ...content, upToDate: ['new'] });
    const calm = await draft({ ...content, upToDate: ['new', 'old'] });

    expect([rolling.writes[0]?.kind, calm.writes[0]?.kind]).toEqual(['service.update', 'service.rollback']);
  });

  test('of a change of replicas restores them, with the title saying no image', async () => {
    const Spec = aSpec({ replicas: 5 });
    const service = aService({ Spec, PreviousSpec: old });

    const drafted = await draft({ services: [service], release: aRelease(old, Spec) }, { detach: true });

    expect([drafted.title, drafted.changes, drafted.findings, drafted.follow]).toEqual([
      'Roll back redis',
      [{ field: 'replicas', before: '5', after: '3' }],
      [],
      false,
    ]);
  });

  test('of a service there is not names the nearest one', async () => {
    expect(await refusalOf(() => draft({ services: [aService()] }, { service: 'reids' }))).toEqual({
      code: 'not-found',
      message: 'There is no service "reids" on lab.',
      next: 'Did you mean redis?',
    });
  });

  test('where the engine has rolled back by itself is nothing to do', async () => {
    const service = aService({ PreviousSpec: null, UpdateStatus: { State: 'rollback_completed' } });

    expect((await refusalOf(() => draft({ services: [service], release: aRelease(old, bad) }))).code).toBe(
      'nothing-to-do',
    );
  });
});
