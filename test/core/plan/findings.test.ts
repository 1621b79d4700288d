import { describe, expect, test } from 'vitest';
import type { Change } from '../../../src/core/plan/findings-rule.ts';
import { changeOf, findingsOf } from '../../../src/core/plan/findings.ts';
import type { Finding } from '../../../src/core/plan/plan.ts';
import type { ImageLookup } from '../../../src/core/ports/swarm.ts';
import type { Service, Task } from '../../../src/core/swarm/objects.ts';
import type { ServiceSpec, UpdateConfig } from '../../../src/core/swarm/spec.ts';
import { aGlobalSpec, aService, aSpec, aTask, digestOf } from '../../support/builders/index.ts';

type Options = {
  readonly from?: Partial<Service>;
  readonly to?: ServiceSpec;
  readonly update?: UpdateConfig;
  /** The live tasks; three on the observed spec unless given. */
  readonly live?: readonly Task[];
  readonly lookup?: ImageLookup;
  readonly image?: string;
  readonly rollback?: boolean;
};

const QUIET = { Test: ['CMD', 'true'] };
const healthy = (spec: ServiceSpec): ServiceSpec => ({
  ...spec,
  TaskTemplate: {
    ...spec.TaskTemplate,
    ContainerSpec: { ...spec.TaskTemplate.ContainerSpec, Healthcheck: QUIET },
  },
});

/** One running task a slot, on that spec. */
function tasksOf({ TaskTemplate }: ServiceSpec, count: number, from = 1): Task[] {
  return Array.from({ length: count }, (_, index) => {
    const slot = from + index;
    return aTask({ ID: `${TaskTemplate.ContainerSpec?.Image} ${slot}`, Slot: slot, Spec: TaskTemplate });
  });
}

/** A change of three healthy tasks to another image, one at a time, but for what the test says. */
function aChange({
  from = {},
  to,
  update = {},
  live,
  lookup,
  image = 'redis:3.0.6',
  rollback,
}: Options = {}): Change {
  const observed = aService({ Spec: healthy(aSpec()), ...from });
  const wanted = to ?? healthy(aSpec({ image }));
  const target = { ...wanted, UpdateConfig: { ...wanted.UpdateConfig, ...update } };
  return changeOf(
    { observed, target },
    {
      live: live ?? tasksOf(observed.Spec, 3),
      ...(lookup === undefined ? {} : { asked: { image, lookup } }),
      ...(rollback === undefined ? {} : { rollback }),
    },
  );
}

/** What is said beside how many tasks restart. */
function found(options: Options): Finding[] {
  return findingsOf(aChange(options)).filter(({ code }) => code !== 'restarts-tasks');
}

test('a calm change says only how many tasks are replaced, and how', () => {
  expect(findingsOf(aChange({ update: { Parallelism: 2, Delay: 10e9 } }))).toEqual([
    {
      code: 'restarts-tasks',
      level: 'info',
      text: '3 tasks of redis are replaced, 2 at a time, 10s apart (stop-first).',
    },
  ]);
});

describe('in the middle of a rollout', () => {
  const [old, bad] = [healthy(aSpec({ replicas: 4 })), healthy(aSpec({ image: 'redis:bad', replicas: 4 }))];
  const from = { Spec: bad, UpdateStatus: { State: 'updating' } };
  const live = [...tasksOf(bad, 1), ...tasksOf(old, 3, 2)];

  function replaced(options: Options): string[] {
    return findingsOf(aChange({ from, live, rollback: true, ...options }))
      .filter(({ code }) => code === 'restarts-tasks' || code === 'no-restart')
      .map(({ text }) => text);
  }

  test('a rollback replaces only the tasks of the new spec', () => {
    expect(replaced({ to: old })).toEqual(['1 of 4 tasks of redis is replaced (stop-first).']);
  });

  test('a slot that still has its old task beside the new one keeps it', () => {
    const both = [...tasksOf(old, 4), ...tasksOf(bad, 1)];

    expect(replaced({ to: old, live: both })).toEqual([
      'No task of redis is replaced: every one of them is still on that spec.',
    ]);
  });

  test('another image replaces every task, of whatever spec', () => {
    expect(replaced({ to: healthy(aSpec({ image: 'redis:3.0.6', replicas: 4 })) })).toEqual([
      '4 tasks of redis are replaced, 1 at a time (stop-first).',
    ]);
  });

  test('a change of the pace goes on replacing what the rollout has not', () => {
    expect(replaced({ to: bad, update: { Parallelism: 2 } })).toEqual([
      '3 of 4 tasks of redis are not up to date yet and are replaced too, 2 at a time (stop-first).',
    ]);
  });

  test('with fewer replicas too, it cannot be told which tasks stay', () => {
    expect(replaced({ to: { ...old, Mode: { Replicated: { Replicas: 2 } } } })).toEqual([
      'Up to 1 of 2 tasks of redis is replaced (stop-first).',
    ]);
  });

  test('with other ports it cannot be told which ports a task of the old spec has', () => {
    const ports = { EndpointSpec: { Ports: [{ PublishedPort: 80, TargetPort: 80 }] } };

    expect(replaced({ to: { ...old, ...ports } })).toEqual([
      'Up to 4 tasks of redis are replaced, 1 at a time (stop-first).',
    ]);
  });

  test('the larger part at once is a warning, a few beside many are not', () => {
    const update = { Parallelism: 0 };

    expect(found({ from, live, rollback: true, to: bad, update })).toEqual([
      {
        code: 'all-at-once',
        level: 'warning',
        text: '3 of 4 tasks are replaced at once: parallelism is 0, so only 1 runs until the new ones do.',
      },
    ]);
    const half = [...tasksOf(bad, 2), ...tasksOf(old, 2, 3)];
    expect(found({ from, live: half, rollback: true, to: old, update })).toEqual([]);
  });
});

