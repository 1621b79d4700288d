import { request } from 'node:http';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keyOf, type Act, type Thing } from '../../src/practice/web/protocol.ts';
import { feedOf } from './support/feed.ts';
import { attack, startForeignPage, type ForeignPage, type Target } from './support/foreign-page.ts';
import { listeningPorts } from './support/listening.ts';
import { canRunInBrowser } from './support/needs.ts';
import { setStage } from './support/stage.ts';

describe.skipIf(!canRunInBrowser('pages of other origins'))('a page of another origin', () => {
  const stage = setStage();
  let foreign: ForeignPage | undefined;
  beforeAll(async () => {
    foreign = await startForeignPage();
  });
  afterAll(() => foreign?.stop());

  /** Everything that could change the workspace, for the page's server and for the local Slack's. */
  async function targets(): Promise<{ pages: Target[]; apis: Target[] }> {
    const { origin, pid } = stage.practice();
    const things = await feedOf(origin);
    const { me, ops } = cast(things);
    const acts: Act[] = [
      { act: 'say', channel: ops, text: 'said by another page' },
      { act: 'slash', channel: ops, text: '/swarm scale redis=9' },
      { act: 'leave', channel: ops },
      { act: 'openHome' },
    ];
    const pages = acts.map((act) => ({ url: `${origin}/act?as=${me}`, body: JSON.stringify(act) }));
    const others = (await listeningPorts(pid)).filter((port) => `http://127.0.0.1:${port}` !== origin);
    const message = JSON.stringify({ channel: ops, text: 'said by another page' });
    return {
      pages: [
        ...pages,
        { url: `${origin}/live?as=${me}`, body: '{}' },
        { url: `${origin}/upload?as=${me}&name=a.txt`, body: '{"a":1}' },
      ],
      apis: others.flatMap((port) =>
        ['api/chat.postMessage', 'api/apps.connections.open', ''].map((path) => ({
          url: `http://127.0.0.1:${port}/${path}`,
          body: message,
        })),
      ),
    };
  }

  // The same machine by another port, by another name, and a name of the attacker's that leads to this machine.
  test.each(['127.0.0.1', 'localhost', 'evil.localhost'])(
    'at %s cannot make practice act, nor read from it',
    async (host) => {
      const { origin } = stage.practice();
      const desk = await stage.open('desktop');
      const before = await feedOf(origin);
      const { pages, apis } = await targets();
      expect(apis.length, 'ports beside the page').toBeGreaterThan(0);
      const page = await desk.page.context().newPage();
      await page.goto(`http://${host}:${foreign?.port}/`);
      // Also what the browser keeps from a page that may not read it.
      const asked = new Map<string, string>();
      const statuses: { readonly request: string; readonly status: number }[] = [];
      const network = await desk.page.context().newCDPSession(page);
      network.on('Network.requestWillBeSent', ({ requestId, request: { method, url } }) => {
        asked.set(requestId, `${method} ${url}`);
      });
      network.on('Network.responseReceivedExtraInfo', ({ requestId, statusCode }) => {
        statuses.push({ request: requestId, status: statusCode });
      });
      await network.send('Network.enable');
      expect(await page.evaluate(attack([...pages, ...apis]))).toEqual([]);
      expect(statuses.length, 'what was tried').toBeGreaterThan(4 * (pages.length + apis.length));
      const passed = statuses.filter(({ status }) => status < 400);
      expect(passed.map(({ request: id, status }) => `${status} to ${asked.get(id) ?? id}`)).toEqual([]);
      await page.close();
      expect(told(await feedOf(origin))).toEqual(told(before));
      await desk.gone(desk.page.getByText('said by another page'));
    },
  );

  test('the page opens in no frame, and not by another name', async () => {
    const { origin } = stage.practice();
    const { port } = new URL(origin);
    const desk = await stage.open('desktop');
    const page = await desk.page.context().newPage();
    await page.goto(`http://127.0.0.1:${foreign?.port}/`);
    await page.evaluate(`new Promise((done) => {
      const frame = document.createElement('iframe');
      frame.onload = done;
      frame.src = '${origin}/';
      document.body.append(frame);
    })`);
    const inside = page.frames().find((frame) => frame !== page.mainFrame());
    expect(await inside?.getByRole('navigation').count()).toBe(0);
    const renamed = await page.goto(`http://evil.localhost:${port}/`);
    expect(renamed?.status()).toBe(403);
    await page.close();
  });

  test('a name that was pointed at this machine is refused at every port', async () => {
    const { origin, pid } = stage.practice();
    const { me } = cast(await feedOf(origin));
    for (const port of await listeningPorts(pid)) {
      const isPage = origin.endsWith(`:${port}`);
      const path = isPage ? `/live?as=${me}` : '/api/auth.test';
      expect(await statusOf(port, path, { host: `evil.example:${port}` }), `port ${port}`).toBe(403);
      if (isPage) continue;
      expect(await statusOf(port, path, { origin: 'http://evil.example' }), `port ${port}`).toBe(403);
    }
  });

  test('the page itself can do what they could not', async () => {
    const { origin } = stage.practice();
    const desk = await stage.open('desktop');
    const { me, ops } = cast(await feedOf(origin));
    const act: Act = { act: 'say', channel: ops, text: 'said by the page itself' };
    const status = await desk.page.evaluate(
      `fetch('/act?as=${me}', { method: 'POST', headers: { 'content-type': 'application/json' }, body: ${JSON.stringify(JSON.stringify(act))} }).then(({ status }) => status)`,
    );
    expect(status).toBe(200);
    await desk.goTo('ops');
    await desk.message('said by the page itself');
  });
});

function cast(things: readonly Thing[]): { me: string; ops: string } {
  const workspace = things.find((thing) => thing.kind === 'workspace');
  const ops = things.find((thing) => thing.kind === 'channel' && thing.name === 'ops');
  if (workspace === undefined || ops?.kind !== 'channel') throw new Error('there is no #ops in the feed');
  return { me: workspace.me, ops: ops.id };
}

/** What acts would change: messages, views, members and uploads; not how the swarm stands. */
function told(things: readonly Thing[]): string[] {
  return things
    .filter(({ kind }) => kind === 'message' || kind === 'view' || kind === 'channel')
    .map((thing) => `${keyOf(thing)} ${JSON.stringify(thing)}`)
    .toSorted((a, b) => (a < b ? -1 : 1));
}

/** The status of a GET with these headers, sent by hand: fetch would not let a Host of one's own through. */
async function statusOf(port: number, path: string, headers: Record<string, string>): Promise<number> {
  const sent = request({ host: '127.0.0.1', port, path, headers, agent: false });
  sent.end();
  const [answer] = await once(sent, 'response');
  answer.destroy();
  return answer.statusCode;
}
