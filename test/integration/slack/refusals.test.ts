import { afterEach, describe, expect, it } from 'vitest';
import { connectSlack } from '../../../src/adapters/slack/app.ts';
import { UserError } from '../../../src/core/errors.ts';
import type { Clock } from '../../../src/core/ports/clock.ts';
import { startSlackServer } from '../../../src/practice/slack/server.ts';
import { systemClock } from '../../../src/system.ts';
import { keptLog } from '../../support/kept-log.ts';
import { run, view, type Running } from './harness.ts';

const nothing = async () => {};
const home = async () => view('home');

/** Waiting takes a thousandth of its time; only that for Slack's hello is as long as a busy machine may need. */
const hasty: Clock = {
  ...systemClock,
  sleep: (ms, signal) => systemClock.sleep(ms >= 30_000 ? 500 : ms / 1000, signal),
};

let running: Running | undefined;
afterEach(async () => {
  await running?.stop();
  running = undefined;
});

describe('the connection', () => {
  it.each([
    ['SLACK_BOT_TOKEN', 'auth.test', 'invalid_auth', /^Copy the Bot User OAuth Token again/],
    ['SLACK_BOT_TOKEN', 'auth.test', 'missing_scope', /^Add the scopes of manifest\.yml .* install/],
    ['SLACK_BOT_TOKEN', 'auth.test', 'account_inactive', /^Install the app in the workspace again/],
    [
      'SLACK_BOT_TOKEN',
      'auth.test',
      'ekm_access_denied',
      /docs\.slack\.dev\/reference\/methods\/auth\.test\.$/,
    ],
    ['SLACK_APP_TOKEN', 'apps.connections.open', 'invalid_auth', /^Copy the app-level token again/],
    ['SLACK_APP_TOKEN', 'apps.connections.open', 'missing_scope', /connections:write/],
    ['SLACK_APP_TOKEN', 'apps.connections.open', 'forbidden_team', /docs\.slack\.dev/],
  ])('is not made when Slack refuses the token in %s at %s with %s', async (variable, method, word, next) => {
    const started = run(
      'socket',
      {},
      {
        clock: hasty,
        before: (workspace) => {
          workspace.inject({ method, kind: 'refuse', error: word, times: 9 });
        },
      },
    ).catch((error: unknown) => error);

    const error = await started;
    expect(error).toBeInstanceOf(UserError);
    expect(error).toMatchObject({
      code: 'bad-value',
      message: `Slack does not accept the token in ${variable} (${word}).`,
      next: expect.stringMatching(next),
    });
  });

  it('says in one line why it is not there yet, and keeps the details for debugging', async () => {
    running = await run(
      'socket',
      {},
      {
        clock: hasty,
        before: (workspace) => {
          workspace.inject({ method: 'auth.test', kind: 'drop' });
          workspace.inject({ method: 'auth.test', kind: 'status', status: 404 });
          workspace.inject({
            method: 'auth.test',
            kind: 'refuse',
            error: '<html>Log in to the proxy</html>',
          });
          workspace.inject({ method: 'auth.test', kind: 'refuse', error: 'internal_error' });
          workspace.inject({ method: 'apps.connections.open', kind: 'status', status: 502 });
        },
      },
    );

    const told = running.log.lines
      .map((line): { level: string; msg: string } => JSON.parse(line))
      .filter(({ level }) => level === 'warn' || level === 'error');
    const { url } = running.server;
    expect(told.map(({ msg }) => msg)).toEqual([
      `cannot reach ${url} (UND_ERR_SOCKET), trying again in 1 s`,
      `cannot reach ${url} (HTTP 404), trying again in 2 s`,
      `cannot reach ${url} (what answers there is not Slack), trying again in 4 s`,
      `cannot reach ${url} (internal_error), trying again in 8 s`,
      `cannot reach ${url} (HTTP 502), trying again in 1 s`,
    ]);
    expect(JSON.stringify(told)).not.toContain('    at ');
  });

  it('is given up, and that is said, when Slack goes on refusing what it accepted before', async () => {
    running = await run('socket', {}, { clock: hasty });
    const { workspace, slack } = running;
    workspace.inject({ method: 'apps.connections.open', kind: 'refuse', error: 'token_revoked', times: 99 });

    workspace.sockets.drop();

    expect(await slack.refused).toMatchObject({
      code: 'bad-value',
      message: 'Slack does not accept the token in SLACK_APP_TOKEN (token_revoked).',
    });
    expect(slack.isUp()).toBe(false);
    expect(workspace.countOf('apps.connections.open')).toBe(11);
  });

  it('is not waited for any longer when the stop comes before Slack was reached', async () => {
    const server = await startSlackServer({
      botToken: 'xoxb-1',
      appToken: 'xapp-1',
      signingSecret: 'canary',
      seed: { users: [], channels: [] },
      mode: 'socket',
    });
    await server.stop(); // its port is free now
    const slack = connectSlack({
      mode: { kind: 'socket', appToken: 'xapp-1' },
      botToken: 'xoxb-1',
      apiUrl: server.url,
      command: '/swarm',
      clock: systemClock,
      ids: { next: () => 'ref' },
      log: keptLog(),
      first: async () => true,
      drainMs: 60_000,
    });
    const started = slack
      .start({ say: nothing, click: nothing, shortcut: nothing, check: () => ({}), submit: nothing, home })
      .catch((error: unknown) => error);
    slack.messenger.edit({ channel: 'C1', ts: '1.1' }, view('waits for Slack'), { final: true });

    await slack.stop();

    expect(await started).toEqual(new Error('Waggle has stopped'));
  });
});
