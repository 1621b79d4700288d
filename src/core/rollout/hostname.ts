import type { Task } from '../swarm/objects.ts';
import type { Observation } from './observation.ts';

/** The name of the task's node, its id while the name is not known, '' while the task is not placed. */
export function hostname(task: Task, seen: Observation): string {
  if (task.NodeID === undefined || task.NodeID === '') return '';
  return seen.nodes.get(task.NodeID)?.hostname ?? task.NodeID;
}
