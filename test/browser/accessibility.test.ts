import { AxeBuilder } from '@axe-core/playwright';
import { describe, expect, test } from 'vitest';
import { DEVICES } from './support/browser.ts';
import type { Desk } from './support/desk.ts';
import { canRunInBrowser } from './support/needs.ts';
import { setStage } from './support/stage.ts';

describe.skipIf(!canRunInBrowser('accessibility'))('axe finds nothing', () => {
  const stage = setStage();
  const schemes = ['light', 'dark'] as const;
  const looks = DEVICES.flatMap((device) => schemes.map((scheme) => ({ device, scheme })));

  test.each(looks)('on a $device, $scheme', async ({ device, scheme }) => {
    const desk = await stage.open(device, { as: 'ana', context: { colorScheme: scheme } });
    const { press, shows, dialog } = desk;
    const look = async (where: string) => {
      await desk.shot(`axe ${scheme} ${where}`);
      expect(await violations(desk, scheme), `${where}, ${device}, ${scheme}`).toEqual([]);
    };
    await desk.goTo('ops');
    await desk.message(/swarm services/);
    await look('channel');

    await desk.say('/swarm update redis image=redis:3.0.6');
    const card = await desk.message(/Update redis to/);
    await shows(card.getByRole('button', { name: 'Change' }));
    await look('plan');

    await press(card.getByRole('button', { name: 'Change' }));
    await shows(dialog.getByRole('heading', { name: 'Change the plan' }));
    await look('modal');
    await dialog.getByRole('textbox', { name: /^Update delay/ }).fill('soon');
    await press(dialog.getByRole('button', { name: 'Show the plan' }));
    await shows(dialog.locator('[aria-invalid="true"]'));
    await look('modal with an error');
    await press(dialog.getByRole('button', { name: 'Cancel' }));
    await desk.gone(dialog);

    await desk.composer().pressSequentially('/sw');
    await shows(desk.page.getByRole('listbox'));
    await look('slash commands');
    await desk.composer().fill('');

    await desk.openMore(card);
    await look('menu of a message');
    await desk.page.keyboard.press('Escape');

    await press(card.getByRole('button', { name: 'Cancel' }));
    await shows(card.getByText(/Cancelled by/));
    await desk.openReplyTo(card);
    await desk.say('what for?', 'thread');
    await shows(desk.thread.getByText('what for?'));
    await look('thread');
    await desk.closeThread();

    await desk.openPanel();
    await look('panel');
    await desk.closePanel();

    await desk.goTo('ops');
    await desk.say('/swarm update redis image=redis:9.9');
    const risky = await desk.message(/Update redis to redis:9\.9/);
    await press(risky.getByRole('button', { name: 'Confirm' }));
    const question = desk.page.getByRole('alertdialog');
    await shows(question);
    await look('question');
    await press(question.getByRole('button', { name: 'Not yet' }));
    await desk.gone(question);
    await press(risky.getByRole('button', { name: 'Cancel' }));

    await desk.goTo('App Home');
    await shows(desk.page.getByRole('main').getByRole('button', { name: 'Refresh' }), 30_000);
    await look('App Home');

    await desk.openPeople();
    await look('people');
  });
});

/** What is wrong, where, and what axe says about it. In the dark only the colours are others. */
async function violations(desk: Desk, scheme: 'light' | 'dark'): Promise<string[]> {
  const axe = new AxeBuilder({ page: desk.page });
  if (scheme === 'dark') axe.withRules('color-contrast');
  const { violations: found } = await axe.analyze();
  return found.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${help}: ${target.join(' ')}: ${failureSummary ?? ''}`),
  );
}
