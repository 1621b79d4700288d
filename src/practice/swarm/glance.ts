import { serviceStatus } from './api/services/list.ts';
import type { Engine } from './engine.ts';
import type { Raft } from './manager/raft/raft.ts';
import type { NodeState, UpdateState } from './state/objects.ts';
import type { Store } from './state/store.ts';

/** How the swarm stands, in a few words. */
export type Glance = {
  /** One for each engine, in the order of the options. */
  readonly nodes: readonly NodeGlance[];
  /** By name. */
  readonly services: readonly ServiceGlance[];
};

export type NodeGlance = {
  readonly name: string;
  /** `outside`: it is in no swarm. A worker that is being promoted is one until it is a manager. */
  readonly role: 'manager' | 'worker' | 'outside';
  /** As the managers know it, which is later than it is so; without a leader it stays what it was. `unknown` for one outside. */
  readonly state: NodeState;
  readonly availability: 'active' | 'pause' | 'drain';
  /** Whether it leads now: nobody does during an election, and without a quorum. */
  readonly leader: boolean;
  /** Whether it is a manager that the leader can reach, or could when there was one. */
  readonly reachable: boolean;
};

export type ServiceGlance = {
  readonly name: string;
  /** As people write it, without its digest. */
  readonly image: string;
  /** Tasks that run, and that should: the two numbers of `docker service ls`. */
  readonly running: number;
  readonly wanted: number;
  /** What has become of its last update; undefined when there was none. */
  readonly update?: UpdateState;
};

export function glanceAt(store: Store, raft: Raft, engines: readonly Engine[]): Glance {
  const leader = raft.leader();
  const nodes = engines.map(({ name, nodeId }): NodeGlance => {
    const node = nodeId === undefined ? undefined : store.nodes.get(nodeId);
    if (node === undefined) {
      return {
        name,
        role: 'outside',
        state: 'unknown',
        availability: 'active',
        leader: false,
        reachable: false,
      };
    }
    return {
      name,
      role: node.manager === undefined ? 'worker' : 'manager',
      state: node.status.state,
      availability: node.spec.Availability,
      leader: node.id === leader,
      reachable: node.manager?.reachability === 'reachable',
    };
  });
  const services = [...store.services.all()].map((service): ServiceGlance => {
    const { RunningTasks, DesiredTasks } = serviceStatus(store, service);
    const [image = ''] = service.spec.TaskTemplate.ContainerSpec.Image.split('@');
    return {
      name: service.spec.Name,
      image,
      running: RunningTasks,
      wanted: DesiredTasks,
      ...(service.updateStatus && { update: service.updateStatus.state }),
    };
  });
  return { nodes, services: services.toSorted((a, b) => (a.name < b.name ? -1 : 1)) };
}
