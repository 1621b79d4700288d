import { describe, expect, test } from 'vitest';
import { commands } from '../../../commands/index.ts';
import { wordsOf } from '../../../src/adapters/slack/blocks/text.ts';
import { parse } from '../../../src/core/chat/parse.ts';
import { EngineError, UserError } from '../../../src/core/errors.ts';
import type { Plan } from '../../../src/core/plan/plan.ts';
import type { Service } from '../../../src/core/swarm/objects.ts';
import type { HomeCluster, Look } from '../../../src/core/view/home-cluster.ts';
import { triesFor } from '../../../src/core/view/home-tries.ts';
import { homeView, refusedHome } from '../../../src/core/view/home-view.ts';
import type { View } from '../../../src/core/view/view.ts';
import { aGlobalSpec, aManager, aNode, aService, aSpec, NOON } from '../../support/builders/index.ts';
import { aRollout } from '../rollout/a-rollout.ts';

/** The words of a view, a line for each part or list entry. */
function lines(view: View): string[] {
  return view.parts.flatMap((part): string[] => {
    switch (part.kind) {
      case 'heading':
        return [`# ${part.text}`];
      case 'text':
      case 'context':
      case 'notice':
        return wordsOf(part.text).split('\n');
      case 'code':
        return [part.text];
      case 'fields':
        return part.items.flatMap(({ label, value }) => `${label}: ${wordsOf(value)}`.split('\n'));
      case 'actions':
        return part.items.map(({ verb, label }) => `[${label}](${verb})`);
      case 'table':
      case 'progress':
      case 'diff':
      case 'file':
        throw new Error(`no ${part.kind} was expected`);
    }
  });
}

const status = (RunningTasks: number, DesiredTasks: number, CompletedTasks?: number) => ({
  ServiceStatus: {
    RunningTasks,
    DesiredTasks,
    ...(CompletedTasks === undefined ? {} : { CompletedTasks }),
  },
});
const redis = aService({ ...status(3, 3) });

function seen(over: Partial<Extract<Look, { kind: 'seen' }>> = {}): Look {
  return {
    kind: 'seen',
    nodes: [aManager('node1', { leader: true }), aNode('node2')],
    services: [redis],
    freshness: { stale: false },
    ...over,
  };
}

function aCluster(over: Partial<HomeCluster> = {}): HomeCluster {
  return {
    cluster: { name: 'staging', production: false },
    look: seen(),
    rollouts: [],
    plans: [],
    changesFrom: ['C0DEV'],
    channels: ['C0DEV'],
    ...over,
  };
}

const viewOf = (...clusters: HomeCluster[]) =>
  homeView({ clusters, elsewhere: [], now: NOON, command: '/swarm' });

const aPlan: Plan = {
  schema: 1,
  id: 'p1',
  revision: 1,
  state: 'proposed',
  cluster: 'staging',
  command: 'service update',
  args: {},
  title: 'Update redis to redis:3.0.6',
  requester: 'UANA',
  origin: { channel: 'C0DEV', kind: 'channel' },
  createdAt: NOON,
  expiresAt: NOON + 900_000,
  targets: [],
  changes: [],
  operations: [],
  findings: [],
  digests: [],
  undo: { possible: true, why: '' },
  follow: true,
  changeable: true,
};

