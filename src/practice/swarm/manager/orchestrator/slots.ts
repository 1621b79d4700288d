import type { Node, Service, Task } from '../../state/objects.ts';
import type { Random } from '../../time/random.ts';

/**
 * The tasks that fill one slot, or for a global service one node: mostly one, two while a new one starts before the old one stops
 * (`swarmkit manager/orchestrator/slot.go`).
 */
export type Slot = readonly Task[];

export const isReplicated = (service: Service | undefined): service is Service =>
  service !== undefined && 'Replicated' in service.spec.Mode;

export const isGlobal = (service: Service | undefined): service is Service =>
  service !== undefined && 'Global' in service.spec.Mode;

/** Whether tasks cannot stay there: the node is gone, down or drained (`swarmkit manager/orchestrator/task.go`, InvalidNode). */
export const isInvalidNode = (node: Node | undefined): boolean =>
  node === undefined || node.status.state === 'down' || node.spec.Availability === 'drain';

export function groupBy<K>(tasks: readonly Task[], keyOf: (task: Task) => K): Map<K, Task[]> {
  const groups = new Map<K, Task[]>();
  for (const task of tasks) {
    const key = keyOf(task);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [task]);
    else group.push(task);
  }
  return groups;
}

/**
 * The slots in the order in which a scale down keeps them (`swarmkit manager/orchestrator/replicated/slot.go`): those that run come
 * first, then low numbers; then, so that nodes stay balanced, every node's first task comes before any node's second one. A slot
 * without a node, or with two tasks, comes last.
 */
export function inOrderOfKeeping(slots: readonly Slot[]): Slot[] {
  const byRunning = slots.toSorted(
    (a, b) => Number(isRunning(b)) - Number(isRunning(a)) || (a[0]?.slot ?? 0) - (b[0]?.slot ?? 0),
  );
  const onNode = new Map<string, number>();
  const indexed = byRunning.map((slot) => {
    const [task] = slot;
    if (task === undefined || slot.length > 1 || task.nodeId === '') return { slot, index: Infinity };
    const index = (onNode.get(task.nodeId) ?? 0) + 1;
    onNode.set(task.nodeId, index);
    return { slot, index };
  });
  return indexed.toSorted((a, b) => (a.index === b.index ? 0 : a.index - b.index)).map(({ slot }) => slot);
}

/** The values in an order of chance: where swarmkit walks a map, the order is Go's, which is a different one every time. */
export function shuffled<T>(random: Random, values: readonly T[]): T[] {
  const left = [...values];
  const order: T[] = [];
  while (left.length > 0) {
    const at = left.length === 1 ? 0 : Math.floor(random.next() * left.length);
    const last = left.length - 1;
    const chosen = left[at] as T;
    left[at] = left[last] as T;
    left.length = last;
    order.push(chosen);
  }
  return order;
}

const isRunning = (slot: Slot): boolean => slot.some((task) => task.status.state === 'running');