describe('all at once', () => {
  test('parallelism 0 with stop-first is a danger: nothing runs in between', () => {
    expect(found({ update: { Parallelism: 0 } })).toEqual([
      {
        code: 'all-at-once',
        level: 'danger',
        text: 'All 3 tasks are replaced at once: parallelism is 0, so nothing runs until the new ones do.',
      },
    ]);
  });

  test('two tasks are both', () => {
    const two = {
      from: { Spec: healthy(aSpec({ replicas: 2 })) },
      to: healthy(aSpec({ image: 'redis:3.0.6', replicas: 2 })),
      live: tasksOf(healthy(aSpec()), 2),
    };

    expect(found({ ...two, update: { Parallelism: 0 } })[0]?.text).toBe(
      'Both tasks are replaced at once: parallelism is 0, so nothing runs until the new ones do.',
    );
  });

  test('a parallelism of all tasks with start-first is a warning', () => {
    expect(found({ update: { Parallelism: 3, Order: 'start-first' } })).toEqual([
      {
        code: 'all-at-once',
        level: 'warning',
        text: 'All 3 tasks are replaced at once: parallelism is 3, so a bad image reaches every one of them before the engine can stop.',
      },
    ]);
  });

  test('a global service counts the tasks it was seen to run', () => {
    const Spec = healthy(aGlobalSpec());
    const to = healthy(aGlobalSpec({ image: 'redis:3.0.6' }));

    const live = tasksOf(Spec, 7).map((task, index) => ({ ...task, Slot: 0, NodeID: `node${index}` }));

    expect(found({ from: { Spec }, to, live, update: { Parallelism: 0 } })[0]?.text).toBe(
      'All 7 tasks are replaced at once: parallelism is 0, so nothing runs until the new ones do.',
    );
  });
});

test('one replica with stop-first is down in between, with start-first it is not', () => {
  const one = {
    from: { Spec: healthy(aSpec({ replicas: 1 })) },
    to: healthy(aSpec({ image: 'redis:3.0.6', replicas: 1 })),
    live: tasksOf(healthy(aSpec()), 1),
  };

  expect(found(one)).toEqual([
    {
      code: 'single-replica',
      level: 'warning',
      text: 'redis has one replica and the order is stop-first: it is down until the new task runs.',
    },
  ]);
  expect(found({ ...one, update: { Order: 'start-first' } })).toEqual([]);
});

test('failure action continue lets a bad rollout go on', () => {
  expect(found({ update: { FailureAction: 'continue' } })).toEqual([
    {
      code: 'failure-continue',
      level: 'warning',
      text: 'The failure action is continue: the rollout goes on to the last task even when the new ones fail.',
    },
  ]);
});

test('start-first cannot work with ports of the nodes', () => {
  const ports = { EndpointSpec: { Ports: [{ PublishMode: 'host', PublishedPort: 6379, TargetPort: 6379 }] } };

  expect(
    found({
      from: { Spec: { ...healthy(aSpec()), ...ports } },
      to: { ...healthy(aSpec({ image: 'redis:3.0.6' })), ...ports },
      update: { Order: 'start-first' },
    }),
  ).toEqual([
    {
      code: 'start-first-host-port',
      level: 'danger',
      text: 'The order is start-first, but the tasks publish port 6379 of their node: a new task finds no place on a node whose old one still holds it.',
    },
  ]);
});

