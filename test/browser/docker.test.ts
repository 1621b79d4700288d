import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PracticeSwarm } from '../../src/practice/swarm/options.ts';
import { startSwarm } from '../../src/practice/swarm/swarm.ts';
import { DEVICES } from './support/browser.ts';
import { canRunInBrowser } from './support/needs.ts';
import { setStage } from './support/stage.ts';

describe.skipIf(!canRunInBrowser('practice with an engine of the machine'))('--docker', () => {
  let dir = '';
  let swarm: PracticeSwarm | undefined;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'waggle-engine-'));
    swarm = await startSwarm({ nodes: [{ name: 'node1', role: 'manager' }], sockets: dir });
  });
  afterAll(async () => {
    await swarm?.stop();
    await rm(dir, { recursive: true, force: true });
  });
  // A practice swarm stands for the machine's own engine.
  const stage = setStage(['--docker'], () => ({
    DOCKER_HOST: `unix://${swarm?.node('node1').socket ?? ''}`,
  }));

  test('without the token there is nothing to see or to do', async () => {
    const { address, origin } = stage.practice();
    expect(new URL(address).searchParams.get('token')?.length).toBeGreaterThanOrEqual(43); // 32 bytes
    for (const path of ['/', '/?token=', '/?token=wrong', '/app.js', '/live', '/act', '/file/F1']) {
      const answer = await fetch(`${origin}${path}`, { redirect: 'manual' });
      expect([path, answer.status]).toEqual([path, 401]);
    }
    const page = await (await stage.browser().newContext()).newPage();
    await page.goto(origin);
    expect(await page.locator('body').innerText()).toMatch(/address that was printed/);
    await page.context().close();
  });

  test.each(DEVICES)(
    'with it one is in, on a %s, and the token is no longer in the address',
    async (device) => {
      const desk = await stage.open(device);
      expect(desk.page.url()).not.toContain('token');
      await desk.openPanel();
      expect(await desk.panel.innerText()).toMatch(/real/i);
      await desk.shot('docker');
      await desk.page.reload();
      await desk.ready();
    },
  );
});
