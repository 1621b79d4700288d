import type { Node, Task } from '../../state/objects.ts';
import { labelOf } from './constraints.ts';
import type { NodeInfo } from './node-info.ts';

/**
 * The nodes by the values of what a service is spread over, one level for each preference
 * (`swarmkit manager/scheduler/decision_tree.go`, `nodeset.go`).
 */
export type DecisionTree = {
  /** How many active tasks of the service there are below. */
  tasks: number;
  readonly next: Map<string, DecisionTree>;
  /** Of a leaf: the nodes that can take a task, the best first. */
  nodes: NodeInfo[];
};

/** Below zero: `a` is the better node. */
export type CompareNodes = (a: NodeInfo, b: NodeInfo) => number;

/** `most`: as many nodes of a leaf are kept as tasks are to be placed. */
export function buildTree(
  infos: Iterable<NodeInfo>,
  task: Task,
  most: number,
  fits: (info: NodeInfo) => boolean,
  compare: CompareNodes,
): DecisionTree {
  const root = newTree();
  const leaves = new Set<DecisionTree>();
  const labelsOf = (task.spec.Placement?.Preferences ?? []).flatMap(
    (preference) => spreadOver(preference.Spread?.SpreadDescriptor ?? '') ?? [],
  );
  for (const info of infos) {
    const tasks = info.activeTasksOf(task.serviceId);
    let tree = root;
    for (const labelOf of labelsOf) {
      tree.tasks += tasks;
      const value = labelOf(info.node);
      const next = tree.next.get(value) ?? newTree();
      tree.next.set(value, next);
      tree = next;
    }
    tree.tasks += tasks;
    if (fits(info)) tree.nodes.push(info);
    leaves.add(tree);
  }
  for (const leaf of leaves) leaf.nodes = best(leaf.nodes, most, compare);
  return root;
}

/** The first of the nodes in their order, without ordering those that are not among them: mostly one of all is wanted. */
function best(nodes: readonly NodeInfo[], most: number, compare: CompareNodes): NodeInfo[] {
  const chosen: NodeInfo[] = [];
  for (const node of nodes) {
    let at = chosen.length;
    for (let above = chosen[at - 1]; above !== undefined && compare(node, above) < 0; above = chosen[at - 1])
      at--;
    if (at < most) chosen.splice(at, 0, node);
    if (chosen.length > most) chosen.pop();
  }
  return chosen;
}

function newTree(): DecisionTree {
  return { tasks: 0, next: new Map(), nodes: [] };
}

/** A node without the label counts as one with an empty label. Undefined: nothing that swarmkit can spread over. */
function spreadOver(descriptor: string): ((node: Node) => string) | undefined {
  const [, scope, label] = /^(node|engine)\.labels\.(.+)$/is.exec(descriptor) ?? [];
  if (scope === undefined || label === undefined) return undefined;
  return scope.toLowerCase() === 'node'
    ? (node) => labelOf(node.spec.Labels, label)
    : (node) => labelOf(node.description.engineLabels, label);
}
