import { describe, expect, test } from 'vitest';
import { ask } from './support/ask.ts';
import { DEVICES } from './support/browser.ts';
import { canRunInBrowser } from './support/needs.ts';
import { setStage } from './support/stage.ts';

describe.skipIf(!canRunInBrowser('being one of several people'))('people', () => {
  const stage = setStage();

  describe.each(DEVICES)('on a %s', (device) => {
    test('what was cancelled is not done, and the card says who did', async () => {
      const desk = await stage.open(device, { as: 'ana' });
      await desk.goTo('ops');
      await desk.say(`/swarm scale redis=${device === 'phone' ? 6 : 7}`);
      const card = await desk.message(device === 'phone' ? /Scale redis to 6/ : /Scale redis to 7/);
      await desk.press(card.getByRole('button', { name: 'Cancel' }));
      await desk.shows(card.getByText(/Cancelled by/));
      expect(await card.innerText()).toContain('Nothing was changed');
      await desk.gone(card.getByRole('button', { name: 'Confirm' }));
    });

    test('only the one who asked can confirm, and a refusal is seen by the refused alone', async () => {
      const ana = await stage.open(device, { as: 'ana' });
      const mo = await stage.open(device, { as: 'mo' });
      await ana.goTo('ops');
      await mo.goTo('ops');
      const refusals = mo.messages(/Only the one who asked for this change can decide it/);
      const before = await refusals.count();
      await ana.say('/swarm scale redis=4');
      const card = await mo.message(/Scale redis to 4/);
      await mo.press(card.getByRole('button', { name: 'Confirm' }));
      await expect.poll(() => refusals.count()).toBe(before + 1);
      await mo.say('/swarm scale redis=9');
      await mo.message(/not on the list of people who may change prod/);
      await mo.shot('refused');
      expect(await ana.messages(/not on the list/).count()).toBe(0);
      expect(await ana.messages(/Scale redis to 9/).count()).toBe(0);
      await ana.press((await ana.message(/Scale redis to 4/)).getByRole('button', { name: 'Cancel' }));
      await mo.shows(card.getByText(/Cancelled by/)); // live, without a reload
    });

    test('an answer for one person is not shown to another, and goes with the person', async () => {
      const desk = await stage.open(device, { as: 'ana' });
      await desk.goTo('ops');
      await ask(desk, '/swarm nodes', /nodes on prod/);
      const count = await desk.messages(/Only visible to you/).count();
      await desk.be('li');
      await desk.goTo('ops');
      await desk.message(/swarm services/);
      await desk.gone(desk.messages(/Only visible to you/));
      await desk.be('ana');
      await desk.goTo('ops');
      await expect.poll(() => desk.messages(/Only visible to you/).count()).toBe(count);
    });

    test('times are told in the zone of the one who reads', async () => {
      const ana = await stage.open(device, { as: 'ana' });
      const li = await stage.open(device, { as: 'li' });
      await ana.goTo('ops');
      await li.goTo('ops');
      await ana.say('/swarm scale redis=8');
      const [times, others] = await Promise.all(
        [ana, li].map(async (desk) => {
          const card = await desk.message(/Scale redis to 8/);
          const line = await card.getByText(/who alone can confirm it, until/).innerText();
          return /until (.+)\./.exec(line)?.[1];
        }),
      );
      expect(times).toMatch(/\d\d?:\d\d/);
      expect(others).toMatch(/\d\d?:\d\d/);
      expect(others).not.toBe(times);
      await ana.press((await ana.message(/Scale redis to 8/)).getByRole('button', { name: 'Cancel' }));
    });

    test('what one person writes the other one sees without a reload, and a reload keeps the place', async () => {
      const ana = await stage.open(device, { as: 'ana' });
      const li = await stage.open(device, { as: 'li' });
      await ana.goTo('general');
      await li.goTo('general');
      const words = `a word from ana on a ${device}`;
      await ana.say(words);
      const heard = await li.message(words);
      await li.shows(heard);
      await li.openReplyTo(heard);
      await li.say('and one from li', 'thread');
      await li.shows(li.thread.getByRole('article').filter({ hasText: 'and one from li' }));
      await ana.openThread(await ana.message(words));
      await ana.shows(ana.thread.getByRole('article').filter({ hasText: 'and one from li' }));
      await li.page.reload();
      await li.shows(li.thread.getByRole('article').filter({ hasText: 'and one from li' }));
      if (device === 'desktop') await li.shows(li.messages(words));
      await li.shot('after a reload');
      await expect.poll(() => li.whoAmI()).toMatch(/li/i);
    });
  });
});
