import { once } from 'node:events';
import { createServer, ServerResponse, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { Live } from '../../../src/practice/web/live.ts';
import type { Panel, PanelState } from '../../../src/practice/web/panel.ts';
import { Things } from '../../../src/practice/web/things.ts';
import type { SlackServer } from '../../../src/practice/slack/server.ts';
import { startServer } from '../slack/harness.ts';
import { OpenPage } from './open-page.ts';

/** For a busy machine. */
const patience = { timeout: 4_000 };

const ends: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

/** Live streams at `/U1` and so on, without any guard. */
async function startLive(
  times: Partial<ConstructorParameters<typeof Live>[3]>,
  panel?: Panel,
): Promise<{ slack: SlackServer; live: Live; port: number }> {
  const slack = await startServer();
  const { workspace } = slack;
  const all = { gatherMs: 5, heartbeatMs: 60_000, patienceMs: 60_000, ...times };
  const live = new Live(workspace, new Things(workspace.state, ['U1']), panel, all);
  const server: Server = createServer((request, response) => {
    const user = workspace.state.users.get(request.url?.slice(1) ?? '');
    if (user !== undefined) live.open(user, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  ends.push(async () => slack.stop());
  ends.push(() => {
    live.stop();
    server.close();
    server.closeAllConnections();
  });
  return { slack, live, port: (server.address() as AddressInfo).port };
}

async function openPage(port: number, as = 'U1'): Promise<OpenPage> {
  const page = await OpenPage.open(`http://127.0.0.1:${port}/${as}`);
  ends.push(() => {
    page.close();
  });
  return page;
}

test('a page hears now and then that the server is there', async () => {
  const { port } = await startLive({ heartbeatMs: 5 });
  const page = await openPage(port);

  await page.until(() => page.comments >= 2);

  expect(page.feeds).toHaveLength(1);
});

test('a page that goes is forgotten', async () => {
  const { live, port } = await startLive({});
  const page = await openPage(port);
  expect(live.size).toBe(1);

  page.close();

  await vi.waitFor(() => {
    expect(live.size).toBe(0);
  }, patience);
});

/** Asks for ana's stream and never reads from it. */
function askAndNeverRead(port: number): void {
  const deaf = connect(port, '127.0.0.1');
  ends.push(() => {
    deaf.destroy();
  });
  deaf.pause();
  deaf.write('GET /U1 HTTP/1.1\r\nHost: x\r\n\r\n');
}

/** More than the system keeps for a connection that nobody reads from, where ana alone sees it. */
function fill(slack: SlackServer): void {
  for (let count = 0; count < 20; count += 1) slack.workspace.as('ana').say('secret', 'x'.repeat(1_000_000));
}

test('a page that reads nothing is dropped', async () => {
  const { slack, live, port } = await startLive({ patienceMs: 20 });
  const opened = vi.spyOn(live, 'open');
  fill(slack);

  askAndNeverRead(port);

  await vi.waitFor(() => {
    expect(opened).toHaveBeenCalledOnce();
    expect(live.size).toBe(0);
  }, patience);
});

test('a page that reads nothing does not hold up the others, nor does anything pile up for it', async () => {
  const { slack, live, port } = await startLive({});
  fill(slack);
  askAndNeverRead(port);
  await vi.waitFor(() => {
    expect(live.size).toBe(1);
  }, patience);
  const page = await openPage(port, 'U2');
  const written = vi.spyOn(ServerResponse.prototype, 'write');

  for (let count = 1; count <= 3; count += 1) {
    slack.workspace.as('li').say('ops', `mark ${count}`);
    await page.message(({ text }) => text === `mark ${count}`);
  }

  expect(written).toHaveBeenCalledTimes(3);
  written.mockRestore();
  expect(live.size).toBe(2);
});

test('a panel is shown, and sent again when it is another one', async () => {
  let state: PanelState = { groups: [], tries: [{ label: 'Look', channel: 'C1', text: '/swarm services' }] };
  let told = 0;
  const listeners = new Set<() => void>();
  const panel: Panel = {
    state: () => {
      told += 1;
      return structuredClone(state);
    },
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    act: async () => Promise.resolve(''),
  };
  const { slack, live, port } = await startLive({}, panel);
  const page = await openPage(port);
  expect(page.things.get('panel')).toMatchObject(state);
  const change = (): void => {
    for (const listener of listeners) listener();
  };

  // Told to have changed while it has not: nothing is sent for it.
  const before = told;
  change();
  await vi.waitFor(() => {
    expect(told).toBeGreaterThan(before);
  }, patience);
  slack.workspace.as('ana').say('ops', 'mark');
  await page.message(({ text }) => text === 'mark');
  expect(page.feeds.slice(1).flatMap(({ put }) => put.map(({ kind }) => kind))).toEqual(['message']);

  state = { ...state, notice: 'This commands a real engine.' };
  change();
  await page.until(() => page.feeds.at(-1)?.put.some(({ kind }) => kind === 'panel'));
  expect(page.things.get('panel')).toMatchObject({ notice: 'This commands a real engine.' });

  live.stop();
  expect(listeners.size).toBe(0);
});
