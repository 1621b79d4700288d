import { describe, expect, test } from 'vitest';
import { serviceScale } from '../../../commands/service/scale.ts';
import type { RawArgs } from '../../../src/core/chat/param.ts';
import { aGlobalSpec, aService, aSpec, observers, refusalOf } from '../../support/builders/index.ts';

const redis = aService();
const web = aService({ Spec: aSpec({ name: 'web', replicas: 2 }) });
const agent = aService({ Spec: aGlobalSpec({ name: 'agent' }) });

function draft(services: string[], raw: RawArgs = {}, all = [redis, web, agent]) {
  return serviceScale.draft(observers({ services: all }), { services, ...raw }, new AbortController().signal);
}

describe('scale', () => {
  test('sets the replicas and nothing else', async () => {
    expect(await draft(['redis=5'])).toEqual({
      title: 'Scale redis to 5',
      changes: [{ field: 'replicas', before: '3', after: '5' }],
      writes: [{ kind: 'service.update', observed: redis, spec: aSpec({ replicas: 5 }) }],
      findings: [],
      digests: [],
      undo: { possible: true, why: 'Waggle keeps the spec from before, and Roll back restores it.' },
      follow: true,
    });
  });

  test('takes several services, and leaves alone the ones that have their number', async () => {
    const drafted = await draft(['redis=3', 'web=0'], { detach: true });

    expect(drafted).toEqual({
      title: 'Scale web to 0',
      changes: [{ field: 'web replicas', before: '2', after: '0' }],
      writes: [{ kind: 'service.update', observed: web, spec: aSpec({ name: 'web', replicas: 0 }) }],
      findings: [
        { code: 'replicas-zero', level: 'warning', text: 'Nothing of web will run.' },
        { code: 'left-alone', level: 'info', text: 'redis has 3 replicas already: it is left alone.' },
      ],
      digests: [],
      undo: { possible: true, why: 'say "rollback web".' },
      follow: false,
    });
  });

  test('of several services that is not followed is taken back one by one', async () => {
    const { undo } = await draft(['redis=5', 'web=1'], { detach: true });

    expect(undo.why).toBe('say "rollback redis" and "rollback web".');
  });

  test('to the number there is is nothing to do', async () => {
    expect(await refusalOf(() => draft(['redis=3']))).toEqual({
      code: 'nothing-to-do',
      message: 'redis has 3 replicas already: nothing to change.',
      next: undefined,
    });
  });

  test.each([
    ['by name', ['redis=5', 'redis=6']],
    ['by name and id', ['redis=5', 'redis-id=6']],
    ['with the same number', ['redis=5', 'redis=5']],
  ])('of the same service twice is refused: %s', async (_how, pairs) => {
    expect(await refusalOf(() => draft(pairs))).toEqual({
      code: 'usage',
      message: 'redis is named twice.',
      next: 'Give each service one number: scale redis=5 web=2.',
    });
  });

  test('of a global service is refused with the reason, and nothing of the rest is planned', async () => {
    expect(await refusalOf(() => draft(['redis=5', 'agent=2']))).toEqual({
      code: 'not-possible',
      message:
        'agent is a global service: it runs one task on every node that fits, so it has no number of replicas.',
      next: 'Add or drain nodes, or change its constraints.',
    });
  });

  test('of an unknown service names the nearest one', async () => {
    expect(await refusalOf(() => draft(['wbe=5']))).toEqual({
      code: 'not-found',
      message: 'There is no service "wbe" on lab.',
      next: 'Did you mean web?',
    });
  });

  test('of a service that is like no other says how to see what there is', async () => {
    expect((await refusalOf(() => draft(['queue=5']))).next).toBe('Say "services" for the list.');
  });

  test('of a job sets its completions and is not followed', async () => {
    const job = aService({
      Spec: aSpec({
        name: 'job',
        with: { Mode: { ReplicatedJob: { MaxConcurrent: 1, TotalCompletions: 1 } } },
      }),
    });

    const drafted = await draft(['job=4'], {}, [job]);

    expect([drafted.changes, drafted.findings, drafted.follow]).toEqual([
      [{ field: 'completions', before: '1', after: '4' }],
      [],
      false,
    ]);
  });
});