describe('App Home', () => {
  test('shows a cluster at rest, what may be changed from where, and what to say', () => {
    expect(lines(viewOf(aCluster()))).toEqual([
      '# Your clusters',
      'As it was at 12:00 UTC.',
      '[Refresh](refresh)',
      '# staging',
      'Nodes: 2 of 2 ready, 1 manager',
      'Services: 1 of 1 run as they should',
      'You may change staging in #C0DEV. Every full member can look at it in #C0DEV.',
      '# Try it',
      'Say in #C0DEV:',
      '• /swarm services',
      '• /swarm ps redis',
      '• /swarm scale redis=4',
      'A change shows its plan first, and waits for your Confirm.',
    ]);
  });

  test('says loudly what production is', () => {
    expect(lines(viewOf(aCluster({ cluster: { name: 'prod', production: true } })))).toContain(
      '# prod (PRODUCTION)',
    );
  });

  test('names the nodes that are not ready or take no tasks, and counts the managers that can be reached', () => {
    const lost = { Leader: false, Reachability: 'unreachable', Addr: '' };
    const nodes = [
      aManager('node1', { leader: true }),
      aManager('node2'),
      aNode('node10', { Status: { State: 'down' } }),
      aNode('node3', { Status: { State: 'down' }, ManagerStatus: lost }),
      aNode('node4', { Spec: { Role: 'worker', Availability: 'drain' } }),
    ];
    expect(lines(viewOf(aCluster({ look: seen({ nodes }) })))).toEqual(
      expect.arrayContaining([
        'Nodes: 3 of 5 ready, 2 of 3 managers reachable',
        'Not ready: node3 (down), node10 (down)',
        'Takes no new tasks: node4 (drain)',
      ]),
    );
  });

  test('names the services that do not run as they should', () => {
    const job = { Mode: { ReplicatedJob: { MaxConcurrent: 2, TotalCompletions: 2 } } };
    const services = [
      redis,
      aService({ ID: 'web', Spec: aSpec({ name: 'web' }), ...status(2, 3) }),
      aService({ ID: 'api', Spec: aGlobalSpec({ name: 'api' }), ...status(0, 5) }),
      aService({ ID: 'done', Spec: aSpec({ name: 'done', with: job }), ...status(0, 2, 2) }),
      aService({ ID: 'busy', Spec: aSpec({ name: 'busy', with: job }), ...status(0, 2, 1) }),
    ];
    expect(lines(viewOf(aCluster({ look: seen({ services }) })))).toEqual(
      expect.arrayContaining(['Services: 2 of 5 run as they should', 'Not yet: api 0/5, busy 0/2, web 2/3']),
    );
  });

  test('does not guess how many tasks run where the engine does not tell', () => {
    const services = [redis, aService({ ID: 'web', Spec: aSpec({ name: 'web' }) })];
    expect(lines(viewOf(aCluster({ look: seen({ services }) })))).toContain(
      'Services: 2; this engine does not tell how many tasks run',
    );
  });

  test('warns of a manager that answers with the past', () => {
    const look = seen({ freshness: { stale: true, words: 'no manager is the leader' } });
    expect(lines(viewOf(aCluster({ look })))).toContain(
      'This may be out of date: the manager that answered has no leader to ask. It says: no manager is the leader',
    );
  });

  test('says why a cluster cannot be seen in the words of the engine, and goes on with the others', () => {
    const error = new EngineError({
      reason: 'unreachable',
      message: 'No engine of prod can be reached.',
      words: 'connect ECONNREFUSED 10.0.0.1:2375',
      next: 'Look whether the managers run.',
    });
    const prod = aCluster({
      cluster: { name: 'prod', production: true },
      look: { kind: 'unseen', error },
    });
    const shown = lines(viewOf(prod, aCluster()));
    expect(shown.slice(3, 8)).toEqual([
      '# prod (PRODUCTION)',
      'No engine of prod can be reached.',
      'connect ECONNREFUSED 10.0.0.1:2375',
      'Look whether the managers run.',
      'You may change prod in #C0DEV. Every full member can look at it in #C0DEV.',
    ]);
    expect(shown).toContain('# staging');
  });

  test.each([
    ['starting', {}, 'asked, not seen yet'],
    ['updating', { updated: 1 }, '1/2 so far'],
    ['stuck', { updated: 1, lastProgressAt: NOON }, 'stuck at 1/2 since 12:00 UTC'],
    ['rolling-back', { updated: 1 }, 'going back, 1/2 back'],
    ['settling', { updated: 2 }, '2/2, watched to be stable'],
  ] as const)('tells of a rollout that is %s', (phase, state, words) => {
    const rollouts = [{ of: aRollout({}, { phase, ...state }), link: 'https://slack.example/1' }];
    expect(lines(viewOf(aCluster({ rollouts })))).toContain(
      `• redis: rolling update (redis:3.0.5 -> redis:3.0.6), by @UANA, ${words}, its message (https://slack.example/1)`,
    );
  });

  test('tells of rollouts that Waggle does not follow, each service once', () => {
    const at = (name: string, State: string): Service =>
      aService({ ID: `${name}-id`, Spec: aSpec({ name }), UpdateStatus: { State }, ...status(1, 1) });
    const services = [
      at('redis', 'updating'),
      at('web', 'updating'),
      at('api', 'rollback_paused'),
      at('old', 'completed'),
    ];
    const rollouts = [{ of: aRollout({}, { phase: 'updating' }), link: null }];
    const shown = lines(viewOf(aCluster({ look: seen({ services }), rollouts })));
    expect(shown.filter((line) => line.startsWith('• ') && !line.includes('/swarm'))).toEqual([
      '• redis: rolling update (redis:3.0.5 -> redis:3.0.6), by @UANA, 0/2 so far',
      '• api: rollback paused by the engine, not followed by Waggle',
      '• web: rolling update under way, not followed by Waggle',
    ]);
  });

  test('tells of plans that wait, and of no more than ten', () => {
    const plans = Array.from({ length: 12 }, () => ({ of: aPlan, link: null }));
    const shown = lines(viewOf(aCluster({ plans })));
    expect(shown).toContain('Plans that wait for a decision');
    expect(
      shown.filter((line) => line === '• Update redis to redis:3.0.6, asked by @UANA, until 12:15 UTC'),
    ).toHaveLength(10);
    expect(shown).toContain('and 2 more');
  });

  test('says to somebody who may look at nothing where they can ask', () => {
    const view = homeView({ clusters: [], elsewhere: ['C0OPS', 'C0DEV'], now: NOON, command: '/bees' });
    expect(lines(view).slice(3)).toEqual([
      'Here, as in direct messages, only people on the allow-list may look at a cluster. Ask in a channel that is bound to one: #C0OPS and #C0DEV.',
      '# Try it',
      'Say in #C0OPS:',
      '• /bees services',
      '• /bees nodes',
      '• /bees help',
      'A change shows its plan first, and waits for your Confirm.',
    ]);
  });

  test('says whom to ask when no channel is bound to anything', () => {
    const view = homeView({ clusters: [], elsewhere: [], now: NOON, command: '/swarm' });
    expect(lines(view).at(-1)).toMatch(/Ask whoever keeps waggle\.yml/);
  });

  test('names the channels of other clusters beside what it shows', () => {
    const view = homeView({ clusters: [aCluster()], elsewhere: ['C0OPS'], now: NOON, command: '/swarm' });
    expect(lines(view)).toContain('Other clusters can be looked at in #C0OPS.');
  });

  test('of somebody who is refused says why, and can be asked again', () => {
    const error = new UserError('not-allowed', 'Guests cannot use Waggle.', 'Ask a full member.');
    expect(lines(refusedHome(error))).toEqual([
      '# Your clusters',
      '[Refresh](refresh)',
      'Guests cannot use Waggle.',
      'Ask a full member.',
    ]);
  });
});

