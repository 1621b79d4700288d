import type { Node, Service, Task } from '../../../src/core/swarm/objects.ts';
import { aSpec } from './spec.ts';

/** An object's time, some seconds after the noon that all built objects count from. */
export function at(seconds: number): string {
  return new Date(NOON + seconds * 1000).toISOString();
}

/** Epoch milliseconds of the noon that all built objects count from. */
export const NOON = Date.parse('2026-11-02T12:00:00.000Z');

/** A service; give `Spec: aSpec({...})` for its content. */
export function aService(over: Partial<Service> = {}): Service {
  const Spec = over.Spec ?? aSpec();
  return {
    ID: `${Spec.Name}-id`,
    Version: { Index: 10 },
    CreatedAt: at(-3600),
    UpdatedAt: at(0),
    Endpoint: { Spec: { Mode: 'vip' } },
    ...over,
    Spec,
  };
}

type Status = Task['Status'];

/** A task of a service's slot, running the service's own spec on its node. */
export function aTask(over: Partial<Task> = {}, status: Partial<Status> = {}): Task {
  const slot = over.Slot ?? 1;
  return {
    ID: `task-${slot}`,
    Version: { Index: 20 },
    CreatedAt: at(0),
    UpdatedAt: at(0),
    Spec: aSpec().TaskTemplate,
    ServiceID: 'redis-id',
    Slot: slot,
    NodeID: `node${slot}-id`,
    DesiredState: 'running',
    ...over,
    Status: { Timestamp: at(0), State: 'running', Message: 'started', ...status },
  };
}

/** A task that failed and was shut down, with the engine's words. */
export function aFailedTask(over: Partial<Task> = {}, status: Partial<Status> = {}): Task {
  return aTask(
    { ID: `failed-${over.Slot ?? 1}`, DesiredState: 'shutdown', ...over },
    {
      State: 'failed',
      Err: 'task: non-zero exit (3)',
      ContainerStatus: { ContainerID: 'c1', ExitCode: 3 },
      ...status,
    },
  );
}

/** A worker that is ready and active: `aNode('node1')`. */
export function aNode(hostname = 'node1', over: Partial<Node> = {}): Node {
  return {
    ID: `${hostname}-id`,
    Version: { Index: 30 },
    Spec: { Role: 'worker', Availability: 'active' },
    Description: {
      Hostname: hostname,
      Platform: { Architecture: 'x86_64', OS: 'linux' },
      Engine: { EngineVersion: '20.10.24' },
    },
    Status: { State: 'ready', Addr: '10.77.0.11' },
    ...over,
  };
}

/** A manager that is ready and reachable. */
export function aManager(hostname = 'node1', options: { readonly leader?: boolean } = {}): Node {
  const leader = options.leader ?? false;
  return aNode(hostname, {
    Spec: { Role: 'manager', Availability: 'active' },
    ManagerStatus: {
      ...(leader ? { Leader: true } : {}),
      Reachability: 'reachable',
      Addr: '10.77.0.11:2377',
    },
  });
}
