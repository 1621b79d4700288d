import type { Task } from '../../state/objects.ts';
import { buildTree, type CompareNodes, type DecisionTree } from './decision-tree.ts';
import type { NodeInfo } from './node-info.ts';
import { Pipeline } from './pipeline.ts';

/** So many recent failures of a service on a node make the node the last choice. */
const MAX_FAILURES = 5;

type Assign = (task: Task, info: NodeInfo) => void;

export type Placement = {
  /** The tasks for which there is no node. */
  readonly left: readonly Task[];
  /** Why not; empty when there are no nodes at all. */
  readonly explanation: string;
};

/**
 * Finds nodes for tasks that are alike but for their slots: of one service and one version of its spec. `assign` is called for each
 * at once, so that the next sees what is left (`swarmkit manager/scheduler/scheduler.go`, scheduleTaskGroup).
 */
export function placeGroup(
  group: readonly Task[],
  infos: Iterable<NodeInfo>,
  now: number,
  assign: Assign,
): Placement {
  const [first] = group;
  if (first === undefined) return { left: [], explanation: '' };
  const pipeline = new Pipeline(first);
  const compare = compareFor(first, now);
  const tree = buildTree(infos, first, group.length, (info) => pipeline.process(info), compare);
  const placer = new Placer(group, pipeline, compare, assign);
  placer.placeOnTree(group.length, tree);
  return { left: placer.left(), explanation: pipeline.explain() };
}

class Placer {
  readonly #waiting: ArrayIterator<Task>;
  readonly #pipeline: Pipeline;
  readonly #compare: CompareNodes;
  readonly #assign: Assign;
  readonly #visited = new Set<DecisionTree>();

  constructor(group: readonly Task[], pipeline: Pipeline, compare: CompareNodes, assign: Assign) {
    this.#waiting = group.values();
    this.#pipeline = pipeline;
    this.#compare = compare;
    this.#assign = assign;
  }

  left(): readonly Task[] {
    return [...this.#waiting];
  }

  /** Splits so many tasks over the branches, so that they become even. Returns how many found a place. */
  placeOnTree(count: number, tree: DecisionTree): number {
    if (tree.next.size === 0) return this.#placeOnNodes(count, this.#nodesOf(tree));
    const noRoom = new Set<DecisionTree>();
    let usable = tree.tasks;
    let done = 0;
    while (done !== count && noRoom.size !== tree.next.size) {
      const branches = tree.next.size - noRoom.size;
      const even = Math.floor((usable + count - done) / branches);
      let remainder = (usable + count - done) % branches;
      for (const branch of tree.next.values()) {
        if (noRoom.has(branch)) continue;
        if (branch.tasks > even || (branch.tasks === even && remainder === 0)) continue;
        const wanted = even - branch.tasks + (remainder > 0 ? 1 : 0);
        const got = this.placeOnTree(wanted, branch);
        if (got < wanted) {
          noRoom.add(branch);
          usable -= branch.tasks;
        } else if (remainder > 0) {
          remainder -= 1;
        }
        done += got;
      }
    }
    return done;
  }

  /** The best first. On a second visit what was placed before may have taken the room. */
  #nodesOf(leaf: DecisionTree): readonly NodeInfo[] {
    if (this.#visited.has(leaf)) {
      leaf.nodes = leaf.nodes.filter((info) => this.#pipeline.process(info)).sort(this.#compare);
    }
    this.#visited.add(leaf);
    return leaf.nodes;
  }

  #placeOnNodes(count: number, nodes: readonly NodeInfo[]): number {
    const full = new Set<number>();
    let at = 0;
    for (let done = 0; done < count;) {
      const info = nodes[at % nodes.length];
      const task = info === undefined ? undefined : this.#waiting.next().value;
      if (info === undefined || task === undefined) return done;
      this.#assign(task, info);
      done += 1;
      if (done === count) return done;
      // the first round fills the nodes until they have the same number of tasks, later ones give each node one more
      const following = nodes[at + 1];
      if (following === undefined || this.#compare(following, info) < 0) at += 1;
      const fitting = this.#nextFitting(nodes, at, full);
      if (fitting === undefined) return done;
      at = fitting;
    }
    return count;
  }

  /** The first index from `from` on, round and round, of a node that still passes; undefined when none does. */
  #nextFitting(nodes: readonly NodeInfo[], from: number, full: Set<number>): number | undefined {
    for (let at = from; at < from + nodes.length; at += 1) {
      const index = at % nodes.length;
      const info = nodes[index];
      if (info !== undefined && !full.has(index) && this.#pipeline.process(info)) return at;
      full.add(index);
    }
    return undefined;
  }
}

function compareFor(task: Task, now: number): CompareNodes {
  return (a, b) => {
    const [failuresOfA, failuresOfB] = [a.recentFailures(task, now), b.recentFailures(task, now)];
    if (failuresOfA >= MAX_FAILURES || failuresOfB >= MAX_FAILURES) {
      if (failuresOfA !== failuresOfB) return failuresOfA - failuresOfB;
    }
    const byService = a.activeTasksOf(task.serviceId) - b.activeTasksOf(task.serviceId);
    return byService === 0 ? a.activeTasks - b.activeTasks : byService;
  };
}
