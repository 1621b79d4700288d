import { describe, expect, test } from 'vitest';
import { withForce, withImage, withPace, withReplicas } from '../../../src/core/swarm/edits.ts';
import { aGlobalSpec, aSpec, refusalOf } from '../../support/builders/index.ts';

describe('an edit', () => {
  test('of the image takes the short name that docker stores', () => {
    const spec = withImage(aSpec(), 'docker.io/library/redis');

    expect(spec).toEqual(aSpec({ image: 'redis:latest' }));
  });

  test('of the replicas changes nothing else', () => {
    expect(withReplicas(aSpec(), 0, 'update')).toEqual(aSpec({ replicas: 0 }));
  });

  test('of a global service’s replicas is refused, with the reason', async () => {
    expect(await refusalOf(() => withReplicas(aGlobalSpec(), 5, 'scale'))).toEqual({
      code: 'not-possible',
      message:
        'redis is a global service: it runs one task on every node that fits, so it has no number of replicas.',
      next: 'Add or drain nodes, or change its constraints.',
    });
  });

  test('of a job’s replicas sets its completions when it is scaled, and is refused in an update', () => {
    const job = aSpec({ with: { Mode: { ReplicatedJob: { MaxConcurrent: 1, TotalCompletions: 1 } } } });

    expect(withReplicas(job, 4, 'scale').Mode).toEqual({
      ReplicatedJob: { MaxConcurrent: 1, TotalCompletions: 4 },
    });
    expect(() => withReplicas(job, 4, 'update')).toThrow('redis is a replicated job');
  });

  test('of the pace begins from docker’s defaults where there is none', () => {
    const spec = withPace(aSpec({ with: { UpdateConfig: null } }), 'UpdateConfig', { Delay: 10e9 });

    expect(spec.UpdateConfig).toEqual({
      Parallelism: 1,
      Delay: 10e9,
      FailureAction: 'pause',
      Monitor: 5e9,
      MaxFailureRatio: 0,
      Order: 'stop-first',
    });
  });

  test('of the pace leaves zero durations out, as the engine does when it answers', () => {
    const spec = withPace(aSpec(), 'RollbackConfig', { Delay: 0, Monitor: 0, Parallelism: 0 });

    expect(spec.RollbackConfig).toEqual({
      Parallelism: 0,
      FailureAction: 'pause',
      MaxFailureRatio: 0,
      Order: 'stop-first',
    });
  });

  test('of the failure ratio keeps what survives the engine’s 32 bits', () => {
    expect(withPace(aSpec(), 'UpdateConfig', { MaxFailureRatio: 0.1 }).UpdateConfig?.MaxFailureRatio).toBe(
      0.1,
    );
    expect(
      withPace(aSpec(), 'UpdateConfig', { MaxFailureRatio: 0.333333333333 }).UpdateConfig?.MaxFailureRatio,
    ).toBe(0.33333334);
  });

  test('that forces an update stores the counter that results', () => {
    expect(withForce(withForce(aSpec())).TaskTemplate.ForceUpdate).toBe(2);
  });
});
