import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { SeenMessage } from '../../src/practice/slack/seen.ts';
import { startSlackServer, type SlackServer } from '../../src/practice/slack/server.ts';
import { makeBot, type Bot } from './bot.ts';
import { freePort } from './free-port.ts';
import { startEngineProxy, type EngineProxy } from './engine-proxy.ts';
import { openSwarm } from './open-swarm.ts';
import { until } from './run.ts';
import type { Swarm } from './swarm.ts';

export type SceneOptions = {
  readonly mode?: 'socket' | 'http';
  /** The section `rollout` of waggle.yml. Default: short times, so that a suite of many ends is soon over. */
  readonly rollout?: Readonly<Record<string, string>>;
  readonly plan?: Readonly<Record<string, string>>;
  /** The name of a swarm that no other test uses, for what others must not be disturbed by. Default: a shared one will do. */
  readonly own?: string;
  /** How many endpoints of the manager are configured, each behind a proxy of its own. Default 1. */
  readonly endpoints?: number;
};

/** The real bot between a strict Slack and a swarm, with a counting proxy before the manager. */
export type Scene = {
  readonly slack: SlackServer;
  readonly bot: Bot;
  readonly swarm: Swarm;
  /** The first endpoint. */
  readonly proxy: EngineProxy;
  /** All endpoints, in the order of the configuration. */
  readonly proxies: readonly EngineProxy[];
  /** Makes a service by the docker CLI, with a secret in its env, and waits until it runs. It goes with the scene. */
  readonly service: (name: string, args?: readonly string[], image?: string) => Promise<void>;
  /** Says words in #ops as ana, and resolves with the card that answers. */
  readonly ask: (words: string, who?: string) => Promise<SeenMessage>;
  readonly press: (message: SeenMessage, label: string, who?: string) => Promise<void>;
  /** Asks and confirms; resolves with the message that follows the rollout. */
  readonly run: (words: string) => Promise<{ card: SeenMessage; rollout: SeenMessage }>;
  /** The message in the card's thread that follows the rollout. */
  readonly rolloutOf: (card: SeenMessage) => Promise<SeenMessage>;
  /** A message as it is now. */
  readonly now: (message: SeenMessage) => SeenMessage;
  /** Waits until a message's newest form holds this. Milliseconds: default 90 s. */
  readonly shows: (message: SeenMessage, words: RegExp, timeout?: number) => Promise<void>;
  readonly writes: () => number;
  readonly docker: (...args: string[]) => Promise<string>;
  /** Ends all, and checks that no planted secret was seen anywhere. */
  readonly close: () => Promise<void>;
};

const RUNNING_TIMEOUT_MS = 60_000;

