import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { DEVICES } from './support/browser.ts';
import { withFeed } from './support/feed.ts';
import { canRunInBrowser } from './support/needs.ts';
import { setStage } from './support/stage.ts';

describe.skipIf(!canRunInBrowser('files, App Home and direct messages'))('places', () => {
  const stage = setStage();

  describe.each(DEVICES)('on a %s', (device) => {
    test('a file goes up, and comes down with the same bytes', async () => {
      const desk = await stage.open(device, { as: 'ana' });
      await desk.goTo('general');
      const name = `notes-${device}.txt`;
      // Bytes that a careless way through text would change.
      const bytes = Buffer.from([0x41, 0x0d, 0x0a, 0x00, 0xff, 0xfe, 0xc3, 0x28, 0x80, 0x0a]);
      await desk.attach({ name, mimeType: 'text/plain', buffer: bytes });
      await desk.shows(desk.page.getByRole('main').getByText(name));
      await desk.say('what I noted');
      const message = await desk.message(name);
      await desk.shot('a file');
      const download = desk.page.waitForEvent('download');
      await desk.press(message.getByRole('link', { name: /download/i }).first());
      const file = await download;
      expect(file.suggestedFilename()).toBe(name);
      expect(await readFile(await file.path())).toEqual(bytes);
    });

    test('a picture is shown where it was posted', async () => {
      const desk = await stage.open(device, { as: 'ana' });
      await desk.goTo('general');
      const name = `dot-${device}.png`;
      const buffer = Buffer.from(
        'iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAIAAAACUFjqAAAAEklEQVR4nGP4z8CAB+GTG8HSALfKY52fTcuYAAAAAElFTkSuQmCC',
        'base64',
      );
      await desk.attach({ name, mimeType: 'image/png', buffer });
      await desk.say('a picture');
      const image = (await desk.message(name)).getByRole('img', { name: new RegExp(name) });
      await desk.shows(image);
      await expect
        .poll(() => image.evaluate((element) => 'naturalWidth' in element && element.naturalWidth))
        .toBe(10);
    });

    test('App Home shows the clusters, and leads back', async () => {
      const desk = await stage.open(device, { as: 'ana' });
      await desk.goTo('App Home');
      const main = desk.page.getByRole('main');
      await desk.shows(main.getByText(/prod/).first(), 30_000);
      await desk.shows(main.getByText(/staging/).first());
      await desk.shot('home');
      await desk.press(main.getByRole('button', { name: 'Refresh' }));
      await desk.shows(main.getByText(/prod/).first());
      await desk.goTo('ops');
      await desk.message(/swarm services/);
      expect(await desk.composer().getAttribute('aria-label')).toBe('Message #ops');
    });

    test('the bot answers in a direct message, and to a mention in a thread', async () => {
      const desk = await stage.open(device, { as: 'ana' });
      await desk.goTo('waggle');
      await desk.say('services --cluster staging');
      await desk.shows(
        desk.page
          .getByRole('main')
          .getByText(/staging/)
          .last(),
        30_000,
      );
      await desk.shot('direct message');
      await desk.goTo('ops');
      await desk.say(`a thread begins on a ${device}`);
      const first = await desk.message(`a thread begins on a ${device}`);
      await desk.openReplyTo(first);
      await desk.mention('waggle', 'nodes', 'thread');
      const answer = desk.thread.getByRole('article').filter({ hasText: /Only visible to you/ });
      await desk.shows(answer, 30_000);
      expect(await answer.innerText()).toMatch(/leader/i);
      await desk.shot('mention in a thread');
    });

    test('a block that the page does not know is named', async () => {
      const desk = await stage.open(device);
      await withFeed(desk.page, stage.practice().origin, (feed) =>
        feed.replaceAll('"type":"rich_text"', '"type":"hologram"'),
      );
      await desk.page.reload();
      await desk.goTo('ops');
      const said = desk.page.getByText(/cannot show a block of type/).first();
      await desk.shows(said);
      expect(await said.innerText()).toContain('hologram');
    });
  });
});
