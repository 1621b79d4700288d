import { connectSlack, type Slack, type SlackOptions } from '../../../src/adapters/slack/app.ts';
import type { Click, Front, HomeOpened, Said, Shortcut, Submission } from '../../../src/core/ports/front.ts';
import type { View } from '../../../src/core/view/view.ts';
import type { Workspace } from '../../../src/practice/slack/control.ts';
import { startSlackServer, type SlackServer } from '../../../src/practice/slack/server.ts';
import { systemClock } from '../../../src/system.ts';
import { freePort } from '../../support/free-port.ts';
import { keptRealLog, type KeptLog } from '../../support/kept-log.ts';

const secrets = {
  botToken: 'xoxb-1-canary',
  appToken: 'xapp-1-canary',
  signingSecret: 'canary',
} as const;

/** What the bot was told, and what it does about it. */
type Told = {
  said: Said[];
  clicks: Click[];
  shortcuts: Shortcut[];
  submissions: Submission[];
  homes: HomeOpened[];
};
export type Acts = Partial<Front>;

export type Running = {
  readonly server: SlackServer;
  readonly workspace: Workspace;
  readonly slack: Slack;
  readonly told: Told;
  readonly log: KeptLog;
  readonly stop: () => Promise<void>;
};

export const view = (summary: string, ...parts: View['parts']): View => ({
  summary,
  parts: [{ kind: 'text', text: summary }, ...parts],
});

/** A workspace of three people and three channels, with the whole adapter connected to it. */
export async function run(
  mode: 'socket' | 'http',
  acts: Acts = {},
  more: Partial<SlackOptions> & { readonly before?: (workspace: Workspace) => void } = {},
): Promise<Running> {
  const { before, ...options } = more;
  const told: Told = { said: [], clicks: [], shortcuts: [], submissions: [], homes: [] };
  const log = keptRealLog();
  const port = mode === 'http' ? await freePort() : 0;
  const server = await startSlackServer({
    ...secrets,
    seed: {
      users: [
        { id: 'U1', name: 'ana', realName: 'Ana' },
        { id: 'U2', name: 'li' },
        { id: 'U3', name: 'guest', kind: 'guest' },
        { id: 'U4', name: 'gone', kind: 'deactivated' },
        { id: 'U5', name: 'stranger', kind: 'stranger' },
      ],
      channels: [
        { id: 'C1', name: 'ops', members: ['U1', 'U2', 'U3'] },
        { id: 'C2', name: 'elsewhere', members: ['U1'], botIsMember: false },
      ],
    },
    manifest: { shortcuts: [{ type: 'message', callbackId: 'deploy_image' }] },
    mode: mode === 'socket' ? 'socket' : { http: `http://127.0.0.1:${port}/slack/events` },
  });
  before?.(server.workspace);
  const seen = new Set<string>();
  let ids = 0;
  const slack = connectSlack({
    mode:
      mode === 'socket'
        ? { kind: 'socket', appToken: secrets.appToken }
        : { kind: 'http', signingSecret: secrets.signingSecret, port, host: '127.0.0.1' },
    botToken: secrets.botToken,
    apiUrl: server.url,
    command: '/swarm',
    clock: systemClock,
    ids: { next: () => `ref${(ids += 1)}` },
    log,
    first: async (id) => !seen.has(id) && seen.add(id) !== undefined,
    drainMs: 2_000,
    ...options,
  });
  const front: Front = {
    say: async (said, signal) => {
      told.said.push(said);
      server.workspace.poke();
      await acts.say?.(said, signal);
    },
    click: async (click, signal) => {
      told.clicks.push(click);
      server.workspace.poke();
      await acts.click?.(click, signal);
    },
    shortcut: async (shortcut, signal) => {
      told.shortcuts.push(shortcut);
      server.workspace.poke();
      await acts.shortcut?.(shortcut, signal);
    },
    check: (submission) => acts.check?.(submission) ?? {},
    submit: async (submission, signal) => {
      told.submissions.push(submission);
      server.workspace.poke();
      await acts.submit?.(submission, signal);
    },
    home: async (opened, signal) => {
      told.homes.push(opened);
      server.workspace.poke();
      return (await acts.home?.(opened, signal)) ?? view('home');
    },
  };
  const stop = async () => {
    await slack.stop();
    await server.stop();
  };
  try {
    await slack.start(front);
  } catch (error) {
    await stop();
    throw error;
  }
  return { server, workspace: server.workspace, slack, told, log, stop };
}

/** What identifies a delivery's sender, without its functions. */
export const plain = ({ person, place }: Pick<Said, 'person' | 'place'>) => ({ person, place });
