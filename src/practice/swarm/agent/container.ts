import type { Behaviour } from '../images/catalog.ts';
import type { Port } from '../state/spec.ts';
import type { Due } from '../time/timeline.ts';
import type { World } from '../world.ts';
import type { LogLine } from './containers.ts';
import { jittered, TIMING } from './timing.ts';

/** What the engine says of a container while it lives. */
export type ContainerEvent = 'healthy' | 'unhealthy' | 'died';

/** A container that lost its engine's power has this code when the engine is back (`moby libcontainerd/remote/client.go`). */
const LOST_CODE = 255;
const KILLED_CODE = 137;

/** One container of an engine. */
export class Container {
  readonly id: string;
  state: 'created' | 'running' | 'exited' = 'created';
  pid = 0;
  exitCode = 0;
  ports: readonly Port[] = [];
  readonly #world: World;
  #behaviour: Behaviour | undefined;
  #startedAt = 0;
  #endedAt = Infinity;
  /** It was stopped because it was unhealthy. */
  #sick = false;
  #stopping = false;
  #due: Due[] = [];
  #listener: ((event: ContainerEvent) => void) | undefined;
  readonly #whenDead: (() => void)[] = [];

  constructor(world: World, id = world.random.hex(64)) {
    this.#world = world;
    this.id = id;
  }

  /** One that its engine finds when it is started again: not begun, or ended, with this code or for want of power. */
  static found(
    world: World,
    id: string,
    state: 'created' | 'exited',
    exitCode: number = LOST_CODE,
  ): Container {
    const container = new Container(world, id);
    container.state = state;
    if (state === 'exited') {
      container.exitCode = exitCode;
      container.#endedAt = world.timeline.now();
    }
    return container;
  }

  /** Whether a health check has something to say of it. */
  get isChecked(): boolean {
    return this.#behaviour !== undefined && this.#behaviour.healthyAfter > 0;
  }

  /** From now on these events are told to this listener alone. */
  listen(listener: ((event: ContainerEvent) => void) | undefined): void {
    this.#listener = listener;
  }

  /** The program runs. `ports`: those that it publishes on its node. */
  start(behaviour: Behaviour, ports: readonly Port[]): void {
    this.#behaviour = behaviour;
    this.state = 'running';
    this.pid = 1000 + Math.floor(this.#world.random.next() * 60_000);
    this.ports = ports;
    this.#startedAt = this.#world.timeline.now();
    const { healthyAfter, unhealthy, exit } = behaviour;
    if (healthyAfter > 0 && healthyAfter < Infinity)
      this.#plan(healthyAfter, () => this.#listener?.('healthy'));
    if (unhealthy !== undefined && healthyAfter > 0) {
      this.#plan(unhealthy.after, () => {
        this.#sick = true;
        this.#listener?.('unhealthy');
      });
    }
    if (exit !== undefined) this.#plan(exit.after, () => this.#exit(exit.code));
  }

  /** Its program could not be run. */
  fault(code: number): void {
    this.state = 'exited';
    this.exitCode = code;
  }

  /** SIGTERM, and SIGKILL after the grace period (ms). `done` is called when it has ended, at once when it does not run. */
  stop(grace: number, done: () => void): void {
    if (this.state !== 'running' || this.#behaviour === undefined) return done();
    this.#whenDead.push(done);
    if (this.#stopping) return;
    this.#stopping = true;
    const { stop, unhealthy } = this.#behaviour;
    const code = this.#sick ? (unhealthy?.code ?? stop.code) : stop.code;
    if (stop.takes <= grace) this.#plan(stop.takes, () => this.#exit(code));
    else this.#plan(grace + TIMING.kill, () => this.#exit(KILLED_CODE));
  }

  /** Its program ends by itself now, if it runs. Whether it did. */
  crash(code: number): boolean {
    if (this.state !== 'running') return false;
    this.#exit(code);
    return true;
  }

  /** The engine lost its power. Nobody is told. */
  powerLost(): void {
    this.#clear();
    this.#whenDead.length = 0;
    if (this.state !== 'running') return;
    this.#ended(LOST_CODE);
  }

  /** What it has written until now, oldest first. */
  log(): readonly LogLine[] {
    const until = Math.min(this.#world.timeline.now(), this.#endedAt);
    return this.#lines().filter(({ at }) => at <= until);
  }

  /** Calls back for each line still to come, until the function that it returns is called. */
  follow(onLine: (line: LogLine) => void): () => void {
    const { timeline } = this.#world;
    const now = timeline.now();
    const due = this.#lines()
      .filter(({ at }) => at > now)
      .map((line) =>
        timeline.after(line.at - now, () => (line.at <= this.#endedAt ? onLine(line) : undefined), 'engine'),
      );
    return () => {
      for (const { cancel } of due) cancel();
    };
  }

  #lines(): readonly LogLine[] {
    if (this.#behaviour === undefined) return [];
    return this.#behaviour.log.map(({ after, stream, line }) => ({
      at: this.#startedAt + after,
      stream,
      line,
    }));
  }

  #plan(ms: number, work: () => void): void {
    this.#due.push(this.#world.timeline.after(ms, work, 'engine'));
  }

  #exit(code: number): void {
    this.#clear();
    this.#ended(code);
    const takes = jittered(TIMING.exit, this.#world.random);
    this.#plan(takes, () => {
      this.#listener?.('died');
      for (const done of this.#whenDead.splice(0)) done();
    });
  }

  #ended(code: number): void {
    this.state = 'exited';
    this.pid = 0;
    this.ports = [];
    this.exitCode = code;
    this.#endedAt = this.#world.timeline.now();
  }

  #clear(): void {
    for (const { cancel } of this.#due) cancel();
    this.#due = [];
  }
}
