import { isDeepStrictEqual } from 'node:util';
import type { Timeline } from '../time/timeline.ts';
import type { Cluster, Config, Meta, Network, Node, Secret, Service, Task } from './objects.ts';
import { Table } from './table.ts';

/** The kinds of objects that the swarm keeps. */
export type Kinds = {
  cluster: Cluster;
  node: Node;
  service: Service;
  task: Task;
  network: Network;
  secret: Secret;
  config: Config;
};
export type Kind = keyof Kinds;

/** An object that changed: made (no `before`), replaced, or removed (no `after`). */
export type Change = {
  [K in Kind]: { readonly kind: K; readonly before?: Kinds[K]; readonly after?: Kinds[K] };
}[Kind];

/** What a caller writes; id apart, the store sets the rest of Meta. */
export type Draft<T extends Meta> = Omit<T, 'version' | 'createdAt' | 'updatedAt'>;

export type Transaction = {
  /** @throws when there is an object of this kind and id. */
  readonly create: <K extends Kind>(kind: K, object: Draft<Kinds[K]>) => Kinds[K];
  /** Replaces an object by one that differs in these fields; a field set to undefined is taken away. @throws when it is gone. */
  readonly update: <K extends Kind>(
    kind: K,
    id: string,
    fields: { readonly [F in keyof Omit<Kinds[K], keyof Meta>]?: Kinds[K][F] | undefined },
  ) => Kinds[K];
  readonly remove: (kind: Kind, id: string) => void;
};

/** All that a store holds. */
export type StoreContent = {
  /** Of the last transaction. */
  readonly version: number;
  /** In the order of creation. */
  readonly objects: { readonly [K in Kind]: readonly Kinds[K][] };
};

/** How long after a commit those who watch the store hear of it; ms. A read right after a write shows the world before they act. */
const WATCH_LATENCY_MS = 2;

/**
 * The swarm's state (`swarmkit manager/state/store`): written only by transactions, each of which is whole or nothing and gives
 * all that it writes the next version. What it changed is told to the watchers a moment later, in the manager's lane.
 */
export class Store {
  readonly clusters = new Table<Cluster>();
  /** Keys: `name:<hostname>`. */
  readonly nodes = new Table<Node>((node) => [`name:${node.description.hostname}`]);
  /** Keys: `name:<name in lower case>`, as of networks. */
  readonly services = new Table<Service>((service) => [`name:${service.spec.Name.toLowerCase()}`]);
  /** Keys: `service:<id>`, `node:<id>`, `slot:<service id>/<slot>`, or for a global service `slot:<service id>/<node id>`. */
  readonly tasks = new Table<Task>((task) => [
    `service:${task.serviceId}`,
    `node:${task.nodeId}`,
    slotKey(task),
  ]);
  /** Keys of these three: `name:<name in lower case>`, because a name in another case is the same name to swarmkit's store. */
  readonly networks = new Table<Network>((network) => [`name:${network.name.toLowerCase()}`]);
  readonly secrets = new Table<Secret>((secret) => [`name:${secret.spec.Name.toLowerCase()}`]);
  readonly configs = new Table<Config>((config) => [`name:${config.spec.Name.toLowerCase()}`]);