describe('health checks', () => {
  test('are not spoken of in a rollback: that spec ran before', () => {
    expect(found({ to: aSpec({ image: 'redis:3.0.6' }), rollback: true })).toEqual([]);
  });

  test('a service without one is told what counts as good', () => {
    expect(found({ to: aSpec({ image: 'redis:3.0.6' }) })).toEqual([
      {
        code: 'no-health-check',
        level: 'info',
        text: 'The service sets no health check (the image may bring one): without one, a task that keeps running for 5s counts as good, whatever it answers.',
      },
    ]);
  });

  test('one that is switched off is a warning', () => {
    const spec = aSpec({ image: 'redis:3.0.6' });
    const ContainerSpec = { ...spec.TaskTemplate.ContainerSpec, Healthcheck: { Test: ['NONE'] } };

    expect(found({ to: { ...spec, TaskTemplate: { ...spec.TaskTemplate, ContainerSpec } } })).toEqual([
      {
        code: 'no-health-check',
        level: 'warning',
        text: 'Its health check is switched off: without one, a task that keeps running for 5s counts as good, whatever it answers.',
      },
    ]);
  });
});

describe('the repository', () => {
  const to = (image: string) => healthy(aSpec({ image }));
  const from = { Spec: to(`registry:5000/redis:3.0.5@${digestOf('5')}`) };

  test('that is another one than before is a warning', () => {
    expect(found({ from, to: to('nginx') })).toEqual([
      {
        code: 'another-repository',
        level: 'warning',
        text: 'redis has run registry:5000/redis so far; this is another repository: nginx.',
      },
    ]);
  });

  test('is the same with another tag, however it is written', () => {
    expect(found({ from, to: to('registry:5000/redis:3.0.6') })).toEqual([]);
    expect(found({ to: to('docker.io/library/redis:3.0.6') })).toEqual([]);
  });

  test('is not spoken of in a rollback', () => {
    expect(found({ from, to: to('nginx'), rollback: true })).toEqual([]);
  });
});

describe('the registry', () => {
  test('that has no such image is a danger, in its own words', () => {
    expect(found({ lookup: { kind: 'missing', words: 'manifest unknown' } })).toEqual([
      {
        code: 'image-missing',
        level: 'danger',
        text: 'The registry has no redis:3.0.6: tasks with it cannot start. It says: manifest unknown',
      },
    ]);
  });

  test('that could not be asked leaves the image unpinned', () => {
    expect(found({ lookup: { kind: 'unknown', words: 'no such host' } })).toEqual([
      {
        code: 'digest-unknown',
        level: 'warning',
        text: 'The registry could not be asked, so the image is not pinned to a digest: each node pulls what redis:3.0.6 means there and then, and two nodes may run different images. It says: no such host',
      },
    ]);
  });

  test('that was asked for latest: the tag moves', () => {
    const lookup = { kind: 'found', digest: digestOf('1'), platforms: [] } as const;

    expect(found({ image: 'redis:latest', lookup })).toEqual([
      {
        code: 'mutable-tag',
        level: 'info',
        text: 'The tag latest moves: this plan is pinned to what it means now, and the name alone will not tell later what ran.',
      },
    ]);
    expect(found({ image: 'redis:3.0.6', lookup })).toEqual([]);
  });
});

test('no replicas at all is a warning when asked for, and a danger when a rollback brings it', () => {
  const to = healthy(aSpec({ replicas: 0 }));

  expect(findingsOf(aChange({ to }))).toEqual([
    { code: 'replicas-zero', level: 'warning', text: 'Nothing of redis will run.' },
  ]);
  expect(findingsOf(aChange({ to, rollback: true }))).toEqual([
    {
      code: 'replicas-zero',
      level: 'danger',
      text: 'The spec from before has 0 replicas: nothing of redis will run.',
    },
  ]);
});

describe('a rollback of a forced restart', () => {
  const forced = healthy(aSpec());
  const Spec = { ...forced, TaskTemplate: { ...forced.TaskTemplate, ForceUpdate: 1 } };
  const codes = (options: Options) => found(options).map(({ code, level }) => `${level} ${code}`);

  test('restarts all again and changes nothing else, and says so', () => {
    expect(found({ from: { Spec }, to: forced, rollback: true })).toEqual([
      {
        code: 'restart-again',
        level: 'warning',
        text: 'This restarts the tasks again and changes nothing else.',
      },
    ]);
  });

  test('says nothing of it when there is more to take back, or when it is no rollback', () => {
    expect(codes({ from: { Spec }, to: healthy(aSpec({ image: 'redis:bad' })), rollback: true })).toEqual([]);
    expect(codes({ to: Spec })).toEqual([]);
  });
});

