import type { Network, Service, Task } from '../../state/objects.ts';
import { compareStates, isOver } from '../../state/objects.ts';
import type { Change, Transaction } from '../../state/store.ts';
import type { World } from '../../world.ts';
import { NetworkAllocator } from './network-allocator.ts';
import { hostPortsDiffer } from './port-allocator.ts';

/** How long a batch of new tasks takes, of which the store has just told; ms. Measured: 2 to 4 ms from new to pending. */
const BATCH_MS = 1;
/** What is written in one transaction at most (`swarmkit manager/state/store`, MaxChangesPerTransaction). */
const BATCH_SIZE = 200;
/** What could not be allocated is tried again when something was given back, or after this time; ms. */
const RETRY_MS = 5 * 60 * 1000;

/**
 * Gives addresses and ports to networks, services and tasks, and makes of a `new` task a `pending` one (`swarmkit
 * manager/allocator/network.go`). To be started before the store's first changes are told. It takes up what the store holds already.
 */
export function startAllocator(world: World): void {
  const allocator = new Allocator(world);
  allocator.takeUp();
  world.store.watch((change) => allocator.changed(change));
}

class Allocator {
  readonly #world: World;
  readonly #networks = new NetworkAllocator();
  /** Tasks of the next batch, by id. */
  #pending = new Set<string>();
  /** What waits for something to be given back, by id. */
  readonly #unallocated = {
    networks: new Set<string>(),
    services: new Set<string>(),
    tasks: new Set<string>(),
  };
  #batchDue = false;
  #givenBack = false;
  #lastRetry: number;

  constructor(world: World) {
    this.#world = world;
    this.#lastRetry = world.timeline.now();
  }

  /** What has been given stays given; the rest is given when there is a leader (`swarmkit manager/allocator/network.go`, doNetworkInit). */
  takeUp(): void {
    const { store, timeline } = this.#world;
    if (![...store.networks.all()].some(({ state }) => state !== undefined)) return;
    this.#networks.takeUp(store);
    const giveTheRest = (): void => {
      for (const network of store.networks.all()) this.#allocateNetwork(network);
      for (const service of store.services.all()) this.#allocateService(service);
      for (const task of store.tasks.all()) if (isNew(task)) this.#pending.add(task.id);
      if (this.#pending.size > 0) this.#planBatch();
    };
    timeline.after(0, giveTheRest, 'manager');
  }

  changed(change: Change): void {
    const { store } = this.#world;
    switch (change.kind) {
      case 'network':
        if (change.after === undefined) this.#networkGone(change.before?.id ?? '');
        else if (change.before === undefined) this.#allocateNetwork(store.networks.get(change.after.id));
        break;
      case 'service':
        if (change.after !== undefined) this.#allocateService(store.services.get(change.after.id));
        else if (change.before !== undefined) this.#serviceGone(change.before);
        break;
      case 'task':
        this.#taskChanged(
          change.after === undefined ? change.before : store.tasks.get(change.after.id),
          change.after === undefined,
        );
        break;
      case 'cluster':
      case 'node':
      case 'secret':
      case 'config':
        return;
    }
  }

  #allocateNetwork(network: Network | undefined): void {
    if (network === undefined || this.#networks.isNetworkAllocated(network.id)) return;
    if (network.ingress && this.#networks.ingress !== undefined) return;
    const state = this.#networks.allocateNetwork(network);
    if (state === undefined) this.#unallocated.networks.add(network.id);
    else this.#world.store.write((tx) => tx.update('network', network.id, { state }));
  }

  #networkGone(id: string): void {
    this.#networks.deallocateNetwork(id);
    this.#unallocated.networks.delete(id);
    this.#gaveBack();
  }

  #allocateService(service: Service | undefined): void {
    if (service === undefined) return;
    const { spec, endpoint: held } = service;
    const allocated = this.#networks.isServiceAllocated(service);
    if (allocated && !hostPortsDiffer(spec.EndpointSpec, held)) return;
    const endpoint = allocated ? withHostPorts(service) : this.#networks.allocateService(service);
    if (endpoint === undefined) {
      this.#unallocated.services.add(service.id);
      return;
    }
    this.#unallocated.services.delete(service.id);
    this.#world.store.write((tx) => tx.update('service', service.id, { endpoint }));
    if (held !== undefined && spec.EndpointSpec === undefined) this.#gaveBack();
  }

  /** `service`: as it was last. */
  #serviceGone(service: Service): void {
    this.#networks.deallocateService(service);
    this.#unallocated.services.delete(service.id);
    this.#gaveBack();
  }

  /** `task`: as it is now, or as it was last. */
  #taskChanged(task: Task | undefined, removed: boolean): void {
    // one that is gone meanwhile is told of once more
    if (task === undefined) return;
    if (!removed && isNew(task)) {
      this.#pending.add(task.id);
      this.#planBatch();
      return;
    }
    this.#pending.delete(task.id);
    this.#unallocated.tasks.delete(task.id);
    if (!removed && !isOver(task.status.state)) return;
    if (this.#networks.deallocateTask(task)) this.#gaveBack();
  }

  #gaveBack(): void {
    this.#givenBack = true;
    this.#planBatch();
  }

  #planBatch(): void {
    if (this.#batchDue) return;
    this.#batchDue = true;
    this.#world.timeline.after(BATCH_MS, () => this.#batch(), 'manager');
  }

  #batch(): void {
    this.#batchDue = false;
    const { store, timeline } = this.#world;
    const fresh = this.#pending;
    this.#pending = new Set();
    this.#allocateTasks([...fresh]);
    if (!this.#givenBack && timeline.now() - this.#lastRetry <= RETRY_MS) return;
    this.#givenBack = false;
    this.#lastRetry = timeline.now();
    const { networks, services, tasks } = this.#unallocated;
    const waiting = { networks: [...networks], services: [...services], tasks: [...tasks] };
    for (const id of waiting.networks) {
      networks.delete(id);
      this.#allocateNetwork(store.networks.get(id));
    }
    for (const id of waiting.services) this.#allocateService(store.services.get(id));
    this.#allocateTasks(waiting.tasks);
  }

  #allocateTasks(ids: readonly string[]): void {
    for (let at = 0; at < ids.length; at += BATCH_SIZE) {
      const part = ids.slice(at, at + BATCH_SIZE);
      this.#world.store.write((tx) => {
        for (const id of part) this.#allocateTask(tx, id);
      });
    }
  }

  #allocateTask(tx: Transaction, id: string): void {
    const { store, timeline } = this.#world;
    const task = store.tasks.get(id);
    this.#unallocated.tasks.delete(id);
    if (task === undefined || !isNew(task)) return;
    const service = store.services.get(task.serviceId);
    const ready = service !== undefined && this.#networks.isServiceAllocated(service);
    const networks = ready ? this.#networks.allocateTask(task, service) : undefined;
    if (networks === undefined) {
      this.#unallocated.tasks.add(id);
      return;
    }
    tx.update('task', id, {
      ...(networks.length > 0 && { networks }),
      ...(service?.endpoint && { endpoint: service.endpoint }),
      status: {
        ...task.status,
        state: 'pending',
        message: 'pending task scheduling',
        timestamp: timeline.now(),
      },
    });
  }
}

const isNew = (task: Task): boolean => compareStates(task.status.state, 'pending') < 0;

/** The endpoint with the host-mode ports of the spec in place of those it had. */
function withHostPorts({ spec, endpoint }: Service): Service['endpoint'] {
  const ingress = (endpoint?.ports ?? []).filter((port) => port.PublishMode === 'ingress');
  const host = (spec.EndpointSpec?.Ports ?? []).filter((port) => port.PublishMode === 'host');
  return {
    ...(spec.EndpointSpec && { spec: spec.EndpointSpec }),
    ports: [...ingress, ...host],
    virtualIPs: endpoint?.virtualIPs ?? [],
  };
}
