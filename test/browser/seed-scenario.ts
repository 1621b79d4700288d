import { describe, expect, test } from 'vitest';
import type { Device } from './support/browser.ts';
import { ROLLOUT_MS } from './support/desk.ts';
import { canRunInBrowser } from './support/needs.ts';
import { setStage } from './support/stage.ts';

/** What a newcomer is told to try, from the first message to the end of the rollback. In a file per device: it takes minutes. */
export function seedScenario(device: Device): void {
  describe.skipIf(!canRunInBrowser(`the first scenario (${device})`))(`on a ${device}`, () => {
    const stage = setStage();

    test('read what to try, see the services, scale, update, watch it and roll it back', async () => {
      const desk = await stage.open(device, { as: 'ana' });
      const { press, shows, thread } = desk;
      const replies = thread.getByRole('article');
      await desk.goTo('ops');
      await desk.message(/\/swarm services/);
      await desk.shot('seed 1 first message');

      await desk.say('/swarm services');
      const services = await desk.message('Only visible to you');
      await shows(services.getByText('redis', { exact: true }));
      await desk.shot('seed 2 services');

      await desk.say('/swarm scale redis=5');
      const scaling = await desk.message(/Scale redis to 5/);
      await shows(scaling.getByRole('button', { name: 'Confirm' }));
      await desk.shot('seed 3 plan');
      await press(scaling.getByRole('button', { name: 'Confirm' }));
      await shows(scaling.getByText(/Confirmed by/));
      await desk.openThread(scaling);
      await shows(
        replies.filter({ hasText: 'redis on prod: scaling' }).filter({ hasText: '5/5 running' }),
        ROLLOUT_MS,
      );
      await desk.shot('seed 4 scaled');

      await desk.closeThread();
      await desk.say('/swarm update redis image=redis:3.0.6 delay=10s parallelism=2');
      const updating = await desk.message(/Update redis to/);
      await press(updating.getByRole('button', { name: 'Confirm' }));
      await desk.openThread(updating);
      const update = replies.filter({ hasText: 'redis on prod: rolling update' });
      await shows(update.filter({ hasText: /[24]\/5 updated/ }), ROLLOUT_MS);
      await desk.shot('seed 5 rollout');
      await shows(update.filter({ hasText: /done in \d+:\d\d, watched to be stable for/ }), ROLLOUT_MS);
      expect(await update.innerText()).toContain('5 of 5 run redis:3.0.6');
      await desk.shot('seed 6 updated');

      await press(update.getByRole('button', { name: 'Roll back' }));
      const rollback = replies.filter({ hasText: 'Roll back redis to redis:3.0.5' });
      await press(rollback.getByRole('button', { name: 'Confirm' }));
      const back = replies.filter({ hasText: 'redis on prod: rollback' });
      await shows(back.filter({ hasText: /done in \d+:\d\d/ }), ROLLOUT_MS);
      expect(await back.innerText()).toContain('5 of 5 run redis:3.0.5');
      await desk.shot('seed 7 rolled back');
    }, 500_000);
  });
}
