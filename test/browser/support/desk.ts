import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Device } from './browser.ts';
import type { Problems } from './problems.ts';

/** How long something may take that only the page, its server and the bot have to do with. */
const SOON_MS = 15_000;
/** How long a rollout may take to its true end. */
export const ROLLOUT_MS = 150_000;

type Words = RegExp | string;
type Pane = 'channel' | 'thread';

/** The page as a person uses it: by the names and roles that are on it. */
export type Desk = {
  readonly page: Page;
  readonly device: Device;
  readonly problems: Problems;
  /** Waits until the page shows the workspace, with the app connected to it. */
  readonly ready: () => Promise<void>;
  /** A click, or a touch on a phone. */
  readonly press: (target: Locator) => Promise<void>;
  /** Waits until it is seen. Milliseconds. */
  readonly shows: (target: Locator, timeout?: number) => Promise<void>;
  /** Waits until none of it is seen. */
  readonly gone: (target: Locator, timeout?: number) => Promise<void>;
  readonly shot: (name: string) => Promise<void>;

  /** Opens the list of people that one can be. */
  readonly openPeople: () => Promise<void>;
  /** Becomes another person, by handle. */
  readonly be: (name: string) => Promise<void>;
  readonly whoAmI: () => Promise<string>;

  /** Goes to a channel by its name, to the direct message with the app (`waggle`) or to its `App Home`. */
  readonly goTo: (place: string) => Promise<void>;
  readonly composer: (where?: Pane) => Locator;
  /** Types into the composer, and sends it. */
  readonly say: (words: string, where?: Pane) => Promise<void>;
  /** Begins with a mention that is picked from the list, types the rest, and sends it. */
  readonly mention: (name: string, rest: string, where?: Pane) => Promise<void>;
  /** Puts a file to what is being written. */
  readonly attach: (file: { name: string; mimeType: string; buffer: Buffer }) => Promise<void>;

  /** Messages of the channel (not of the thread) that hold these words. */
  readonly messages: (words: Words) => Locator;
  /** The newest of these, once there is one. */
  readonly message: (words: Words) => Promise<Locator>;
  readonly openMore: (message: Locator) => Promise<void>;
  /** Picks a message's shortcut from its menu. */
  readonly shortcut: (message: Locator, name: string) => Promise<void>;
  /** Opens the thread of a message that may have no replies yet. */
  readonly openReplyTo: (message: Locator) => Promise<void>;
  /** Opens a message's thread by its count of replies. */
  readonly openThread: (message: Locator) => Promise<void>;
  /** The thread beside the channel, or over it on a phone. */
  readonly thread: Locator;
  readonly closeThread: () => Promise<void>;

  readonly panel: Locator;
  readonly openPanel: () => Promise<void>;
  readonly closePanel: () => Promise<void>;
  /** What can be broken, by its label. */
  readonly item: (label: Words) => Locator;

  /** The dialog that is open: a modal of the app, or a question. */
  readonly dialog: Locator;
  /** Goes from control to control until this one has the focus. */
  readonly tabTo: (target: Locator, key: 'Tab' | 'Shift+Tab') => Promise<void>;
};

