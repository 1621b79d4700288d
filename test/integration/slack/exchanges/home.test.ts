import { expect, it } from 'vitest';
import type { View } from '../../../../src/core/view/view.ts';
import { eventually, inBothModes, view, type Running } from '../harness.ts';

const home = (text: string): View =>
  view(text, { kind: 'actions', items: [{ verb: 'refresh', ref: 'home', label: 'Refresh' }] });

/** The words of a person's App Home. */
const shown = ({ workspace }: Running, person = 'U1') => JSON.stringify(workspace.home(person)?.blocks ?? []);

inBothModes('App Home', (start) => {
  it('is published to the one who opens it, once', async () => {
    const running = await start({ home: async () => home('2 clusters') });
    const { workspace, told } = running;

    await workspace.as('ana').openHome();
    await workspace.until(() => workspace.home('U1'));

    expect(shown(running)).toContain('2 clusters');
    expect(workspace.home('U2')).toBeUndefined();
    expect(told.homes).toEqual([
      { person: 'U1', place: { channel: 'U1', kind: 'direct' }, command: '/swarm' },
    ]);
    expect(workspace.countOf('views.publish')).toBe(1);
  });

  it('is published again by its button and by another opening', async () => {
    let count = 0;
    const running = await start({ home: async () => home(`look ${(count += 1)}`) });
    const { workspace } = running;
    const ana = workspace.as('ana');
    await ana.openHome();
    const first = await workspace.until(() => workspace.home('U1'));

    const { outcome } = await ana.click(first, 'Refresh');
    await workspace.until(() => shown(running).includes('look 2'));
    await ana.openHome();
    await workspace.until(() => shown(running).includes('look 3'));

    expect(outcome).toBe('acked');
    expect(workspace.home('U1')?.edits).toHaveLength(3);
  });

  it('is left alone when the messages of the bot are opened', async () => {
    const running = await start({ home: async () => home('2 clusters') });
    const { workspace, told } = running;
    const messages = { type: 'app_home_opened', user: 'U2', channel: 'D1', tab: 'messages' };

    await workspace.sendEvent(messages);
    await workspace.as('ana').openHome();
    await workspace.until(() => workspace.home('U1'));

    expect(told.homes.map(({ person }) => person)).toEqual(['U1']);
  });

  it('never goes back to what an older question found', async () => {
    const slow = Promise.withResolvers<View>();
    const answers = [slow.promise, Promise.resolve(home('new'))];
    const running = await start({ home: async () => (await answers.shift()) ?? home('none') });
    const { workspace, told, log } = running;

    await workspace.as('ana').openHome();
    await workspace.until(() => told.homes.length === 1);
    await workspace.as('ana').openHome();
    await workspace.until(() => shown(running).includes('new'));
    slow.resolve(home('old'));
    await running.slack.stop(); // waits for the older one too

    expect(workspace.home('U1')?.edits).toHaveLength(1);
    expect(log.lines.some((line) => line.includes('"level":"error"'))).toBe(false);
  });

  it('comes although its event comes twice, and is published once', async () => {
    const running = await start({ home: async () => home('2 clusters') });
    const { workspace, log } = running;
    await workspace.as('ana').openHome();
    await workspace.until(() => workspace.home('U1'));
    const { envelope } = workspace.deliveries[0] ?? {};
    if (envelope === undefined) throw new Error('no delivery');

    await workspace.redeliver(envelope);
    await eventually('the second', () => log.lines.some((line) => line.includes('came again')));

    expect(workspace.countOf('views.publish')).toBe(1);
  });

  it('shows a bug as a reference that stands in the log', async () => {
    const running = await start({
      home: async () => {
        throw new Error('boom');
      },
    });
    const { workspace, log } = running;

    await workspace.as('ana').openHome();
    await workspace.until(() => workspace.home('U1'));

    expect(shown(running)).toContain('Something went wrong in Waggle, reference ref1.');
    expect(shown(running)).not.toContain('boom');
    expect(log.lines.filter((line) => line.includes('ref1') && line.includes('boom'))).toHaveLength(1);
  });

  it('is its words alone when Slack refuses the blocks', async () => {
    const running = await start({ home: async () => home('2 clusters') });
    const { workspace, log } = running;
    workspace.inject({ method: 'views.publish', kind: 'refuse', error: 'invalid_arguments' });

    await workspace.as('ana').openHome();
    await workspace.until(() => workspace.home('U1'));

    expect(workspace.home('U1')?.blocks.map((block) => block['type'])).toEqual(['section']);
    expect(log.lines.some((line) => line.includes('Slack refused the blocks of an App Home'))).toBe(true);
  });

  it('that the app does not have is said in the log, and nothing else happens', async () => {
    const running = await start();
    const { workspace, log } = running;
    workspace.inject({ method: 'views.publish', kind: 'refuse', error: 'not_enabled' });

    await workspace.as('ana').openHome();
    await eventually('the warning', () => log.lines.some((line) => line.includes('home_tab_enabled')));

    expect(workspace.countOf('views.publish')).toBe(1);
    expect(log.lines.some((line) => line.includes('"level":"error"'))).toBe(false);
  });

  it('holds as many clusters as there are', async () => {
    const parts = Array.from({ length: 60 }, (_, index): View['parts'] => [
      { kind: 'heading', text: `cluster ${index}`, priority: 9 },
      { kind: 'fields', items: [{ label: 'Nodes', value: 'x'.repeat(3_000) }], priority: 8 },
      { kind: 'context', text: 'you may', priority: 4 },
    ]).flat();
    const running = await start({ home: async () => ({ summary: 'all', parts }) });
    const { workspace, log } = running;

    await workspace.as('ana').openHome();
    await workspace.until(() => workspace.home('U1'));

    expect(workspace.home('U1')?.blocks.length).toBeLessThanOrEqual(100);
    expect(shown(running)).toContain('cluster 59');
    expect(log.lines.some((line) => line.includes('"level":"error"'))).toBe(false);
  });
});
