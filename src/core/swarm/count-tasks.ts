import type { SwarmReader } from '../ports/swarm.ts';
import { replicasOf } from './mode.ts';
import type { Service } from './objects.ts';

/** How many tasks the service has now: its replicas, or what a service without a number of its own is seen to run. */
export async function countTasks(
  swarm: Pick<SwarmReader, 'tasks'>,
  service: Service,
  signal: AbortSignal,
): Promise<number> {
  const replicas = replicasOf(service.Spec);
  if (replicas !== null) return replicas;
  return (await swarm.tasks({ services: [service.ID], desired: ['running'] }, signal)).length;
}
