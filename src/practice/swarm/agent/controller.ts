import { compareStates, isOver, type Task } from '../state/objects.ts';
import type { Port } from '../state/spec.ts';
import type { Due } from '../time/timeline.ts';
import type { World } from '../world.ts';
import { Container } from './container.ts';
import { faultOfCreation } from './create-fault.ts';
import { nameOf, type LocalImages } from './local-images.ts';
import { programOf } from './program.ts';
import { jittered, TIMING } from './timing.ts';

/** How an operation on a task's container ended. `canceled`: it is to be tried again. */
export type Outcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'canceled' }
  | { readonly kind: 'failed'; readonly err: string };
type Done = (outcome: Outcome) => void;

/** What can be taken back of an operation that goes on; nothing, where the engine cannot. */
export type Operation = { readonly cancel: () => void };

const DEFAULT_GRACE_MS = 10_000;
const UNHEALTHY = 'dockerexec: unhealthy container';
const EPHEMERAL_PORTS = { first: 32_768, count: 28_000 };

/** Does with a container what a task wants (`moby daemon/cluster/executor/container/controller.go`). */
export class Controller {
  container: Container | undefined;
  readonly #world: World;
  readonly #task: Task;
  readonly #images: LocalImages;
  readonly #onStarted: (container: Container) => void;
  /** How often the power went: what was planned before is void. */
  #outages = 0;

  constructor(world: World, task: Task, images: LocalImages, onStarted: (container: Container) => void) {
    this.#world = world;
    this.#task = task;
    this.#images = images;
    this.#onStarted = onStarted;
  }

