import type { Engine } from '../../engine.ts';
import type { World } from '../../world.ts';
import { managerStatuses, quorumOf, sidesOf, type Side } from './members.ts';
import { startRoleManager } from '../role-manager.ts';
import type { Access, Raft } from './raft.ts';

/** How long a leader that lost its quorum, or a follower that lost its leader, goes on before it says so; measured. */
const STEP_DOWN_MS = 13_000;
/** From the loss of a leader to the next one, and from the return of a quorum to a leader; the first is measured. */
const ELECTION_MS = 10_000;
const RETURN_ELECTION_MS = 5000;
/** A swarm of one manager elects itself as soon as its engine is up. */
const LONE_ELECTION_MS = 1000;
/** How long it takes to notice that a manager went or came. */
const NOTICE_MS = 300;

const NO_LEADER =
  "rpc error: code = Unknown desc = The swarm does not have a leader. It's possible that too few managers are online. " +
  'Make sure more than half of the managers are online.';
const LOST_LEADERSHIP =
  'rpc error: code = Unknown desc = raft: failed to process the request: node lost leader status';

/** How a manager came to be without a quorum. */
type Loss = {
  readonly at: number;
  /** The leader was on its side: it is believed for a while. */
  readonly withLeader: boolean;
};

/**
 * Who leads: the arithmetic of quorum. An engine's flags are the caller's to set; he says so by `nodeChanged`. While there is no
 * leader the manager's lane of the timeline is held. `isResumed`: the store has been led before, and the managers have to elect first.
 */
export function startRaft(world: World, engines: readonly Engine[], isResumed = false): Raft {
  return new Arithmetic(world, engines, isResumed);
}

class Arithmetic implements Raft {
  readonly isResumed: boolean;
  readonly #world: World;
  readonly #engines: readonly Engine[];
  readonly #listeners: (() => void)[] = [];
  readonly #losses = new Map<string, Loss>();
  #leader: string | undefined;
  #everLed: boolean;
  #electing = false;
  #held = false;
  /** The manager whose waiting requests are being told. */
  #steppingDown: string | undefined;