  readonly #tables: { readonly [K in Kind]: Table<Kinds[K]> } = {
    cluster: this.clusters,
    node: this.nodes,
    service: this.services,
    task: this.tasks,
    network: this.networks,
    secret: this.secrets,
    config: this.configs,
  };
  readonly #timeline: Timeline;
  readonly #watchers: ((change: Change, at: number) => void)[] = [];
  #version = 0;

  /** `content`: what it begins with, of which nobody is told. */
  constructor(timeline: Timeline, content?: StoreContent) {
    this.#timeline = timeline;
    if (content === undefined) return;
    this.#version = content.version;
    for (const [kind, objects] of Object.entries(content.objects)) {
      for (const after of objects) this.#apply({ kind, after } as Change);
    }
    this.#shareSpecs();
  }

  /** What it holds now. */
  content(): StoreContent {
    return {
      version: this.#version,
      objects: {
        cluster: [...this.clusters.all()],
        node: [...this.nodes.all()],
        service: [...this.services.all()],
        task: [...this.tasks.all()],
        network: [...this.networks.all()],
        secret: [...this.secrets.all()],
        config: [...this.configs.all()],
      },
    };
  }

  /** The version of the last transaction. */
  get version(): number {
    return this.#version;
  }

  /** The swarm's own object. @throws before the swarm is initialised. */
  get cluster(): Cluster {
    const [cluster] = this.clusters.all();
    if (cluster === undefined) throw new Error('the swarm has no cluster object');
    return cluster;
  }

  /** The watcher is called once for each change, after the transaction, in the order in which watchers came; `at`: when it was written. */
  watch(watcher: (change: Change, at: number) => void): void {
    this.#watchers.push(watcher);
  }

  /** Runs a transaction. What it throws is thrown on, and nothing has changed then. */
  write<T>(work: (tx: Transaction) => T): T {
    const version = this.#version + 1;
    const now = this.#timeline.now();
    const changes: Change[] = [];
    const put = (change: Change): void => {
      this.#apply(change);
      changes.push(change);
    };
    const tx: Transaction = {
      create: (kind, object) => {
        if (this.#table(kind).get(object.id) !== undefined) throw new Error(`${kind} ${object.id} exists`);
        const after = { ...object, version, createdAt: now, updatedAt: now } as Kinds[typeof kind];
        put({ kind, after } as Change);
        return after;
      },
      update: (kind, id, fields) => {
        const before = this.#table(kind).get(id);
        if (before === undefined) throw new Error(`there is no ${kind} ${id}`);
        const after = { ...before, ...fields, version, updatedAt: now } as Kinds[typeof kind];
        put({ kind, before, after } as Change);
        return after;
      },
      remove: (kind, id) => {
        const before = this.#table(kind).get(id);
        if (before === undefined) throw new Error(`there is no ${kind} ${id}`);
        put({ kind, before } as Change);
      },
    };
    let result: T;
    try {
      result = work(tx);
    } catch (error) {
      for (const change of changes.toReversed()) this.#undo(change);
      throw error;
    }
    if (changes.length > 0) {
      this.#version = version;
      this.#tellLater(changes, now);
    }
    return result;
  }

  #table<K extends Kind>(kind: K): Table<Kinds[K]> {
    return this.#tables[kind];
  }

  #apply({ kind, before, after }: Change): void {
    const table = this.#tables[kind] as Table<Kinds[Kind]>;
    if (after !== undefined) table.put(after);
    else if (before !== undefined) table.delete(before.id);
  }

  #undo({ kind, before, after }: Change): void {
    const table = this.#tables[kind] as Table<Kinds[Kind]>;
    if (before !== undefined) table.put(before);
    else if (after !== undefined) table.delete(after.id);
  }

  /** Lets tasks have the very template of their service where theirs says the same, as when they are made: most comparisons are of references. */
  #shareSpecs(): void {
    const tasks = [...this.tasks.all()];
    for (const task of tasks) {
      const template = this.services.get(task.serviceId)?.spec.TaskTemplate;
      if (template !== undefined && isDeepStrictEqual(template, task.spec)) {
        this.tasks.put({ ...task, spec: template });
      }
    }
  }

  /** Each transaction by itself: who watches sees every state that there was, not only the last. */
  #tellLater(changes: readonly Change[], at: number): void {
    const tell = (): void => {
      for (const change of changes) for (const watcher of this.#watchers) watcher(change, at);
    };
    this.#timeline.after(WATCH_LATENCY_MS, tell, 'manager');
  }
}

/** The key of the slot that a task fills: its number, or for a global service its node. */
export const slotKey = (task: {
  readonly serviceId: string;
  readonly slot: number;
  readonly nodeId: string;
}): string => `slot:${task.serviceId}/${task.slot === 0 ? task.nodeId : task.slot}`;
