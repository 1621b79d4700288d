import type { SwarmReader } from '../ports/swarm.ts';
import type { Service, Task } from './objects.ts';

/** The tasks that a service shall run now, and those that are about to take their places; nothing of its history. */
export async function liveTasks(
  swarm: Pick<SwarmReader, 'tasks'>,
  { ID }: Service,
  signal: AbortSignal,
  only: { readonly upToDate?: boolean } = {},
): Promise<Task[]> {
  return await swarm.tasks({ services: [ID], desired: ['running', 'ready'], ...only }, signal);
}
