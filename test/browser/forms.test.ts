import { describe, expect, test } from 'vitest';
import { DEVICES } from './support/browser.ts';
import { canRunInBrowser } from './support/needs.ts';
import { setStage } from './support/stage.ts';

describe.skipIf(!canRunInBrowser('forms'))('forms', () => {
  const stage = setStage();

  describe.each(DEVICES)('on a %s', (device) => {
    test('a plan is changed in a form; a value that is not understood is said beside its field', async () => {
      const desk = await stage.open(device, { as: 'ana' });
      const { dialog, press, shows } = desk;
      await desk.goTo('ops');
      await desk.say('/swarm update redis image=redis:3.0.6');
      const card = await desk.message(/Update redis to/);
      await press(card.getByRole('button', { name: 'Change' }));
      await shows(dialog.getByRole('heading', { name: 'Change the plan' }));
      const delay = dialog.getByRole('textbox', { name: /^Update delay/ });
      await delay.fill('soon');
      await press(dialog.getByRole('button', { name: 'Show the plan' }));
      await expect.poll(() => delay.getAttribute('aria-invalid')).toBe('true');
      const about = (await delay.getAttribute('aria-describedby')) ?? '';
      const described = about.split(' ').filter((id) => id !== '');
      const words = await Promise.all(described.map((id) => desk.page.locator(`[id="${id}"]`).innerText()));
      expect(words.join(' ')).toMatch(/expected|10s/i);
      expect(await delay.inputValue()).toBe('soon');
      await desk.shot('form with a mistake');
      await delay.fill('15s');
      await press(dialog.getByRole('button', { name: 'Show the plan' }));
      await desk.gone(dialog);
      const changed = desk
        .messages(/Update redis to/)
        .filter({ hasText: '15s' })
        .last();
      await shows(changed);
      await press(changed.getByRole('button', { name: 'Cancel' }));
      await shows(changed.getByText(/Cancelled by/));
    });

    test('a message that names an image deploys it by its shortcut', async () => {
      const desk = await stage.open(device, { as: 'ana' });
      const { dialog, press, shows } = desk;
      await desk.goTo('ops');
      const said = `built redis:3.0.7 for the ${device}`;
      await desk.say(said);
      await desk.shortcut(await desk.message(said), 'Deploy this image');
      await shows(dialog.getByRole('heading', { name: 'Deploy this image' }));
      expect(await dialog.innerText()).toContain('redis:3.0.7');
      await desk.shot('shortcut');
      await press(dialog.getByRole('button', { name: 'Show the plan' }));
      await desk.gone(dialog);
      const card = await desk.message(/Update redis to .*3\.0\.7/);
      await press(card.getByRole('button', { name: 'Cancel' }));
      await shows(card.getByText(/Cancelled by/));
    });

    test('a form that is cancelled leaves all as it was', async () => {
      const desk = await stage.open(device, { as: 'ana' });
      const { dialog, press, shows } = desk;
      await desk.goTo('ops');
      await desk.say('/swarm scale redis=4');
      const card = await desk.message(/Scale redis to 4/);
      await press(card.getByRole('button', { name: 'Change' }));
      await shows(dialog.getByRole('heading', { name: 'Change the plan' }));
      await press(dialog.getByRole('button', { name: 'Cancel' }));
      await desk.gone(dialog);
      expect(await card.getByRole('button', { name: 'Confirm' }).isEnabled()).toBe(true);
      await press(card.getByRole('button', { name: 'Cancel' }));
      await shows(card.getByText(/Cancelled by/));
    });
  });

  test('with the keyboard alone: a command completed, sent, and its plan confirmed', async () => {
    const desk = await stage.open('desktop', { as: 'ana' });
    const { keyboard } = desk.page;
    await keyboard.press('Control+k');
    await keyboard.type('staging');
    await keyboard.press('Enter');
    const composer = desk.page.getByRole('textbox', { name: 'Message #staging' });
    await desk.shows(composer);
    await composer.focus();
    await keyboard.type('/sw');
    await keyboard.press('Tab');
    await expect.poll(() => composer.inputValue()).toBe('/swarm ');
    await keyboard.type('scale shop=3');
    await keyboard.press('Enter');
    const confirm = (await desk.message(/Scale shop to 3/)).getByRole('button', { name: 'Confirm' });
    await desk.shows(confirm);
    await desk.tabTo(confirm, 'Shift+Tab');
    await keyboard.press('Enter');
    await desk.shows((await desk.message(/Scale shop to 3/)).getByText(/Confirmed by/));
  });
});
