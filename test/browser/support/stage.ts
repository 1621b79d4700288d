import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { openBrowser, shapeOf, type Device } from './browser.ts';
import { deskOf, type Desk } from './desk.ts';
import { startPracticeProcess, type PracticeProcess } from './practice-process.ts';
import { collectProblems, type Problems } from './problems.ts';

/** Where screenshots go; git does not see it. */
const SHOTS = resolve(import.meta.dirname, '../../../test-results/browser');

export type DeskOptions = {
  /** Who to be, by handle. Default: whom the page makes one at first. */
  readonly as?: string;
  /** Default: what the practice printed. */
  readonly address?: string;
  readonly context?: BrowserContextOptions;
};

/** One practice and one browser for the tests of a file. */
export type Stage = {
  readonly practice: () => PracticeProcess;
  readonly browser: () => Browser;
  /** Opens the page in a window of its own. It is closed after the test, which fails if something went wrong unseen. */
  readonly open: (device: Device, options?: DeskOptions) => Promise<Desk>;
};

/** To be called once in a file, or in a `describe`: starts practice and browser before its tests, ends them after. */
export function setStage(
  args: readonly string[] = [],
  env: () => Readonly<Record<string, string>> = () => ({}),
): Stage {
  let practice: PracticeProcess | undefined;
  let browser: Browser | undefined;
  let desks: { readonly desk: Desk; readonly problems: Problems; readonly close: () => Promise<void> }[] = [];

  beforeAll(async () => {
    [practice, browser] = await Promise.all([startPracticeProcess(args, env()), openBrowser()]);
  });

  afterAll(async () => {
    await browser?.close();
    const code = await practice?.stop();
    expect(code, `practice ends cleanly:\n${practice?.output() ?? ''}`).toBe(0);
  });

  afterEach(async ({ task }) => {
    const open = desks;
    desks = [];
    const failed = task.result?.state === 'fail';
    for (const [index, { desk }] of open.entries()) {
      if (failed) await desk.shot(`failed ${task.name} ${index}`);
    }
    const found = open.flatMap(({ problems }) => problems.found);
    for (const { close } of open) await close();
    if (failed && practice !== undefined) console.error(practice.output());
    expect(found, 'what went wrong in the page without being seen').toEqual([]);
  });

  const running = () => {
    if (practice === undefined) throw new Error('there is no practice before the tests');
    return practice;
  };
  const opened = () => {
    if (browser === undefined) throw new Error('there is no browser before the tests');
    return browser;
  };
  return {
    practice: running,
    browser: opened,
    open: async (device, options = {}) => {
      const context = await opened().newContext({
        ...shapeOf(device),
        // Nobody in the practice lives there: dates must be told in the zone of the person, not of the browser.
        timezoneId: 'Pacific/Apia',
        ...options.context,
      });
      const page = await context.newPage();
      const problems = collectProblems(page);
      const desk = deskOf(page, device, problems, shotTaker);
      desks.push({ desk, problems, close: () => context.close() });
      await page.goto(options.address ?? running().address);
      await desk.ready();
      if (options.as !== undefined) await desk.be(options.as);
      return desk;
    },
  };
}

/** The file of a screenshot with this name. */
async function shotTaker(name: string): Promise<string> {
  await mkdir(SHOTS, { recursive: true });
  return join(SHOTS, `${name.replaceAll(/[^a-z0-9]+/giu, '-')}.png`);
}