  /** What an engine finds of the task when it is started again. What a container wrote before is not kept. */
  find({ status }: Task): void {
    const { state, container } = status;
    if (compareStates(state, 'ready') < 0) return;
    const id = container?.id === '' ? undefined : container?.id;
    if (isOver(state)) {
      if (id !== undefined) this.container = Container.found(this.#world, id, 'exited', container?.exitCode);
      return;
    }
    // one that was just being started counts as not begun: it is started again
    this.container = Container.found(
      this.#world,
      id ?? this.#world.random.hex(64),
      state === 'running' ? 'exited' : 'created',
    );
    this.#images.find(this.#task.spec.ContainerSpec.Image);
  }

  /** Pulls the image, and makes a container of it. */
  prepare(done: Done): Operation {
    if (this.container !== undefined) return this.#after(TIMING.transition, () => done({ kind: 'done' }));
    const image = this.#task.spec.ContainerSpec.Image;
    const { takes, arrive } = this.#images.pull(image);
    let pulled = false;
    const pull = this.#after(takes, () => {
      pulled = true;
      arrive();
      this.#create(image, done);
    });
    return {
      cancel: () => {
        if (pulled) return;
        pull.cancel();
        done({ kind: 'canceled' });
      },
    };
  }

  /** Starts the container, and waits until it is healthy where it is checked. */
  start(done: Done): Operation {
    const container = this.container;
    if (container?.state !== 'created') return this.#after(TIMING.transition, () => done({ kind: 'done' }));
    const spec = this.#task.spec.ContainerSpec;
    const image = this.#images.get(spec.Image);
    if (image === undefined) return this.#after(0, () => done(noSuchImage(spec.Image)));
    const program = programOf(spec, image);
    if (program.kind === 'fault') {
      return this.#after(this.#jittered(TIMING.startFault), () => {
        container.fault(program.code);
        done({ kind: 'failed', err: program.words });
      });
    }
    let canceled = false;
    let waits = false;
    const takes = TIMING.start + (this.#isOnNetworks() ? TIMING.network : 0);
    this.#after(this.#jittered(takes), () => {
      container.start(program.behaviour, this.#publishedPorts());
      this.#onStarted(container);
      if (!container.isChecked) return done({ kind: 'done' });
      if (canceled) return done({ kind: 'canceled' });
      waits = true;
      this.#untilEnd(container, done, () => {
        container.listen(undefined);
        done({ kind: 'done' });
      });
    });
    return {
      cancel: () => {
        canceled = true;
        if (!waits) return; // docker does not break off a start
        container.listen(undefined);
        done({ kind: 'canceled' });
      },
    };
  }

  /** Waits until the container ends; one that turns unhealthy is stopped. */
  wait(done: Done): Operation {
    const container = this.container;
    if (container === undefined)
      return this.#after(0, () => done({ kind: 'failed', err: 'No such container' }));
    if (container.state === 'exited') return this.#after(0, () => done(exitOf(container, false)));
    this.#untilEnd(container, done, () => {});
    return {
      cancel: () => {
        container.listen(undefined);
        done({ kind: 'canceled' });
      },
    };
  }

  /** Stops the container, if there is one, in good time. It cannot be cancelled. */
  shutdown(done: Done): Operation {
    const gossip = this.#isOnNetworks() ? TIMING.gossipConverge : 0;
    const after = this.#isOnNetworks() && this.container?.state === 'running' ? TIMING.network : 0;
    this.#after(gossip + TIMING.transition, () => {
      const stopped = (): void => void this.#after(after, () => done({ kind: 'done' }));
      if (this.container === undefined) stopped();
      else this.container.stop(this.#grace(), stopped);
    });
    return { cancel: () => {} };
  }

  /** The engine lost its power: what was going on is gone. */
  powerLost(): void {
    this.#outages += 1;
    this.container?.listen(undefined);
    this.container?.powerLost();
  }

  #create(image: string, done: Done): void {
    if (this.#images.get(image) === undefined) return done(noSuchImage(image));
    this.#after(this.#jittered(TIMING.create), () => {
      const err = faultOfCreation(this.#task.spec.ContainerSpec);
      if (err !== undefined) return done({ kind: 'failed', err });
      this.container = new Container(this.#world);
      done({ kind: 'done' });
    });
  }

  /** Is done when the container has ended; one that turns unhealthy is stopped. */
  #untilEnd(container: Container, done: Done, onHealthy: () => void): void {
    let sick = false;
    container.listen((event) => {
      switch (event) {
        case 'healthy':
          onHealthy();
          return;
        case 'unhealthy':
          sick = true;
          this.shutdown(() => {});
          return;
        case 'died':
          container.listen(undefined);
          done(exitOf(container, sick));
      }
    });
  }

  /** Whether it is on networks of the swarm: published ports are one. */
  #isOnNetworks(): boolean {
    return (this.#task.networks ?? []).length > 0;
  }

  /** Once for IPv4 and once for IPv6, as the engine lists them. */
  #publishedPorts(): readonly Port[] {
    const ports = (this.#task.endpoint?.ports ?? []).filter(({ PublishMode }) => PublishMode === 'host');
    return ports.flatMap(({ Protocol, TargetPort, PublishedPort = 0 }): Port[] => {
      const { first, count } = EPHEMERAL_PORTS;
      const chosen =
        PublishedPort === 0 ? first + Math.floor(this.#world.random.next() * count) : PublishedPort;
      const port: Port = { Protocol, TargetPort, PublishedPort: chosen, PublishMode: 'host' };
      return [port, port];
    });
  }

  #grace(): number {
    const given = this.#task.spec.ContainerSpec.StopGracePeriod;
    // docker takes whole seconds
    return given === undefined ? DEFAULT_GRACE_MS : Math.floor(given / 1e9) * 1000;
  }

  #jittered(ms: number): number {
    return jittered(ms, this.#world.random);
  }

  #after(ms: number, work: () => void): Due {
    const outages = this.#outages;
    return this.#world.timeline.after(ms, () => (outages === this.#outages ? work() : undefined), 'engine');
  }
}

function noSuchImage(image: string): Outcome {
  return { kind: 'failed', err: `No such image: ${nameOf(image)}` };
}

function exitOf(container: Container, sick: boolean): Outcome {
  if (container.exitCode === 0) return { kind: 'done' };
  const cause = sick ? `: ${UNHEALTHY}` : '';
  return { kind: 'failed', err: `task: non-zero exit (${container.exitCode})${cause}` };
}
