import { afterEach, describe, vi } from 'vitest';
import { connectSlack, type Slack, type SlackOptions } from '../../../src/adapters/slack/app.ts';
import type { Clock } from '../../../src/core/ports/clock.ts';
import type { Click, Front, HomeOpened, Said, Shortcut, Submission } from '../../../src/core/ports/front.ts';
import type { View } from '../../../src/core/view/view.ts';
import type { Workspace } from '../../../src/practice/slack/control.ts';
import {
  startSlackServer,
  type SlackServer,
  type SlackServerOptions,
} from '../../../src/practice/slack/server.ts';
import { systemClock } from '../../../src/system.ts';
import { freePort } from '../../support/free-port.ts';
import { keptRealLog, type KeptLog } from '../../support/kept-log.ts';
import { takingTurns } from './taking-turns.ts';

const secrets = {
  botToken: 'xoxb-1-canary',
  appToken: 'xapp-1-canary',
  signingSecret: 'canary',
} as const;

export type Mode = 'socket' | 'http';

/** A bot's waiting takes a twentieth of its time. */
export const hasty: Clock = { ...systemClock, sleep: (ms, signal) => systemClock.sleep(ms / 20, signal) };

/** A signal that is never aborted. */
export const none = new AbortController().signal;

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
  /** The bot; of several the first. */
  readonly slack: Slack;
  readonly told: Told;
  /** All bots on this app. */
  readonly bots: readonly { readonly slack: Slack; readonly told: Told }[];
  readonly log: KeptLog;
  readonly stop: () => Promise<void>;
};

export type RunOptions = Partial<SlackOptions> & {
  /** Before any bot starts. */
  readonly before?: (workspace: Workspace, server: SlackServer) => void;
  /** Once the bots are starting, and before they are waited for. */
  readonly meanwhile?: (server: SlackServer, log: KeptLog) => Promise<void>;
  /** How many bots there are; 1 by default. Over HTTP their requests take turns. */
  readonly replicas?: number;
  /** `first` of each bot, where each has a store of its own. */
  readonly firsts?: readonly SlackOptions['first'][];
  readonly server?: Partial<SlackServerOptions>;
};

export const view = (summary: string, ...parts: View['parts']): View => ({
  summary,
  parts: [{ kind: 'text', text: summary }, ...parts],
});

/** The same exchanges over Socket Mode and over signed HTTP, each test with a workspace of its own. */
export function inBothModes(
  topic: string,
  tests: (start: (acts?: Acts, more?: RunOptions) => Promise<Running>, mode: Mode) => void,
): void {
  describe.each<Mode>(['socket', 'http'])(`${topic} by %s`, (mode) => {
    let running: Running | undefined;
    afterEach(async () => {
      await running?.stop();
      running = undefined;
    });
    tests(async (acts, more) => (running = await run(mode, acts, more)), mode);
  });
}

/** Waits for something that no change of the workspace tells of. */
export async function eventually(what: string, probe: () => boolean): Promise<void> {
  await vi.waitFor(
    () => {
      if (!probe()) throw new Error(`${what} did not come`);
    },
    { timeout: 10_000, interval: 5 },
  );
}

/** A workspace of five people and two channels, with the whole adapter connected to it. */
export async function run(mode: Mode, acts: Acts = {}, more: RunOptions = {}): Promise<Running> {
  const { before, meanwhile, replicas = 1, firsts = [], server: serverOptions = {}, ...options } = more;
  const log = keptRealLog();
  const ports = await Promise.all(Array.from({ length: mode === 'http' ? replicas : 0 }, () => freePort()));
  const door = ports.length > 1 ? await takingTurns(ports) : undefined;
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
    mode: mode === 'socket' ? 'socket' : { http: `http://127.0.0.1:${door?.port ?? ports[0]}/slack/events` },
    ...serverOptions,
  });
  const { workspace } = server;
  before?.(workspace, server);
  const seen = new Set<string>();
  let ids = 0;
  const makeBot = (index: number) => {
    const port = ports[index] ?? 0;
    const own = firsts[index];
    const told: Told = { said: [], clicks: [], shortcuts: [], submissions: [], homes: [] };
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
      ...(own === undefined ? {} : { first: own }),
    });
    return { slack, told, front: frontOf(told, acts, workspace) };
  };
  const bots = Array.from({ length: replicas }, (_, index) => makeBot(index));
  const [first] = bots;
  if (first === undefined) throw new Error('there is no bot');
  const stop = async () => {
    await Promise.all(bots.map(({ slack }) => slack.stop()));
    await door?.close();
    await server.stop();
  };
  try {
    const starting = Promise.all(bots.map(({ slack, front }) => slack.start(front)));
    await Promise.all([starting, meanwhile?.(server, log)]);
    if (mode === 'socket') {
      await workspace.until(() => workspace.sockets.connections.length === replicas);
    }
  } catch (error) {
    await stop();
    throw error;
  }
  return { server, workspace, slack: first.slack, told: first.told, bots, log, stop };
}

/** Notes what the bot is told, and does what the test says. */
function frontOf(told: Told, acts: Acts, workspace: Workspace): Front {
  const noted = <T>(list: T[], item: T): void => {
    list.push(item);
    workspace.poke();
  };
  return {
    say: async (said, signal) => {
      noted(told.said, said);
      await acts.say?.(said, signal);
    },
    click: async (click, signal) => {
      noted(told.clicks, click);
      await acts.click?.(click, signal);
    },
    shortcut: async (shortcut, signal) => {
      noted(told.shortcuts, shortcut);
      await acts.shortcut?.(shortcut, signal);
    },
    check: (submission) => acts.check?.(submission) ?? {},
    submit: async (submission, signal) => {
      noted(told.submissions, submission);
      await acts.submit?.(submission, signal);
    },
    home: async (opened, signal) => {
      noted(told.homes, opened);
      return (await acts.home?.(opened, signal)) ?? view('home');
    },
  };
}

/** What identifies a delivery's sender, without its functions. */
export const plain = ({ person, place }: Pick<Said, 'person' | 'place'>) => ({ person, place });
