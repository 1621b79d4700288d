import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { commands } from '../../commands/index.ts';
import { openStore } from '../../src/adapters/store/store.ts';
import { front } from '../../src/app/front.ts';
import type { Parts } from '../../src/app/parts.ts';
import { EngineError } from '../../src/core/errors.ts';
import type { People, Person } from '../../src/core/ports/people.ts';
import type { Store } from '../../src/core/ports/store.ts';
import type { SwarmReader } from '../../src/core/ports/swarm.ts';
import type { Rollout } from '../../src/core/rollout/rollout.ts';
import type { View } from '../../src/core/view/view.ts';
import { aManager, aService, aSpec, NOON, observers } from '../support/builders/index.ts';
import { countedIds, manualClock } from '../support/fake-clock.ts';
import { fakeMessenger } from '../support/fake-messenger.ts';
import { keptLog } from '../support/kept-log.ts';
import { aRollout } from '../core/rollout/a-rollout.ts';

const signal = new AbortController().signal;
const MINUTE = 60_000;
let clock = manualClock(NOON);
let store: Store;
beforeEach(async () => {
  clock = manualClock(NOON);
  store = await openStore({ file: ':memory:', key: new Uint8Array(32).fill(7), clock });
});
afterEach(() => store.close());

const healthy = (name: string): SwarmReader =>
  observers({
    nodes: [aManager(`${name}-node1`, { leader: true })],
    services: [
      aService({ Spec: aSpec({ name: `${name}-web` }), ServiceStatus: { RunningTasks: 3, DesiredTasks: 3 } }),
    ],
  }).swarm;

/** One that never answers: neither the question nor the abort. */
const silent: SwarmReader = { ...healthy('x'), nodes: () => new Promise(() => {}) };
const failing = (thrown: Error): SwarmReader => ({
  ...healthy('x'),
  services: async () => {
    throw thrown;
  },
});

/** Two clusters: ana may change both, li staging alone, mo none. */
function scene(
  swarms: { prod?: SwarmReader; staging?: SwarmReader } = {},
  who: People['who'] = (id) => Promise.resolve({ id, name: id, kind: kinds.get(id) ?? 'member' }),
) {
  const log = keptLog();
  const followed: Rollout[] = [];
  const active = (name: string) => Promise.resolve(followed.filter(({ cluster }) => cluster === name));
  const messenger = fakeMessenger();
  const parts: Parts = {
    access: {
      allow: [
        { people: ['ana', 'guest', 'other', 'gone'], channels: ['ops', 'direct'], clusters: ['prod'] },
        { people: ['ana', 'li'], channels: ['dev'], clusters: ['staging'] },
      ],
      channels: { ops: 'prod', dev: 'staging' },
    },
    clusters: new Map(
      (['prod', 'staging'] as const).map((name) => [
        name,
        { name, production: name === 'prod', swarm: swarms[name] ?? healthy(name) },
      ]),
    ),
    catalog: commands,
    store: { ...store, rollouts: { ...store.rollouts, active } },
    people: { who },
    messenger,
    clock,
    ids: countedIds(),
    log,
    planExpiresMs: 15 * MINUTE,
  };
  const bot = front(parts, () => Promise.reject(new Error('nothing is executed here')));
  const open = (person: string) =>
    bot.home({ person, place: { channel: person, kind: 'direct' }, command: '/swarm' }, signal);
  return { open, bot, log, messenger, followed };
}

const kinds = new Map<string, Person['kind']>([
  ['guest', 'guest'],
  ['other', 'stranger'],
  ['gone', 'deactivated'],
  ['robot', 'bot'],
]);

const words = (view: View): string => JSON.stringify(view);