describe('what to try', () => {
  const tries = (...clusters: HomeCluster[]) => triesFor(clusters, []);

  test('is on a cluster that is no production and may be changed, where there is one', () => {
    const prod = aCluster({ cluster: { name: 'prod', production: true }, channels: ['C0OPS'] });
    expect(tries(prod, aCluster())?.place).toBe('C0DEV');
    expect(tries(prod, aCluster({ changesFrom: [] }))?.lines).toEqual([
      'services --cluster prod',
      'ps redis --cluster prod',
      'scale redis=4 --cluster prod',
    ]);
  });

  test('changes nothing where the person may not', () => {
    expect(tries(aCluster({ changesFrom: [] }))?.lines).toEqual(['services', 'ps redis', 'nodes']);
  });

  test('is said in direct messages where that is the only place, naming the cluster', () => {
    expect(tries(aCluster({ changesFrom: ['direct'], channels: [] }))).toEqual({
      place: 'direct',
      lines: ['services --cluster staging', 'ps redis --cluster staging', 'scale redis=4 --cluster staging'],
    });
  });

  test('prefers a cluster that answers', () => {
    const unseen = aCluster({ look: { kind: 'unseen', error: new UserError('engine', 'No.') } });
    const prod = aCluster({
      cluster: { name: 'prod', production: true },
      channels: ['C0OPS'],
      changesFrom: [],
    });
    expect(tries(unseen, prod)?.place).toBe('C0OPS');
  });

  test('is nothing where there is no place to say it', () => {
    expect(tries()).toBeNull();
  });

  const global = aService({ Spec: aGlobalSpec({ name: 'agent' }) });
  test.each([
    ['a replicated service', aCluster()],
    ['a global service', aCluster({ look: seen({ services: [global] }) })],
    ['no service', aCluster({ look: seen({ services: [] }), channels: [] })],
    ['an unseen cluster', aCluster({ look: { kind: 'unseen', error: new UserError('engine', 'No.') } })],
  ])('is understood by the commands there are: %s', (_name, cluster) => {
    const shown = tries(cluster)?.lines ?? [];
    expect(shown).toHaveLength(3);
    for (const line of shown) expect(() => parse(line, commands)).not.toThrow();
  });
});
