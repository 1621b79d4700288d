import type { Engine } from '../engine.ts';
import type { AssignmentSink } from '../manager/dispatcher/assignments.ts';
import type { Dispatcher } from '../manager/dispatcher/dispatcher.ts';
import { compareStates, type Task } from '../state/objects.ts';
import type { Due } from '../time/timeline.ts';
import type { World } from '../world.ts';
import type { Container } from './container.ts';
import { LocalImages } from './local-images.ts';
import { TaskManager } from './task-manager.ts';
import { TIMING } from './timing.ts';

/** One engine's agent: its tasks, and its session with the dispatcher (`swarmkit agent/agent.go`, `worker.go`). */
export class Agent {
  readonly engine: Engine;
  readonly #world: World;
  readonly #dispatcher: Dispatcher;
  readonly #onStarted: (taskId: string, container: Container) => void;
  readonly #managers = new Map<string, TaskManager>();
  readonly #images: LocalImages;
  /** The node that it acts for. */
  #nodeId: string | undefined;
  #powered = true;
  #session: object | undefined;
  #connecting: Due | undefined;
  #booting: Due | undefined;

  constructor(
    world: World,
    dispatcher: Dispatcher,
    engine: Engine,
    onStarted: (taskId: string, container: Container) => void,
  ) {
    this.engine = engine;
    this.#world = world;
    this.#dispatcher = dispatcher;
    this.#onStarted = onStarted;
    this.#images = new LocalImages(world, engine);
  }

  container(taskId: string): Container | undefined {
    return this.#managers.get(taskId)?.container;
  }

  /** The programs of all containers of images that are meant end now. How many did. */
  crash(isMeant: (image: string) => boolean, code: number): number {
    const meant = [...this.#managers.values()].filter(({ image }) => isMeant(image));
    return meant.filter(({ container }) => container?.crash(code) === true).length;
  }

  /** Without power until now, it finds again what it had of its node's tasks when it has some. */
  find(tasks: readonly Task[]): void {
    this.#nodeId = this.engine.nodeId;
    this.#powered = false;
    if (this.#nodeId === undefined) return;
    for (const task of tasks) {
      if (compareStates(task.status.state, 'accepted') >= 0) this.#newManager(task).find();
    }
  }

  /** Acts on what has become of its engine. `reachesLeader`: false also when there is no leader. */
  engineChanged(reachesLeader: boolean, thereIsALeader: boolean): void {
    if (this.#powered && !this.engine.powered) this.#powerLost();
    if (!this.#powered && this.engine.powered) this.#powerBack();
    if (this.#nodeId !== this.engine.nodeId) this.#changeNode();
    if (!reachesLeader) {
      this.#connecting?.cancel();
      this.#connecting = undefined;
      // without a leader nobody misses it: the next one will ask
      if (thereIsALeader) this.#endSession();
      return;
    }
    if (this.#session === undefined) this.#connect(TIMING.reconnect * this.#world.random.next());
  }

  #powerLost(): void {
    this.#powered = false;
    this.#booting?.cancel();
    this.#connecting?.cancel();
    this.#connecting = undefined;
    for (const manager of this.#managers.values()) manager.powerLost();
  }

  #powerBack(): void {
    this.#powered = true;
    this.#endSession();
    const boot = (): void => {
      for (const manager of this.#managers.values()) manager.powerBack();
    };
    this.#booting = this.#world.timeline.after(TIMING.boot, boot, 'engine');
    if (this.#nodeId !== undefined) this.#connect(TIMING.boot + TIMING.firstSession);
  }

  /** It joined a swarm, or left it: what it ran for the old one goes. */
  #changeNode(): void {
    this.#endSession();
    for (const manager of this.#managers.values()) manager.close();
    this.#managers.clear();
    this.#nodeId = this.engine.nodeId;
    if (this.#nodeId !== undefined) this.#connect(TIMING.message);
  }

  #endSession(): void {
    if (this.#session === undefined || this.#nodeId === undefined) return;
    this.#session = undefined;
    this.#dispatcher.lost(this.#nodeId);
  }

  #connect(delay: number): void {
    if (this.#connecting !== undefined) return;
    const connect = (): void => {
      this.#connecting = undefined;
      this.#register();
    };
    this.#connecting = this.#world.timeline.after(delay, connect, 'engine');
  }

  #register(): void {
    const nodeId = this.#nodeId;
    if (nodeId === undefined || !this.#powered) return;
    const session = {};
    this.#session = session;
    this.#dispatcher.register(nodeId, {
      assign: (message) => {
        const receive = (): void => (this.#session === session ? this.#assign(message) : undefined);
        this.#world.timeline.after(TIMING.message, receive, 'engine');
      },
      ended: () => {
        if (this.#session !== session) return;
        this.#session = undefined;
        this.#connect(TIMING.reconnect * this.#world.random.next());
      },
    });
    for (const [id, { status }] of this.#managers) this.#dispatcher.report(nodeId, id, status);
  }

  #assign({ complete, updated, removed }: Parameters<AssignmentSink['assign']>[0]): void {
    for (const task of updated) {
      const manager = this.#managers.get(task.id);
      if (manager === undefined) this.#take(task);
      else manager.update(task);
    }
    const assigned = new Set(updated.map(({ id }) => id));
    const gone = complete ? [...this.#managers.keys()].filter((id) => !assigned.has(id)) : removed;
    for (const id of gone) {
      this.#managers.get(id)?.close();
      this.#managers.delete(id);
    }
  }

  #take(task: Task): void {
    this.#newManager(task).start();
  }

  #newManager(task: Task): TaskManager {
    const manager = new TaskManager(task, {
      world: this.#world,
      images: this.#images,
      onStarted: (container) => this.#onStarted(task.id, container),
      report: (status) => {
        if (this.#nodeId !== undefined) this.#dispatcher.report(this.#nodeId, task.id, status);
      },
    });
    this.#managers.set(task.id, manager);
    return manager;
  }
}
