import { commands } from '../commands/index.ts';
import { connectSwarm, type SwarmConnection } from './adapters/docker/connect-swarm.ts';
import { dialDirect } from './adapters/docker/dial-direct.ts';
import { healthRoutes, startHealth } from './adapters/http/health.ts';
import { portRefusal, tryPort } from './adapters/http/port.ts';
import type { Checks } from './adapters/http/readiness.ts';
import { unlessAborted } from './adapters/slack/abort.ts';
import { connectSlack, type Slack } from './adapters/slack/app.ts';
import { openStore } from './adapters/store/store.ts';
import { executor } from './app/execute.ts';
import { front } from './app/front.ts';
import type { Cluster, Parts } from './app/parts.ts';
import { sweep } from './app/sweep.ts';
import { WATCH_BUDGET } from './app/watch/settings.ts';
import { watchCluster } from './app/watch/watch-cluster.ts';
import type { Settings } from './config/settings.ts';
import type { UserError } from './core/errors.ts';
import type { Log } from './core/ports/log.ts';
import type { Store } from './core/ports/store.ts';
import { randomIds, systemClock } from './system.ts';

export type Waggle = {
  /** Resolves when Slack refuses for good what it accepted at the start: nothing can come in any more. */
  readonly refused: Promise<UserError>;
  /** Lets what is under way come to a safe point, and closes everything. */
  readonly stop: () => Promise<void>;
};

export type Surroundings = {
  /** Whether Socket Mode serves `/healthz` and `/readyz` on the port. Default: yes. */
  readonly health?: boolean;
};

/**
 * The composition root: puts the parts together and starts them. Resolves when Slack's deliveries can come in. Told to stop
 * before that, it closes what it has opened, and rejects with the signal's reason.
 */
export async function startWaggle(
  settings: Settings,
  log: Log,
  told: AbortSignal,
  { health: servesHealth = true }: Surroundings = {},
): Promise<Waggle> {
  const clock = systemClock;
  const ids = randomIds;
  log.debug({}, 'opening the store');
  const store = await openInTime(openStore({ ...settings.database, key: settings.key, clock, log }), told);
  const connections = connectClusters(settings, log);
  const checks: Record<string, Checks[string]> = {}; // filled below: Slack is one of those who are asked
  const slack = connectSlack({
    mode: slackMode(settings, checks),
    botToken: settings.slack.botToken,
    ...(settings.slack.apiUrl === undefined ? {} : { apiUrl: settings.slack.apiUrl }),
    command: settings.slack.command,
    clock,
    ids,
    log,
    first: store.deliveries.first,
  });
  Object.assign(checks, checksOf(store, slack, connections));

  const parts: Parts = {
    access: settings.access,
    clusters: clustersOf(settings, connections),
    catalog: commands,
    store,
    people: slack.people,
    messenger: slack.messenger,
    clock,
    ids,
    log,
    planExpiresMs: settings.plan.expiresAfterMs,
  };
  const watchers = new Map(
    [...connections].map(([cluster, { reader, events }]) => {
      const watching = { ...WATCH_BUDGET, ...settings.rollout };
      const { rollouts } = store;
      const { messenger } = slack;
      const deps = { cluster, swarm: reader, events, rollouts, messenger, clock, log, settings: watching };
      return [cluster, watchCluster(deps)];
    }),
  );
  const execute = executor({
    parts,
    writers: new Map([...connections].map(([cluster, { writer }]) => [cluster, writer])),
    follow: (rollout) => watchers.get(rollout.cluster)?.follow(rollout),
  });

  const work = new AbortController();
  const background = [
    ...[...watchers.values()].map((watcher) => watcher.run(work.signal)),
    sweep(parts, execute, work.signal),
  ];
  const stop = async () => {
    work.abort(new Error('Waggle is stopping'));
    await Promise.all(background);
    await slack.stop();
    await Promise.all([...connections.values()].map((connection) => connection.close()));
    await store.close();
  };
  try {
    if (settings.slack.connect.kind === 'http') {
      await tryPort(settings.port); // Slack's receiver takes it only when Slack has answered
    } else if (servesHealth) {
      const health = await startHealth({ port: settings.port, checks, signal: work.signal });
      background.push(health.closed);
    }
    await unlessAborted(slack.start(front(parts, execute)), told);
  } catch (error) {
    await stop();
    throw portRefusal(error, settings.port) ?? error;
  }
  return { refused: slack.refused, stop };
}

/** A database that does not answer keeps nobody waiting who was told to stop; one that answers late is closed. */
async function openInTime(opening: Promise<Store>, told: AbortSignal): Promise<Store> {
  try {
    return await unlessAborted(opening, told);
  } catch (error) {
    void opening.then(
      (store) => store.close(),
      () => {}, // it was not opened, which is what `error` says
    );
    throw error;
  }
}

function connectClusters(settings: Settings, log: Log): ReadonlyMap<string, SwarmConnection> {
  const credentialsFor = (registry: string) => {
    const known = settings.registries.get(registry);
    return known === undefined ? undefined : { ...known, serveraddress: registry };
  };
  return new Map(
    [...settings.clusters].map(([name, { endpoints }]) => {
      const options = { endpoints, dial: dialDirect, clock: systemClock, log, credentialsFor };
      return [name, connectSwarm(options)];
    }),
  );
}

function clustersOf(
  settings: Settings,
  connections: ReadonlyMap<string, SwarmConnection>,
): ReadonlyMap<string, Cluster> {
  return new Map(
    [...connections].map(([name, { reader }]) => {
      const production = settings.clusters.get(name)?.production ?? false;
      return [name, { name, production, swarm: reader }];
    }),
  );
}

/** Over HTTP, health is told on the port that Slack uses; over Socket Mode it has that port for itself. */
function slackMode({ slack, port }: Settings, checks: Checks): Parameters<typeof connectSlack>[0]['mode'] {
  if (slack.connect.kind === 'socket') return slack.connect;
  return { ...slack.connect, port, routes: healthRoutes(checks) };
}

function checksOf(store: Store, slack: Slack, connections: ReadonlyMap<string, SwarmConnection>): Checks {
  const clusters = [...connections].map(([name, { reader }]): [string, Checks[string]] => [
    `cluster ${name}`,
    async (signal) => !(await reader.freshness(signal)).stale,
  ]);
  return {
    store: async () => {
      await store.plans.inState('executing');
      return true;
    },
    slack: () => Promise.resolve(slack.isUp()),
    ...Object.fromEntries(clusters),
  };
}
