import { needsIngress } from '../../manager/allocator/network-allocator.ts';
import { compareStates, type Network, type Service } from '../../state/objects.ts';
import type { Store } from '../../state/store.ts';
import { rpcError } from '../rpc-error.ts';
import { PREDEFINED_LABEL } from './create-request.ts';

/** Removes a network of the swarm (`swarmkit manager/controlapi/network.go`, RemoveNetwork). @throws ApiError while it is used. */
export function removeNetwork(store: Store, { id, name, labels, ingress }: Network): void {
  if (labels?.[PREDEFINED_LABEL] === 'true') {
    const words = `network ${id} (${name}) is a swarm predefined network and cannot be removed`;
    throw rpcError('FailedPrecondition', words);
  }
  const services = [...store.services.all()].toSorted((a, b) => (a.id < b.id ? -1 : 1));
  if (ingress) {
    const user = services.find(({ spec }) => needsIngress(spec));
    if (user !== undefined) {
      const words = `ingress network cannot be removed because service ${user.id} depends on it`;
      throw rpcError('FailedPrecondition', words);
    }
  } else {
    const user = services.find((service) => refersTo(service, id));
    if (user !== undefined) throw inUse(id, `service ${user.id}`);
    for (const task of store.tasks.all()) {
      const lives = [task.desiredState, task.status.state].every(
        (state) => compareStates(state, 'running') <= 0,
      );
      if (lives && (task.spec.Networks ?? []).some(({ Target }) => Target === id))
        throw inUse(id, `task ${task.id}`);
    }
  }
  store.write((tx) => tx.remove('network', id));
}

const inUse = (id: string, by: string): Error =>
  rpcError('FailedPrecondition', `network ${id} is in use by ${by}`);

function refersTo({ spec }: Service, id: string): boolean {
  return [...(spec.TaskTemplate.Networks ?? []), ...(spec.Networks ?? [])].some(
    ({ Target }) => Target === id,
  );
}
