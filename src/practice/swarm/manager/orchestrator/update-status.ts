import type { Service, UpdateStatus } from '../../state/objects.ts';
import type { World } from '../../world.ts';

/**
 * What the updater writes into a service (`swarmkit manager/orchestrator/update/updater.go`). Where the status was taken away
 * meanwhile, as every update of the service does, nothing is written: an updater that goes on says nothing any more, and its rollback
 * does not happen.
 */
export function startUpdate({ store, timeline }: World, serviceId: string): void {
  const service = store.services.get(serviceId);
  if (service === undefined || service.updateStatus !== undefined) return;
  const updateStatus: UpdateStatus = {
    state: 'updating',
    message: 'update in progress',
    startedAt: timeline.now(),
  };
  store.write((tx) => tx.update('service', serviceId, { updateStatus }));
}

export function pauseUpdate(world: World, serviceId: string, message: string): void {
  change(world, serviceId, (status) => ({
    ...status,
    state: status.state === 'rollback_started' ? 'rollback_paused' : 'paused',
    message,
  }));
}

/** Puts the previous spec in force. Without one nothing is written, and the service stays `updating`. */
export function rollbackUpdate(world: World, serviceId: string, message: string): void {
  const { store } = world;
  const service = store.services.get(serviceId);
  if (service?.updateStatus === undefined || service.previousSpec === undefined) return;
  const { updateStatus, previousSpec, previousSpecVersion, previousRegistryAuth } = service;
  store.write((tx) =>
    tx.update('service', serviceId, {
      updateStatus: { ...updateStatus, state: 'rollback_started', message },
      spec: previousSpec,
      specVersion: previousSpecVersion,
      registryAuth: previousRegistryAuth,
      previousSpec: undefined,
      previousSpecVersion: undefined,
      previousRegistryAuth: undefined,
    }),
  );
}

export function completeUpdate(world: World, serviceId: string): void {
  change(world, serviceId, (status) => {
    const rollback = status.state === 'rollback_started';
    return {
      ...status,
      state: rollback ? 'rollback_completed' : 'completed',
      message: rollback ? 'rollback completed' : 'update completed',
      completedAt: world.timeline.now(),
    };
  });
}

function change(
  { store }: World,
  serviceId: Service['id'],
  to: (status: UpdateStatus) => UpdateStatus,
): void {
  const status = store.services.get(serviceId)?.updateStatus;
  if (status === undefined) return;
  store.write((tx) => tx.update('service', serviceId, { updateStatus: to(status) }));
}
