import type { Engine } from '../../engine.ts';
import type { Node } from '../../state/objects.ts';
import type { Store } from '../../state/store.ts';

/** Managers that can reach each other. */
export type Side = {
  /** Node ids of the members of the quorum that have power. */
  readonly managers: ReadonlySet<string>;
  /** Node ids of all engines there, workers too. */
  readonly reachable: ReadonlySet<string>;
};

type ManagerStatus = NonNullable<Node['manager']>;

/** How many managers must agree. */
export function quorumOf(store: Store): number {
  let members = 0;
  for (const node of store.nodes.all()) if (node.manager !== undefined) members += 1;
  return Math.floor(members / 2) + 1;
}

/** The engines with power, by who can reach whom: one side on the network, and each that is cut off alone. */
export function sidesOf(store: Store, engines: readonly Engine[]): readonly Side[] {
  const powered = engines.filter((engine) => engine.powered && engine.nodeId !== undefined);
  const connected = powered.filter((engine) => engine.connected);
  const alone = powered.filter((engine) => !engine.connected).map((engine) => [engine]);
  return [connected, ...alone].map((side) => {
    const reachable = new Set(side.flatMap(({ nodeId }) => nodeId ?? []));
    const managers = [...reachable].filter((id) => store.nodes.get(id)?.manager !== undefined);
    return { managers: new Set(managers), reachable };
  });
}

/** What the managers' statuses are in the eyes of the leader's side, of those where it is not so yet. */
export function managerStatuses(
  store: Store,
  leader: string,
  side: Side | undefined,
): readonly { readonly nodeId: string; readonly manager: ManagerStatus }[] {
  const updates: { nodeId: string; manager: ManagerStatus }[] = [];
  for (const { id, manager } of store.nodes.all()) {
    if (manager === undefined) continue;
    const reachability = side?.managers.has(id) === true ? 'reachable' : 'unreachable';
    const leads = id === leader;
    if (manager.leader === leads && manager.reachability === reachability) continue;
    updates.push({ nodeId: id, manager: { ...manager, leader: leads, reachability } });
  }
  return updates;
}
