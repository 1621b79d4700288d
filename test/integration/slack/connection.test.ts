import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import type { Clock } from '../../../src/core/ports/clock.ts';
import { systemClock } from '../../../src/system.ts';
import { run, view, type Running } from './harness.ts';

const none = new AbortController().signal;

/** Waiting takes a twentieth of its time. */
const hasty: Clock = {
  ...systemClock,
  sleep: (ms, signal) => systemClock.sleep(ms / 20, signal),
};

let running: Running | undefined;
afterEach(async () => {
  await running?.stop();
  running = undefined;
});

/** A command still arrives. */
async function works({ workspace, told }: Running): Promise<boolean> {
  const before = told.said.length;
  await workspace.until(() => workspace.sockets.connections.length > 0);
  const { outcome } = await workspace.as('ana').slash('ops', '/swarm nodes');
  await workspace.until(() => told.said.length > before);
  return outcome === 'acked';
}

describe('the connection', () => {
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

  it('comes back after it was recycled', async () => {
    running = await run('socket');
    const [before] = running.workspace.sockets.connections;

    await running.workspace.sockets.recycle();

    expect(await works(running)).toBe(true);
    expect(running.workspace.sockets.connections).toHaveLength(1);
    expect(running.workspace.sockets.connections).not.toEqual([before]);
  });

  it('comes back after it broke', async () => {
    running = await run('socket');

    running.workspace.sockets.drop();

    expect(await works(running)).toBe(true);
  });

  it('comes back after Slack has refused to open another one, and nothing dies of that', async () => {
    running = await run('socket', {}, { clock: hasty });
    const { workspace } = running;
    workspace.inject({ method: 'apps.connections.open', kind: 'refuse', error: 'invalid_auth' });
    workspace.inject({ method: 'apps.connections.open', kind: 'drop' });
    workspace.inject({ method: 'apps.connections.open', kind: 'status', status: 502 });

    workspace.sockets.drop();

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

describe.each(['socket', 'http'] as const)('work by %s', (mode) => {
  it('is acknowledged before it is done', async () => {
    const never = Promise.withResolvers<void>();
    running = await run(mode, { say: () => never.promise });

    const result = await running.workspace.as('ana').slash('ops', '/swarm nodes');

    expect(result).toEqual({ outcome: 'acked' });
    never.resolve();
  });

  it('and its edits are finished before the stop is', async () => {
    const go = Promise.withResolvers<void>();
    const edit = { ref: { channel: 'C1', ts: '' } };
    running = await run(mode, {
      say: async () => {
        await go.promise;
        running?.slack.messenger.edit(edit.ref, view('after'), { final: true });
      },
    });
    const { slack, workspace } = running;
    edit.ref = await slack.messenger.post({ channel: 'C1', kind: 'channel' }, view('before'), none);
    await workspace.as('ana').slash('ops', '/swarm nodes');

    const stopped = slack.stop();
    workspace.inject({ method: 'chat.update', kind: 'drop' });
    go.resolve();
    await stopped;

    expect(workspace.messages('ops').map(({ text }) => text)).toEqual(['after']);
  });

  it('is told to end when it outlasts the stop', async () => {
    const ended = Promise.withResolvers<unknown>();
    running = await run(
      mode,
      {
        say: (_said, signal) =>
          new Promise((_resolve, reject) => {
            signal.addEventListener('abort', () => {
              ended.resolve(signal.reason);
              reject(signal.reason);
            });
          }),
      },
      { drainMs: 50 },
    );
    await running.workspace.as('ana').slash('ops', '/swarm nodes');

    await running.slack.stop();

    expect(await ended.promise).toEqual(new Error('Waggle is stopping'));
    expect(running.log.lines.some((line) => line.includes('work is cut short by the stop'))).toBe(true);
  });

  it('goes on after a delivery that cannot be read', async () => {
    running = await run(mode);
    const { workspace, told, log } = running;

    await workspace.sendEvent({ type: 'app_mention', user: 'U1', text: '<@U0WAGGLE> nodes' });
    await workspace.as('ana').slash('ops', '/swarm nodes');
    await workspace.until(() => told.said.length > 0);

    expect(told.said.map(({ text }) => text)).toEqual(['nodes']);
    expect(log.lines.some((line) => /"error".*a delivery could not be read/.test(line))).toBe(true);
  });
});

describe('signed HTTP', () => {
  it('passes the check of its address', async () => {
    running = await run('http');

    expect(await running.workspace.verifyUrl()).toBe(true);
  });

  it('serves the paths that were handed in beside Slack, and refuses what is not signed', async () => {
    const routes = [
      {
        path: '/healthz',
        method: ['GET'],
        handler: (_request: IncomingMessage, response: ServerResponse) => {
          response.end('ok');
        },
      },
    ];
    running = await run(
      'http',
      {},
      {
        mode: { kind: 'http', signingSecret: 'canary', port: 0, host: '127.0.0.1', routes },
      },
    );
    const base = `http://127.0.0.1:${running.slack.port()}`;

    const health = await fetch(`${base}/healthz`);
    const forged = await fetch(`${base}/slack/events`, { method: 'POST', body: 'command=%2Fswarm' });
    const unknown = await fetch(`${base}/else`);

    expect([health.status, await health.text(), forged.status, unknown.status]).toEqual([
      200,
      'ok',
      401,
      404,
    ]);
    expect(running.told.said).toEqual([]);
  });
});
