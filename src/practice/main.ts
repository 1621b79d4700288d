import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { botSettings, type BotSettings } from './bot-settings.ts';
import { startCluster } from './clusters.ts';
import type { Group } from './panel/group.ts';
import { imagesGroup } from './panel/images-group.ts';
import { joinGroups } from './panel/join-groups.ts';
import { nodesGroup } from './panel/nodes-group.ts';
import { slackGroup } from './panel/slack-group.ts';
import { openPlace, type Place } from './place.ts';
import { checkEngine } from './real-engine.ts';
import { PracticeRefusal } from './refusal.ts';
import {
  BREAKABLE,
  CLUSTERS,
  PLAYABLE,
  PRACTICE_CHANNELS,
  PRACTICE_RIGHTS,
  PRACTICE_WORKSPACE,
  REAL_CHANNELS,
  REAL_CLUSTER,
  REAL_RIGHTS,
  REAL_WORKSPACE,
  type WorkspaceStory,
} from './story/story.ts';
import { practiceCatalog } from './swarm/images/practice-images.ts';
import { troubledCatalog } from './swarm/images/troubles.ts';
import type { Panel } from './web/panel.ts';
import { startWeb } from './web/server.ts';
import { startWorkspace } from './workspace.ts';

export { PracticeRefusal } from './refusal.ts';

export type PracticeOptions = {
  /** Of the page, on 127.0.0.1; 0 is any free one. */
  readonly port: number;
  /** A folder that keeps everything from one start to the next. Without it everything is thrown away at the end. */
  readonly data?: string;
  /** The machine's own engine instead of a practice swarm: `unix:///path` or `tcp://host:port`. */
  readonly docker?: string;
  /** Faults of practice itself, for the one who runs it. */
  readonly onFault: (error: unknown) => void;
};

/** A running practice: a local Slack, its page, and the swarms, before the bot is connected to them. */
export type Practice = {
  /** What to open in a browser. Before a real engine there is a start token in it. */
  readonly address: string;
  /** What a real engine is commanded, to be said aloud at the start. Without it nothing real is touched. */
  readonly notice?: string;
  /** The bot's environment, as `config/load` reads one: tokens, key, database, and WAGGLE_CONFIG, a name in `files`. */
  readonly env: Readonly<Record<string, string>>;
  /** Texts of the files that `env` names, by path. */
  readonly files: ReadonlyMap<string, string>;
  /** Saves what is kept, ends everything, and throws away what is not kept. Rejects with a PracticeRefusal if some of it failed. */
  readonly stop: () => Promise<void>;
};

/**
 * Opens a practice: a local Slack with its page, and two practice swarms or a real engine behind it.
 * @throws PracticeRefusal for what the one who starts it can mend; nothing is left running then.
 */
export async function openPractice(options: PracticeOptions): Promise<Practice> {
  const { port, data, docker, onFault } = options;
  /** What ends what was begun, the last one first. */
  const endings: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    const faults: unknown[] = [];
    for (const end of endings.splice(0).toReversed()) {
      await end().catch((error: unknown) => faults.push(error)); // the rest is ended all the same
    }
    if (faults.length === 0) return;
    const why = faults.map((fault) => (fault instanceof Error ? fault.message : String(fault))).join('; ');
    throw new PracticeRefusal(`Practice has ended, but not all of it was kept or closed: ${why}`);
  };
  try {
    // what is remembered of practice swarms says nothing of a real one
    const folder = data === undefined || docker === undefined ? data : join(data, 'docker');
    const place = await openPlace(folder);
    endings.push(place.close);
    const stage =
      docker === undefined ? await practiceStage(place, endings, onFault) : await realStage(docker);
    const { slack, tokens } = await startWorkspace(stage.workspace, { data: place.kept, onFault });
    endings.push(slack.stop);
    const panel: Panel = joinGroups({
      groups: [...stage.groups, slackGroup(slack)],
      tries: stage.workspace.tries,
      ...(stage.notice === undefined ? {} : { notice: stage.notice }),
    });
    const web = await startWeb({
      workspace: slack.workspace,
      panel,
      port,
      playable: PLAYABLE,
      onFault,
      // the page commands something real: only who was told its address may
      ...(docker === undefined ? {} : { token: randomBytes(32).toString('base64url') }),
    }).catch((error: unknown) => {
      throw portRefusal(error, port) ?? error;
    });
    endings.push(web.stop);
    const { key, store } = place;
    return {
      address: web.address,
      ...(stage.notice === undefined ? {} : { notice: stage.notice }),
      ...botSettings({ ...stage.bot, tokens, key, store, apiUrl: slack.url }),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** What the workspace is about. */
type Stage = {
  readonly workspace: WorkspaceStory;
  readonly bot: Pick<BotSettings, 'clusters' | 'channels' | 'rights'>;
  /** What can be broken of the swarms; nothing of a real one. */
  readonly groups: readonly Group[];
  readonly notice?: string;
};

async function practiceStage(
  { temporary, kept }: Place,
  endings: (() => Promise<void>)[],
  onFault: (error: unknown) => void,
): Promise<Stage> {
  const catalog = troubledCatalog(practiceCatalog());
  const starting = CLUSTERS.map(async (story) => {
    const cluster = await startCluster(story, { sockets: temporary, catalog, data: kept, onFault });
    endings.push(cluster.stop);
    return cluster;
  });
  await Promise.allSettled(starting); // whatever was begun is then known, and can be ended
  const clusters = await Promise.all(starting);
  return {
    workspace: PRACTICE_WORKSPACE,
    bot: {
      clusters: Object.fromEntries(clusters.map((cluster) => [cluster.name, cluster])),
      channels: PRACTICE_CHANNELS,
      rights: PRACTICE_RIGHTS,
    },
    groups: [
      ...clusters.map(({ name, swarm }) => nodesGroup(name, swarm)),
      imagesGroup(
        BREAKABLE,
        catalog,
        clusters.map(({ swarm }) => swarm),
      ),
    ],
  };
}

async function realStage(endpoint: string): Promise<Stage> {
  const { name, version, nodes } = await checkEngine(endpoint);
  const size = nodes === 1 ? 'one node' : `${nodes} nodes`;
  return {
    workspace: REAL_WORKSPACE,
    bot: {
      clusters: { [REAL_CLUSTER]: { production: true, endpoints: [endpoint] } },
      channels: REAL_CHANNELS,
      rights: REAL_RIGHTS,
    },
    groups: [],
    notice: `This commands a REAL Docker engine: ${name} (${version}, a swarm of ${size}) at ${endpoint}. What is confirmed is done to it.`,
  };
}

function portRefusal(error: unknown, port: number): PracticeRefusal | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') {
    return new PracticeRefusal(
      `Port ${port} is in use. Choose another with --port (npm run practice -- --port ${port === 65_535 ? port - 1 : port + 1}), or stop what listens there.`,
    );
  }
  if (code === 'EACCES') {
    return new PracticeRefusal(`Port ${port} may not be used by you. Choose one above 1023 with --port.`);
  }
  return undefined;
}
