import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { run, type Running } from '../harness.ts';

let running: Running | undefined;
afterEach(async () => {
  await running?.stop();
  running = undefined;
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