describe('a rollout that has not ended', () => {
  test('and is paused goes on with any change', () => {
    const from = { UpdateStatus: { State: 'paused' } };

    expect(findingsOf(aChange({ from, to: healthy(aSpec({ replicas: 5 })) }))).toEqual([
      {
        code: 'resumes-paused',
        level: 'warning',
        text: 'The last rollout of redis is paused after failures; any change, this one too, makes the engine go on with it.',
      },
    ]);
    const failed = { ...from, Spec: healthy(aSpec({ image: 'redis:crash', replicas: 4 })) };
    const old = healthy(aSpec({ replicas: 4 }));
    const scaled = (replicas: number) => ({
      from: failed,
      to: healthy(aSpec({ image: 'redis:crash', replicas })),
      live: [...tasksOf(failed.Spec, 1), ...tasksOf(old, 3, 2)],
    });
    expect(found(scaled(5))).toEqual([
      {
        code: 'resumes-paused',
        level: 'danger',
        text: 'The rollout of redis was paused after failures: this resumes it and replaces 3 more tasks by the image that failed.',
      },
    ]);
    expect(found(scaled(1))[0]?.text).toBe(
      'The rollout of redis was paused after failures: this resumes it and replaces up to 1 more task by the image that failed.',
    );
    expect(found({ from })).toEqual([
      {
        code: 'resumes-paused',
        level: 'warning',
        text: 'The last rollout of redis is paused after failures; this takes its place.',
      },
    ]);
  });

  test('and is in progress is superseded', () => {
    expect(found({ from: { UpdateStatus: { State: 'updating' } } })).toEqual([
      {
        code: 'supersedes-rollout',
        level: 'warning',
        text: 'A rollout of redis is in progress and this takes its place: the engine forgets the spec from before it, so its own rollback on failure no longer leads there.',
      },
    ]);
  });

  test('and is in progress goes on under a change of no task', () => {
    const from = { UpdateStatus: { State: 'updating' } };

    expect(found({ from, to: healthy(aSpec({ replicas: 5 })) })).toEqual([
      {
        code: 'supersedes-rollout',
        level: 'warning',
        text: 'The update of redis that is under way goes on under this change. The engine forgets the spec from before it, so its own rollback on failure no longer leads there.',
      },
    ]);
  });

  test('and is taken back says so elsewhere', () => {
    expect(found({ from: { UpdateStatus: { State: 'updating' } }, rollback: true })).toEqual([]);
    expect(found({ from: { UpdateStatus: { State: 'paused' } }, rollback: true })).toEqual([]);
  });
});

describe('rules for later', () => {
  const later = {
    code: 'no-restart',
    level: 'info',
    text: 'No task restarts: what changes counts from the next rollout on.',
  };
  const rules = (update: UpdateConfig) => findingsOf(aChange({ to: healthy(aSpec()), update }));

  test('restart nothing', () => {
    expect(rules({ Delay: 10e9, Parallelism: 2 })).toEqual([later]);
  });

  test('that replace all at once are a warning', () => {
    expect(rules({ Parallelism: 0 })).toEqual([
      {
        code: 'parallelism-zero',
        level: 'warning',
        text: '0 means all at once, from the next rollout on.',
      },
      later,
    ]);
  });

  test('that did so before are not news', () => {
    const Spec = healthy(aSpec({ with: { UpdateConfig: { Parallelism: 0 } } }));

    expect(findingsOf(aChange({ from: { Spec }, to: Spec, update: { Delay: 10e9 } }))).toEqual([later]);
  });
});

test('the engine’s own rollback goes at the restored spec’s rollback pace', () => {
  const target = healthy(aSpec({ with: { RollbackConfig: { Parallelism: 0 } } }));
  const observed = aService({ Spec: healthy(aSpec({ image: 'redis:bad' })) });

  const { pace } = changeOf({ observed, target }, { live: [], rollback: true, engineRollback: true });

  expect(pace).toEqual({
    parallelism: 0,
    delay: 0,
    monitor: 5e9,
    failureAction: 'pause',
    order: 'stop-first',
  });
});

test('the worst comes first', () => {
  const findings = findingsOf(
    aChange({
      to: aSpec({ image: 'redis:3.0.6' }),
      update: { Parallelism: 0, FailureAction: 'continue' },
      lookup: { kind: 'missing', words: 'manifest unknown' },
    }),
  );

  expect(findings.map(({ level, code }) => `${level} ${code}`)).toEqual([
    'danger image-missing',
    'danger all-at-once',
    'warning failure-continue',
    'info no-health-check',
    'info restarts-tasks',
  ]);
});
