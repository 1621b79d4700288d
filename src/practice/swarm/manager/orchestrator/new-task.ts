import type { Service, Task } from '../../state/objects.ts';
import type { Draft } from '../../state/store.ts';
import type { World } from '../../world.ts';

/**
 * A task of the service as it is now (`swarmkit manager/orchestrator/task.go`, NewTask). A task of a global service has slot 0 and
 * its node from the beginning. `desiredState` is `ready` for a replacement that has to wait before it may start.
 */
export function newTask(
  { random, timeline }: World,
  service: Service,
  where: { readonly slot: number; readonly nodeId: string },
  desiredState: 'ready' | 'running',
): Draft<Task> {
  const { EndpointSpec: endpointSpec } = service.spec;
  return {
    id: random.id(),
    serviceId: service.id,
    slot: where.slot,
    nodeId: where.nodeId,
    spec: service.spec.TaskTemplate,
    ...(service.specVersion === undefined ? {} : { specVersion: service.specVersion }),
    desiredState,
    status: { state: 'new', timestamp: timeline.now(), message: 'created' },
    endpoint: { ...(endpointSpec === undefined ? {} : { spec: endpointSpec }), ports: [], virtualIPs: [] },
    labels: service.spec.Labels,
  };
}
