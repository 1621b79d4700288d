import { afterEach, beforeEach, expect, it } from 'vitest';
import { commands } from '../../../commands/index.ts';
import { openStore } from '../../../src/adapters/store/store.ts';
import { front } from '../../../src/app/front.ts';
import type { Parts } from '../../../src/app/parts.ts';
import { EngineError } from '../../../src/core/errors.ts';
import type { Front } from '../../../src/core/ports/front.ts';
import type { Store } from '../../../src/core/ports/store.ts';
import { systemClock } from '../../../src/system.ts';
import { aManager, aNode, aService, aSpec, observers } from '../../support/builders/index.ts';
import { countedIds } from '../../support/fake-clock.ts';
import { inBothModes, type Running } from './harness.ts';

let store: Store;
beforeEach(async () => {
  store = await openStore({ file: ':memory:', key: new Uint8Array(32).fill(7), clock: systemClock });
});
afterEach(() => store.close());

const { swarm } = observers({
  nodes: [aManager('node1', { leader: true }), aNode('node2', { Status: { State: 'down' } })],
  services: [
    aService({ ServiceStatus: { RunningTasks: 3, DesiredTasks: 3 } }),
    // Names come from the cluster: none of them may ping anybody.
    aService({
      ID: 'evil',
      Spec: aSpec({ name: '<!channel> *web*' }),
      ServiceStatus: { RunningTasks: 0, DesiredTasks: 1 },
    }),
  ],
});
const away = new EngineError({
  reason: 'unreachable',
  message: 'No engine of prod can be reached.',
  words: 'connect ECONNREFUSED <10.0.0.1:2375>',
});

/** The bot's own front door behind the whole Slack adapter, with engines that answer from memory. */
function theBot(running: () => Running): Front {
  const { slack, log } = running();
  const parts: Parts = {
    access: {
      allow: [{ people: ['U1', 'U3', 'U5'], channels: ['C1', 'direct'], clusters: ['prod', 'staging'] }],
      channels: { C1: 'staging' },
    },
    clusters: new Map([
      ['prod', { name: 'prod', production: true, swarm: { ...swarm, nodes: () => Promise.reject(away) } }],
      ['staging', { name: 'staging', production: false, swarm }],
    ]),
    catalog: commands,
    store,
    people: slack.people,
    messenger: slack.messenger,
    clock: systemClock,
    ids: countedIds(),
    log,
    planExpiresMs: 900_000,
  };
  return front(parts, () => Promise.reject(new Error('nothing is executed here')));
}

inBothModes('the App Home of the whole bot', (start) => {
  const open = async (): Promise<Running> => {
    let bot: Front | undefined;
    const the = (): Front => (bot ??= theBot(() => running));
    const running: Running = await start({
      home: (opened, signal) => the().home(opened, signal),
      say: (said, signal) => the().say(said, signal),
    });
    return running;
  };
  const textOf = ({ workspace }: Running, person: string) =>
    JSON.stringify(workspace.home(person)?.blocks ?? []);

  it('shows an operator the clusters, what waits, and what to say', async () => {
    const running = await open();
    const { workspace } = running;
    const ana = workspace.as('ana');
    await ana.slash('ops', '/swarm scale redis=5');
    const card = await workspace.untilMessage('ops', ({ text }) => text.startsWith('Plan: '));

    await ana.openHome();
    const home = await workspace.until(() => workspace.home('U1'));
    const shown = textOf(running, 'U1');

    expect(shown).toContain('prod (PRODUCTION)');
    expect(shown).toContain('connect ECONNREFUSED <10.0.0.1:2375>');
    expect(shown).toContain('1 of 2 ready, 1 manager');
    expect(shown).toContain('node2 (down)');
    expect(shown).toContain('1 of 2 run as they should');
    expect(shown).not.toMatch(/<!channel>|\*web\*/);
    expect(shown).toContain(`/archives/C1/p${card.ts.replace('.', '')}|its card>`);
    expect(shown).toContain('You may change staging in C1 and in direct messages.');
    expect(shown).toContain('`/swarm scale redis=4`');
    expect(home.edits).toHaveLength(1);
  });

  it('has its Refresh show what has happened since', async () => {
    const running = await open();
    const { workspace } = running;
    const ana = workspace.as('ana');
    await ana.openHome();
    const home = await workspace.until(() => workspace.home('U1'));
    const before = textOf(running, 'U1');
    await ana.slash('ops', '/swarm scale redis=5');
    await workspace.untilMessage('ops', ({ text }) => text.startsWith('Plan: '));

    await ana.click(home, 'Refresh');
    await workspace.until(() => textOf(running, 'U1').includes('Plans that wait'));

    expect(before).not.toContain('Plans that wait');
  });

  it.each([
    ['guest', 'U3', 'Guests cannot use Waggle.'],
    ['stranger', 'U5', 'People of other organisations cannot use Waggle here.'],
    ['li', 'U2', 'only people on the allow-list may look at a cluster'],
  ])('shows %s why they see nothing, and nothing of the clusters', async (name, id, why) => {
    const running = await open();

    await running.workspace.as(name).openHome();
    await running.workspace.until(() => running.workspace.home(id));

    expect(textOf(running, id)).toContain(why);
    expect(textOf(running, id)).not.toMatch(/prod|staging|redis|node1/);
  });

  it('shows nothing when Slack does not say who somebody is', async () => {
    const running = await open();
    running.workspace.inject({ method: 'users.info', kind: 'refuse', error: 'user_not_found' });

    await running.workspace.as('ana').openHome();
    await running.workspace.until(() => running.workspace.home('U1'));

    expect(textOf(running, 'U1')).toContain('It could not be found out who you are');
    expect(textOf(running, 'U1')).not.toMatch(/prod|staging/);
  });
});
