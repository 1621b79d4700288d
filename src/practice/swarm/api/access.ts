import { ApiError, type Context, type Route } from './api.ts';

/** What an engine outside a swarm says (`moby daemon/cluster/cluster.go`, errNoManager). */
export const NO_SWARM =
  'This node is not a swarm manager. Use "docker swarm init" or "docker swarm join" to connect this node to swarm and try again.';
/** What a worker says (`moby daemon/cluster/errors.go`, errSwarmNotManager). */
export const NOT_A_MANAGER =
  "This node is not a swarm manager. Worker nodes can't be used to view or modify cluster state. Please run this command on a manager node or promote the current node to a manager.";

/** How long the engine waits for the swarm to answer one request; ms (`moby daemon/cluster`, swarmRequestTimeout). */
export const REQUEST_TIMEOUT_MS = 20_000;

/** A write that is refused, and happens all the same when there is a quorum again. */
export class Proposed extends ApiError {}

/**
 * Whether this engine can answer a route now: `granted`, or `wait` while an election is on.
 * @throws ApiError 503 outside a swarm and on a worker (`moby daemon/cluster/cluster.go`, errNoManager); 500 without a quorum.
 */
export function admit(needs: Route['needs'], { world, engine, raft }: Context): 'granted' | 'wait' {
  if (needs === 'none') return 'granted';
  const node = engine.nodeId === undefined ? undefined : world.store.nodes.get(engine.nodeId);
  if (node === undefined) throw new ApiError(503, NO_SWARM);
  if (node.manager === undefined) throw new ApiError(503, NOT_A_MANAGER);
  const access = raft.access(node.id, needs === 'manager-read' ? 'read' : 'write');
  switch (access.kind) {
    case 'granted':
    case 'wait':
      return access.kind;
    case 'refused':
      throw access.proposed === true ? new Proposed(500, access.words) : new ApiError(500, access.words);
  }
}

/** Does the work when this engine can write again; nobody hears of what it throws. */
export function whenWritableAgain(context: Context, work: () => void): void {
  roomOf(context).propose(work);
}

function canWrite(context: Context): boolean {
  try {
    return admit('manager-write', context) === 'granted';
  } catch {
    return false;
  }
}

/** Requests that wait for a leader, and writes that wait for a quorum though they were refused. */
class WaitingRoom {
  readonly #context: Context;
  readonly #waiting = new Set<() => void>();
  readonly #proposed: (() => void)[] = [];

  constructor(context: Context) {
    this.#context = context;
    context.raft.onChange(() => {
      for (const ask of this.#waiting) ask();
      if (this.#proposed.length === 0 || !canWrite(context)) return;
      for (const work of this.#proposed.splice(0)) context.world.timeline.after(0, work, 'manager');
    });
  }

  propose(work: () => void): void {
    this.#proposed.push(work);
  }

  enter(needs: Route['needs']): Promise<void> {
    if (admit(needs, this.#context) === 'granted') return Promise.resolve();
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        this.#waiting.delete(ask);
        deadline.cancel();
      };
      const ask = (): void => {
        try {
          if (admit(needs, this.#context) === 'wait') return;
          resolve();
        } catch (error) {
          reject(error);
        }
        leave();
      };
      const giveUp = (): void => {
        leave();
        reject(new ApiError(500, 'rpc error: code = DeadlineExceeded desc = context deadline exceeded'));
      };
      const deadline = this.#context.world.timeline.after(REQUEST_TIMEOUT_MS, giveUp, 'engine');
      this.#waiting.add(ask);
    });
  }
}

const rooms = new WeakMap<Context, WaitingRoom>();

/** Resolves when the engine can answer. Rejects as `admit` throws, and when the engine has waited long enough. */
export function waitForLeader(needs: Route['needs'], context: Context): Promise<void> {
  return roomOf(context).enter(needs);
}

/** One for each engine: whoever listens to the raft does so for good. */
function roomOf(context: Context): WaitingRoom {
  const room = rooms.get(context) ?? new WaitingRoom(context);
  rooms.set(context, room);
  return room;
}