export function deskOf(
  page: Page,
  device: Device,
  problems: Problems,
  fileOf: (name: string) => Promise<string>,
): Desk {
  const shows: Desk['shows'] = (target, timeout = SOON_MS) =>
    target.filter({ visible: true }).first().waitFor({ timeout });
  const gone: Desk['gone'] = async (target, timeout = SOON_MS) => {
    await expect.poll(() => target.filter({ visible: true }).count(), { timeout }).toBe(0);
  };
  const has = async (target: Locator) => (await target.filter({ visible: true }).count()) > 0;
  const press: Desk['press'] = (target) =>
    device === 'phone' ? target.tap({ timeout: SOON_MS }) : target.click({ timeout: SOON_MS });

  const main = page.getByRole('main');
  const thread = page.getByRole('complementary', { name: 'Thread' });
  const panel = page.getByRole('complementary', { name: 'Break things' });
  const sidebar = page.getByRole('navigation', { name: 'Channels' });
  const dialog = page.getByRole('dialog');
  const back = page.getByRole('button', { name: /^Back/ });
  const me = page.getByRole('button', { name: /^You are / });

  /** On a phone one pane is shown at a time: goes back until it is the list of channels. */
  const toSidebar = async (): Promise<void> => {
    for (let panes = 0; panes < 3; panes += 1) {
      await shows(sidebar.or(back));
      if (await has(sidebar)) return;
      await press(back.filter({ visible: true }).last());
    }
    await shows(sidebar);
  };

  const messages: Desk['messages'] = (words) => main.getByRole('article').filter({ hasText: words });
  const composer: Desk['composer'] = (where = 'channel') =>
    where === 'thread'
      ? thread.getByRole('textbox', { name: 'Reply' })
      : main.getByRole('textbox', { name: /^Message / });
  const send = async (where: Pane = 'channel'): Promise<void> => {
    const pane = where === 'thread' ? thread : main;
    await press(pane.getByRole('button', { name: 'Send', exact: true }));
    await expect.poll(() => composer(where).inputValue(), { timeout: SOON_MS }).toBe('');
  };
  const openMore: Desk['openMore'] = async (message) => {
    if (device === 'desktop') await message.hover();
    await press(message.getByRole('button', { name: 'More actions' }));
    await shows(page.getByRole('menu'));
  };
  const openPeople: Desk['openPeople'] = async () => {
    await toSidebar();
    await press(me);
    await shows(page.getByRole('menu'));
  };

  return {
    page,
    device,
    problems,
    ready: async () => {
      await toSidebar();
      await shows(sidebar.getByText('connected', { exact: true }), 30_000);
    },
    press,
    shows,
    gone,
    shot: async (name) => {
      await page.screenshot({ path: await fileOf(`${name} ${device}`) });
    },

    openPeople,
    be: async (name) => {
      await openPeople();
      await press(page.getByRole('menuitemradio', { name: new RegExp(`^${name}\\b`, 'i') }));
      await toSidebar();
      await shows(page.getByRole('button', { name: new RegExp(`^You are ${name}\\b`, 'i') }));
    },
    whoAmI: async () => {
      await toSidebar();
      return (await me.getAttribute('aria-label')) ?? me.innerText();
    },

    goTo: async (place) => {
      await toSidebar();
      await press(sidebar.getByRole('link', { name: new RegExp(`\\b${place}\\b`) }).first());
      // Until it is drawn, what was open before could still take what is written or attached.
      const title = new RegExp(`\\b${place === 'App Home' ? 'waggle' : place}\\b`);
      await shows(main.getByRole('heading', { level: 1, name: title }));
    },
    composer,
    say: async (words, where) => {
      await composer(where).fill(words);
      await send(where);
    },
    mention: async (name, rest, where) => {
      await composer(where).pressSequentially(`@${name.slice(0, 3)}`);
      await press(page.getByRole('option', { name: new RegExp(name) }).first());
      await composer(where).pressSequentially(rest);
      await send(where);
    },
    attach: async (file) => {
      await main.locator('input[type=file]').first().setInputFiles(file);
    },

    messages,
    message: async (words) => {
      const newest = messages(words).last();
      await shows(newest, 30_000);
      return newest;
    },
    openMore,
    shortcut: async (message, name) => {
      await openMore(message);
      await press(page.getByRole('menuitem', { name }));
    },
    openReplyTo: async (message) => {
      await openMore(message);
      await press(page.getByRole('menuitem', { name: 'Reply in thread' }));
      await shows(thread);
    },
    openThread: async (message) => {
      await press(message.getByRole('button', { name: /\d+ repl(?:y|ies)/ }));
      await shows(thread);
    },
    thread,
    closeThread: async () => {
      await press(
        thread
          .getByRole('button', { name: /^(?:Back|Close)/ })
          .filter({ visible: true })
          .first(),
      );
      await gone(thread);
    },

    panel,
    openPanel: async () => {
      await toSidebar();
      await press(page.getByRole('button', { name: 'Break things' }).filter({ visible: true }).first());
      await shows(panel);
    },
    closePanel: async () => {
      await press(
        panel
          .getByRole('button', { name: /^(?:Back|Close)/ })
          .filter({ visible: true })
          .first(),
      );
      await gone(panel);
    },
    item: (label) => panel.getByRole('listitem').filter({ hasText: label }),

    dialog,
    tabTo: async (target, key) => {
      for (let presses = 0; presses < 60; presses += 1) {
        if (await target.evaluate((element) => element === element.ownerDocument.activeElement)) return;
        await page.keyboard.press(key);
      }
      throw new Error(`no way to it by ${key}`);
    },
  };
}