describe('App Home', () => {
  test('shows the clusters that somebody may look at in direct messages, and no word of the others', async () => {
    const { open } = scene();

    const [ana, li, mo] = await Promise.all(['ana', 'li', 'mo'].map(async (id) => words(await open(id))));

    expect(ana).toMatch(/prod \(PRODUCTION\).*staging/);
    expect(li).toContain('staging');
    expect(li).not.toMatch(/prod/);
    expect(mo).not.toMatch(/prod|staging/);
    expect(mo).toContain('{"channel":"ops"}');
  });

  test.each([
    ['guest', /Guests/],
    ['other', /other organisations/],
    ['gone', /deactivated/],
    ['robot', /Bots/],
  ])('shows a %s nothing but why, although the list names them', async (id, why) => {
    const { open } = scene();

    const view = await open(id);

    expect(words(view)).toMatch(why);
    expect(words(view)).not.toMatch(/prod|staging|ops|dev/);
  });

  test('shows nothing to somebody of whom it cannot be known who they are', async () => {
    const { open, log } = scene({}, () => Promise.reject(new Error('Slack is away')));

    const view = await open('ana');

    expect(view.summary).toMatch(/could not be found out who you are/);
    expect(words(view)).not.toMatch(/prod|staging/);
    expect(log.lines.some((line) => line.startsWith('warn'))).toBe(true);
  });

  test('waits 3 s for an engine and no longer, while the others are shown', async () => {
    const { open } = scene({ prod: silent });

    const opened = open('ana');
    let isThere = false;
    void opened.then(() => (isThere = true));
    await clock.advance(2_999);
    const early = isThere;
    await clock.advance(1);
    const view = words(await opened);

    expect(early).toBe(false);
    expect(view).toContain('prod did not answer within 3 s.');
    expect(view).toContain('staging-web');
    expect(clock.sleepers()).toBe(0);
  });

  test('asks all engines at once', async () => {
    const { open } = scene({ prod: silent, staging: silent });

    const opened = open('ana');
    await clock.advance(3_000);

    expect(words(await opened)).toMatch(/prod did not answer.*staging did not answer/);
  });

  test('ends with the signal', async () => {
    const { bot } = scene({ prod: silent });
    const end = new AbortController();
    const opened = bot.home(
      { person: 'ana', place: { channel: 'ana', kind: 'direct' }, command: '/swarm' },
      end.signal,
    );
    const refused = opened.catch((error: unknown) => error);

    await clock.advance(1);
    end.abort(new Error('the end'));

    expect(await refused).toEqual(new Error('the end'));
    expect(clock.sleepers()).toBe(0);
  });

  test('says in the words of the engine why a cluster cannot be seen', async () => {
    const error = new EngineError({
      reason: 'not-manager',
      message: 'The engine of prod is no manager.',
      words: 'This node is not a swarm manager.',
      status: 503,
    });
    const { open } = scene({ prod: failing(error) });

    expect(words(await open('ana'))).toContain('This node is not a swarm manager.');
  });

  test('shows a bug as a reference that stands in the log, and no more of it', async () => {
    const { open, log } = scene({ prod: failing(new TypeError('x of undefined')) });

    const view = words(await open('ana'));

    expect(view).toContain('Something went wrong in Waggle, reference id1.');
    expect(view).not.toContain('undefined');
    expect(log.lines.filter((line) => line.startsWith('error') && line.includes('id1'))).toHaveLength(1);
  });

  test('shows rollouts and plans of that cluster with their links, to those who may look at it', async () => {
    const { open, bot, followed } = scene();
    const message = { channel: 'ops', ts: '7.7' };
    followed.push(aRollout({ message }, { phase: 'updating' }));
    await bot.say(delivery('ana', 'ops'), signal);

    const [ana, li] = [words(await open('ana')), words(await open('li'))];

    expect(ana).toContain('redis:3.0.5 -> redis:3.0.6');
    expect(ana).toContain('https://slack.example/ops/7.7');
    expect(ana).toMatch(/Plans that wait for a decision.*prod-web/);
    expect(li).not.toMatch(/redis|prod-web/);
  });

  test('no longer shows a plan whose time is over', async () => {
    const { open, bot } = scene();
    await bot.say(delivery('ana', 'ops'), signal);
    await clock.advance(15 * MINUTE);

    expect(words(await open('ana'))).not.toContain('Plans that wait');
  });

  test('links nobody to what is in the direct messages of somebody else', async () => {
    const { open, followed } = scene();
    const place = { channel: 'D1', kind: 'direct' } as const;
    const message = { channel: 'D1', ts: '7.7' };
    followed.push(
      aRollout({ cluster: 'staging', requester: 'li', origin: place, message }, { phase: 'updating' }),
    );

    const [ana, li] = [words(await open('ana')), words(await open('li'))];

    expect(ana).toContain('redis:3.0.5 -> redis:3.0.6');
    expect([ana.includes('slack.example'), li.includes('slack.example')]).toEqual([false, true]);
  });

  test('does without a link that Slack does not give', async () => {
    const { open, messenger, log, followed } = scene();
    followed.push(aRollout({ message: { channel: 'ops', ts: '7.7' } }, { phase: 'updating' }));
    Object.assign(messenger, { link: () => Promise.reject(new Error('no')) });

    expect(words(await open('ana'))).toContain('redis:3.0.5 -> redis:3.0.6');
    expect(log.lines.some((line) => line.includes('could not be linked'))).toBe(true);
  });
});

/** Ana asks for more replicas of the service in prod. */
function delivery(person: string, channel: string) {
  return {
    deliveryId: 'd1',
    person,
    place: { channel, kind: 'channel' } as const,
    reply: (view: View) => Promise.reject(new Error(view.summary)),
    text: 'scale prod-web=5',
  };
}