  constructor(world: World, engines: readonly Engine[], isResumed: boolean) {
    this.isResumed = isResumed;
    this.#everLed = isResumed;
    this.#world = world;
    this.#engines = engines;
    startRoleManager(world, {
      canJoin: (nodeId) => this.#mainSide()?.reachable.has(nodeId) ?? false,
      changed: (nodeId) => {
        const isMember = world.store.nodes.get(nodeId)?.manager !== undefined;
        if (nodeId === this.#leader && !isMember) this.#stepAside(nodeId);
        this.nodeChanged();
      },
    });
    this.nodeChanged();
  }

  leader(): string | undefined {
    return this.#held ? undefined : this.#leader;
  }

  onChange(listener: () => void): void {
    this.#listeners.push(listener);
  }

  access(nodeId: string, intent: 'read' | 'write'): Access {
    if (this.#mainSide()?.managers.has(nodeId) === true) {
      return { kind: this.leader() === undefined ? 'wait' : 'granted' };
    }
    const loss = this.#losses.get(nodeId);
    const left = (loss?.at ?? -Infinity) + STEP_DOWN_MS - this.#world.timeline.now();
    if (left > 0) return { kind: loss?.withLeader === true && intent === 'read' ? 'granted' : 'wait' };
    const waited = this.#steppingDown === nodeId && loss?.withLeader === true && intent === 'write';
    return waited
      ? { kind: 'refused', words: LOST_LEADERSHIP, proposed: true }
      : { kind: 'refused', words: NO_LEADER };
  }

  nodeChanged(): void {
    const main = this.#mainSide();
    this.#noteLosses(main);
    if (main === undefined) {
      this.#hold();
    } else if (this.#leader !== undefined && main.managers.has(this.#leader)) {
      this.#goOn();
    } else if (!this.#everLed) {
      this.#lead(main);
    } else {
      this.#startElection(main);
    }
    this.#world.timeline.after(NOTICE_MS, () => this.#writeStatuses(), 'engine');
    this.#tell();
  }

  /** The side that has a quorum. */
  #mainSide(): Side | undefined {
    const sides = sidesOf(this.#world.store, this.#engines);
    const quorum = quorumOf(this.#world.store);
    return sides.find(({ managers }) => managers.size >= quorum);
  }

  #noteLosses(main: Side | undefined): void {
    const now = this.#world.timeline.now();
    const lost = sidesOf(this.#world.store, this.#engines).filter(
      (side) => !setsEqual(side.managers, main?.managers),
    );
    const present = new Set(lost.flatMap(({ managers }) => [...managers]));
    for (const id of this.#losses.keys()) if (!present.has(id)) this.#losses.delete(id);
    for (const { managers } of lost) {
      for (const id of managers) {
        if (this.#losses.has(id)) continue;
        const withLeader = this.#leader !== undefined && managers.has(this.#leader);
        this.#losses.set(id, { at: now, withLeader });
        this.#world.timeline.after(STEP_DOWN_MS, () => this.#stepDown(id), 'engine');
      }
    }
  }

  #stepDown(id: string): void {
    const loss = this.#losses.get(id);
    if (loss === undefined || this.#world.timeline.now() < loss.at + STEP_DOWN_MS) return;
    if (this.#leader === id || this.#mainSide() === undefined) this.#leader = undefined;
    // writes that wait ask again now, and fail in words of their own
    this.#steppingDown = id;
    this.#tell();
    this.#steppingDown = undefined;
  }

  #startElection(main: Side): void {
    this.#hold();
    if (this.#electing) return;
    this.#electing = true;
    const members = main.managers.size;
    const lone = members === 1 && quorumOf(this.#world.store) === 1;
    const takes = lone ? LONE_ELECTION_MS : this.#leader === undefined ? RETURN_ELECTION_MS : ELECTION_MS;
    this.#world.timeline.after(takes, () => this.#elect(), 'engine');
  }

  #elect(): void {
    this.#electing = false;
    const main = this.#mainSide();
    if (main === undefined) return;
    if (this.#leader !== undefined && main.managers.has(this.#leader)) return; // it came back in time
    this.#lead(main);
    this.#tell();
  }

  #lead(main: Side): void {
    const managers = [...main.managers];
    const chosen = this.#everLed ? Math.floor(this.#world.random.next() * managers.length) : 0;
    this.#leader = managers[chosen];
    if (this.#leader === undefined) return;
    this.#everLed = true;
    this.#writeStatuses();
    this.#goOn();
  }

  /** The leader is demoted or removed: it hands over at once where it can. */
  #stepAside(nodeId: string): void {
    const main = this.#mainSide();
    this.#leader = [...(main?.managers ?? [])].find((id) => id !== nodeId);
    if (this.#leader !== undefined) this.#writeStatuses();
  }

  #hold(): void {
    if (this.#held || !this.#everLed) return;
    this.#held = true;
    this.#world.timeline.hold('manager');
  }

  #goOn(): void {
    if (!this.#held) return;
    this.#held = false;
    // listeners drop what they had planned for the old leader before the lane moves again
    this.#tell();
    this.#world.timeline.release('manager');
  }

  #writeStatuses(): void {
    const leader = this.#leader;
    if (leader === undefined) return;
    const side = sidesOf(this.#world.store, this.#engines).find(({ managers }) => managers.has(leader));
    const updates = managerStatuses(this.#world.store, leader, side);
    if (updates.length === 0) return;
    this.#world.store.write((tx) => {
      for (const { nodeId, manager } of updates) tx.update('node', nodeId, { manager });
    });
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

function setsEqual(a: ReadonlySet<string>, b: ReadonlySet<string> | undefined): boolean {
  return b !== undefined && a.size === b.size && a.isSubsetOf(b);
}
