import { describe, expect, test } from 'vitest';
import { ask } from './support/ask.ts';
import { DEVICES } from './support/browser.ts';
import { ROLLOUT_MS, type Desk } from './support/desk.ts';
import { canRunInBrowser } from './support/needs.ts';
import { setStage } from './support/stage.ts';

describe.skipIf(!canRunInBrowser('breaking things'))('breaking things', () => {
  const stage = setStage();

  describe.each(DEVICES)('on a %s', (device) => {
    test('a node without power: its tasks go elsewhere', async () => {
      const desk = await stage.open(device, { as: 'ana' });
      await desk.goTo('ops');
      const before = await nodesThatRun(desk, 'redis');
      // Waggle asks manager1.
      const lost = before.find((name) => name !== 'manager1') ?? '';
      await desk.openPanel();
      await desk.shot('panel');
      const node = desk.item(lost);
      await desk.press(node.getByRole('button', { name: 'Cut the power' }));
      await desk.shows(node.getByText(/without power/).first());
      await desk.closePanel();
      await desk.goTo('ops');
      await expect
        .poll(() => nodesThatRun(desk, 'redis'), { timeout: 90_000, interval: 2_000 })
        .toSatisfy((names: string[]) => names.length === before.length && !names.includes(lost));
      await desk.shot('a node is lost');
      await desk.openPanel();
      await desk.press(node.getByRole('button', { name: 'Power on' }));
      await desk.shows(node.getByText(/ready/i), 60_000);
    });

    test('Slack is cut off and back: the bot answers again', async () => {
      const desk = await stage.open(device, { as: 'ana' });
      await desk.openPanel();
      await desk.press(desk.panel.getByRole('button', { name: 'Cut Slack off' }));
      await desk.shows(desk.panel.getByRole('button', { name: 'Reconnect' }));
      await desk.closePanel();
      await desk.goTo('ops');
      await desk.composer().fill('/swarm services');
      await desk.page.keyboard.press('Enter');
      await desk.shows(desk.page.getByRole('main').getByRole('alert').filter({ hasText: /\w/ }));
      await desk.shot('slack cut off');
      await desk.openPanel();
      await desk.press(desk.panel.getByRole('button', { name: 'Reconnect' }));
      await desk.closePanel();
      await desk.ready();
      await desk.goTo('ops');
      expect(await ask(desk, '/swarm services', /services on prod/)).toContain('redis');
    });
  });

  test('an image that crashes: the rollout fails in the words of the engine, and is rolled back', async () => {
    const desk = await stage.open('desktop', { as: 'ana' });
    await desk.openPanel();
    const image = desk.item(/redis:3\.0\.6/);
    await desk.press(image.getByRole('button', { name: /crash at the start/i }));
    await desk.closePanel();
    await desk.goTo('ops');
    await desk.say('/swarm update redis image=redis:3.0.6');
    const card = await desk.message(/Update redis to/);
    await desk.press(card.getByRole('button', { name: 'Confirm' }));
    await desk.openThread(card);
    const replies = desk.thread.getByRole('article');
    const update = replies.filter({ hasText: 'rolling update' });
    await desk.shows(update.filter({ hasText: /non-zero exit|exit code|paused by the engine/ }), ROLLOUT_MS);
    await desk.shows(update.getByRole('button', { name: 'Roll back' }));
    await desk.shot('failed rollout');
    await desk.press(update.getByRole('button', { name: 'Roll back' }));
    const plan = replies.filter({ hasText: 'Roll back redis' });
    await desk.press(plan.getByRole('button', { name: 'Confirm' }));
    const back = replies.filter({ hasText: 'redis on prod: rollback' });
    await desk.shows(back.filter({ hasText: /done in/ }), ROLLOUT_MS);
    expect(await back.innerText()).toMatch(/run redis:3\.0\.5/);
    await desk.shot('rolled back after a failure');
  }, 400_000);
});

/** The nodes of a service's running tasks, as `ps` tells. */
async function nodesThatRun(desk: Desk, service: string): Promise<string[]> {
  const answer = await ask(desk, `/swarm ps ${service}`, new RegExp(`${service} on prod.*: `));
  const rows = answer.split('\n').map((line) => line.split('\t'));
  return rows.flatMap(([_task, _image, node = '', desired, state = '']) =>
    desired === 'running' && state.startsWith('running') ? [node] : [],
  );
}
