import { afterEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../../../practice/slack/fake-clock.ts';
import { eventually, hasty, inBothModes, none, run, view, type Running } from '../harness.ts';

const ops = { channel: 'C1', kind: 'channel' } as const;

/** A command still arrives. */
async function works({ workspace, told }: Running): Promise<boolean> {
  const before = told.said.length;
  const { outcome } = await workspace.as('ana').slash('ops', '/swarm nodes');
  await workspace.until(() => told.said.length > before);
  return outcome === 'acked';
}

/** Over Socket Mode a delivery needs a connection. */
const connected = ({ workspace }: Running) =>
  workspace.until(() => workspace.sockets.connections.length > 0, { timeout: 10_000 });

inBothModes('Slack, reached', (start, mode) => {
  it('late because it was away at the start, is there when it is back', async () => {
    const running = await start(
      {},
      {
        clock: hasty,
        before: (_workspace, server) => {
          server.cut();
        },
        meanwhile: async (server, log) => {
          await eventually(
            'two tries',
            () => log.lines.filter((line) => line.includes('cannot reach')).length > 1,
          );
          server.mend();
        },
      },
    );

    expect(await works(running)).toBe(true);
  });

  it('again after it was cut off for a while, gets what was to be said, once', async () => {
    const running = await start({}, { clock: hasty });
    const { server, slack, workspace, log } = running;
    const ref = await slack.messenger.post(ops, view('3/5 updated'), none);
    const troubles = () => log.lines.filter((line) => /did not (arrive|reach)/.test(line)).length;

    server.cut();
    const shown = await workspace.as('ana').slash('ops', '/swarm nodes');
    slack.messenger.edit(ref, view('5/5 updated'), { final: true });
    const posted = slack.messenger.post(ops, view('done'), none);
    await eventually('a failed edit and a failed post', () => troubles() > 1);
    server.mend();
    await posted;
    await slack.messenger.drained(none);
    if (mode === 'socket') await connected(running);

    expect(shown.shownError).toBe('dispatch_failed');
    expect(workspace.messages('ops').map(({ text }) => text)).toEqual(['5/5 updated', 'done']);
    expect(await works(running)).toBe(true);
  });

  it('again after it was cut off, brings what was said to the bot meanwhile', async () => {
    const clock = new FakeClock();
    const running = await start({}, { clock: hasty, server: { clock } });
    const { server, workspace, told } = running;
    const ana = workspace.as('ana');

    server.cut();
    const first = await ana.say(ana.dm, 'nodes').delivered;
    server.mend();
    if (mode === 'socket') await connected(running);
    clock.advance(0); // the second try comes at once
    await workspace.until(() => told.said.length > 0);

    expect(first?.outcome).toBe(mode === 'socket' ? 'no_connection' : 'failed');
    expect(told.said.map(({ text }) => text)).toEqual(['nodes']);
  });
});

describe('the connection of Socket Mode', () => {
  let running: Running | undefined;
  afterEach(async () => {
    await running?.stop();
    running = undefined;
  });

  it('is made although Slack fails at first, asking only as often as we decide', async () => {
    running = await run(
      'socket',
      {},
      {
        clock: hasty,
        before: (workspace) => {
          workspace.inject({ method: 'auth.test', kind: 'status', status: 503, times: 2 });
          workspace.inject({ method: 'apps.connections.open', kind: 'status', status: 500, times: 2 });
          workspace.inject({ method: 'apps.connections.open', kind: 'rate_limited', retryAfter: 3 });
        },
      },
    );

    expect(await works(running)).toBe(true);
    const { workspace } = running;
    expect([workspace.countOf('auth.test'), workspace.countOf('apps.connections.open')]).toEqual([3, 4]);
  });

  it('is made anew as soon as its recycling is announced', async () => {
    running = await run('socket');
    const { workspace } = running;
    const [before] = workspace.sockets.connections;

    workspace.sockets.warn();
    await workspace.until(() => workspace.sockets.connections.some((id) => id !== before));

    expect(await works(running)).toBe(true);
    expect(workspace.sockets.connections).toHaveLength(1);
  });

  it('comes back after it was recycled', async () => {
    running = await run('socket');
    const [before] = running.workspace.sockets.connections;

    await running.workspace.sockets.recycle();
    await connected(running);

    expect(await works(running)).toBe(true);
    expect(running.workspace.sockets.connections).toHaveLength(1);
    expect(running.workspace.sockets.connections).not.toEqual([before]);
  });

  it('loses nothing of what is said while it is recycled', async () => {
    const clock = new FakeClock();
    running = await run('socket', {}, { server: { clock } });
    const { workspace, told } = running;

    const recycled = workspace.sockets.recycle();
    const first = await workspace.as('ana').say('ops', '@waggle nodes').delivered;
    await recycled;
    await connected(running);
    clock.advance(0); // the second try comes at once
    await workspace.until(() => told.said.length > 0);

    expect(first?.outcome).toBe('no_connection');
    expect(told.said.map(({ text }) => text)).toEqual(['nodes']);
  });

  it('may be recycled while a command is being answered', async () => {
    const go = Promise.withResolvers<void>();
    running = await run('socket', {
      say: async (said) => {
        await go.promise;
        await said.reply(view('3 nodes'));
      },
    });
    const { workspace } = running;
    await workspace.as('ana').slash('ops', '/swarm nodes');

    await workspace.sockets.recycle();
    go.resolve();

    expect((await workspace.untilEphemeral('U1')).text).toBe('3 nodes');
  });

  it('comes back after it broke', async () => {
    running = await run('socket');
    const { workspace } = running;
    const [before] = workspace.sockets.connections;

    workspace.sockets.drop();
    await workspace.until(() => workspace.sockets.connections.some((id) => id !== before));

    expect(await works(running)).toBe(true);
  });

  it('comes back after Slack has refused to open another one, and nothing dies of that', async () => {
    running = await run('socket', {}, { clock: hasty });
    const { workspace } = running;
    workspace.inject({ method: 'apps.connections.open', kind: 'refuse', error: 'invalid_auth' });
    workspace.inject({ method: 'apps.connections.open', kind: 'drop' });
    workspace.inject({ method: 'apps.connections.open', kind: 'status', status: 502 });
    const [before] = workspace.sockets.connections;

    workspace.sockets.drop();
    await workspace.until(() => workspace.sockets.connections.some((id) => id !== before));

    expect(await works(running)).toBe(true);
    expect(workspace.countOf('apps.connections.open')).toBe(5);
  });

  it('ends with the stop', async () => {
    running = await run('socket');

    expect(running.slack.isUp()).toBe(true);
    await running.slack.stop();

    expect(running.slack.isUp()).toBe(false);
    expect(running.workspace.sockets.connections).toEqual([]);
  });
});