export async function openScene(options: SceneOptions = {}): Promise<Scene> {
  const { swarm, close: closeSwarm } = await openSwarm(options.own);
  const dir = await mkdtemp(join(tmpdir(), 'waggle-scene-'));
  const secrets = {
    botToken: `xoxb-${canary()}`,
    appToken: `xapp-${canary()}`,
    signingSecret: canary(),
    key: randomBytes(32).toString('base64'),
    registryPassword: canary(),
    env: canary(),
  };
  const port = await freePort();
  const target = swarm.node('node1').socket;
  const proxy = await startEngineProxy({ target, listen: join(dir, 'engine.sock') });
  const proxies = [proxy];
  while (proxies.length < (options.endpoints ?? 1)) {
    const listen = join(dir, `engine${proxies.length + 1}.sock`);
    proxies.push(await startEngineProxy({ target, listen }));
  }
  const mode = options.mode ?? 'socket';
  const slack = await startSlackServer({
    ...secrets,
    mode: mode === 'socket' ? 'socket' : { http: `http://127.0.0.1:${port}/slack/events` },
    manifest: { shortcuts: [{ type: 'message', callbackId: 'deploy_image' }] },
    seed: {
      users: [
        { id: 'UANA', name: 'ana' },
        { id: 'ULI', name: 'li' },
        { id: 'UGUEST', name: 'gus', kind: 'guest' },
        { id: 'USTRANGER', name: 'stella', kind: 'stranger', teamId: 'T0OTHER' },
      ],
      channels: [
        { id: 'COPS', name: 'ops', members: ['UANA', 'ULI', 'UGUEST', 'USTRANGER'], botIsMember: true },
        { id: 'CQUIET', name: 'quiet', members: ['UANA'], botIsMember: false },
      ],
    },
  });
  const bot = await makeBot({
    config: {
      clusters: { prod: { production: true, endpoints: proxies.map(({ url }) => url) } },
      channels: { COPS: 'prod', CQUIET: 'prod' },
      allow: [
        {
          people: ['UANA', 'UGUEST', 'USTRANGER'],
          channels: ['COPS', 'CQUIET', 'direct'],
          clusters: ['prod'],
        },
      ],
      registries: { [swarm.registry]: { username: 'waggle', password_env: 'LAB_REGISTRY_PASSWORD' } },
      rollout: { settle: '3s', stuck_after: '20s', ...options.rollout },
      ...(options.plan === undefined ? {} : { plan: options.plan }),
    },
    env: {
      SLACK_BOT_TOKEN: secrets.botToken,
      ...(mode === 'socket'
        ? { SLACK_APP_TOKEN: secrets.appToken }
        : { SLACK_SIGNING_SECRET: secrets.signingSecret }),
      SLACK_API_URL: slack.url,
      WAGGLE_KEY: secrets.key,
      LAB_REGISTRY_PASSWORD: secrets.registryPassword,
      PORT: String(port),
    },
  });
  await bot.start();

  const made: string[] = [];
  const docker = async (...args: string[]): Promise<string> => {
    const ran = await swarm.docker(args);
    if (ran.code !== 0) throw new Error(`docker ${args.join(' ')}: ${ran.stderr}`);
    return ran.stdout.trim();
  };
  const { workspace } = slack;
  const ask: Scene['ask'] = async (words, who = 'ana') => {
    const before = new Set(workspace.messages('ops').map(({ ts }) => ts));
    await workspace.as(who).slash('ops', `/swarm ${words}`);
    return await workspace.untilMessage(
      'ops',
      ({ ts, threadTs }) => !before.has(ts) && threadTs === undefined,
    );
  };
  const press: Scene['press'] = async (message, label, who = 'ana') => {
    await workspace.as(who).click(message, label);
  };
  const rolloutOf: Scene['rolloutOf'] = (card) =>
    workspace.untilMessage('ops', ({ threadTs, blocks }) => threadTs === card.ts && blocks.length > 0, {
      timeout: 30_000,
    });

  const now: Scene['now'] = (message) =>
    workspace.everyMessage().find(({ channel, ts }) => channel === message.channel && ts === message.ts) ??
    message;

  return {
    slack,
    bot,
    swarm,
    proxy,
    proxies,
    docker,
    ask,
    press,
    rolloutOf,
    now,
    service: async (name, args = ['--replicas', '3'], image = 'redis:3.0.5') => {
      const env = ['--env', `DB_PASSWORD=${secrets.env}`];
      await docker(
        'service',
        'create',
        '--quiet',
        '--detach',
        '--name',
        name,
        ...env,
        ...args,
        swarm.image(image),
      );
      made.push(name);
      await until(
        `${name} runs`,
        async () => {
          const replicas = await docker(
            'service',
            'ls',
            '--filter',
            `name=${name}`,
            '--format',
            '{{.Replicas}}',
          );
          const [running, wanted] = replicas.split(/[/ ]/);
          return running === wanted && wanted !== '0';
        },
        { timeout: RUNNING_TIMEOUT_MS, every: 200 },
      );
    },
    run: async (words) => {
      const card = await ask(words);
      await press(card, 'Confirm');
      return { card, rollout: await rolloutOf(card) };
    },
    shows: async (message, words, timeout = 90_000) => {
      try {
        await workspace.until(() => words.test(wordsOf(now(message))), { timeout });
      } catch {
        throw new Error(
          `${words} did not come within ${timeout} ms; the message is:\n${wordsOf(now(message))}`,
        );
      }
    },
    writes: () => proxies.reduce((sum, each) => sum + each.writes().length, 0),
    close: async () => {
      const code = await bot.stop();
      if (made.length > 0) await docker('service', 'rm', ...made);
      for (const each of proxies) await each.close();
      await closeSwarm();
      await slack.stop();
      const seen = {
        log: bot.output(),
        slack: JSON.stringify(workspace.calls),
        messages: JSON.stringify(workspace.everyMessage()),
        views: JSON.stringify(workspace.everyView()),
        urls: proxies.flatMap(({ requests }) => requests.map(({ url }) => url)).join('\n'),
        store: await contentOf(join(bot.dir, 'data')),
      };
      await bot.dispose();
      await rm(dir, { recursive: true });
      for (const [where, text] of Object.entries(seen)) {
        for (const [name, secret] of Object.entries(secrets)) {
          expect(text.includes(secret), `the secret "${name}" was seen in: ${where}`).toBe(false);
        }
      }
      expect(code, 'the exit code of the bot').toBe(0);
    },
  };
}

/** Text and blocks of one form of a message, as one string. */
export function wordsOf({ text, blocks }: { readonly text: string; readonly blocks: unknown }): string {
  return `${text}\n${JSON.stringify(blocks)}`;
}

/** Every byte of every file in a folder. */
async function contentOf(folder: string): Promise<string> {
  const names = await readdir(folder);
  const files = await Promise.all(names.map((name) => readFile(join(folder, name), 'latin1')));
  expect(files.join('').length, 'the size of the store').toBeGreaterThan(0);
  return files.join('\n');
}

function canary(): string {
  return `canary${randomBytes(12).toString('hex')}`;
}
