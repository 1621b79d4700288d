import { isJob, replicasOf } from '../swarm/mode.ts';
import type { Service, Task } from '../swarm/objects.ts';
import { slotKey } from '../swarm/slot-key.ts';

/**
 * How many of the tasks that a service shall have do run: `3 of 5 tasks run`. Old and new task of one slot are one; a task
 * that is on its way out does not count.
 */
export function tasksRun({ Spec }: Service, tasks: readonly Task[]): string {
  const runs = ({ Status }: Task) => Status.State === 'running';
  if (isJob(Spec)) return inWords(tasks.filter(runs).length, null);
  const live = tasks.filter(({ DesiredState }) => DesiredState === 'running' || DesiredState === 'ready');
  const slots = [...Map.groupBy(live, slotKey).values()];
  return inWords(slots.filter((slot) => slot.some(runs)).length, replicasOf(Spec) ?? slots.length);
}

function inWords(running: number, of: number | null): string {
  if (running + (of ?? 0) === 0) return 'no task runs';
  const count = of === null ? `${running}` : `${running} of ${of}`;
  return `${count} ${(of ?? running) === 1 ? 'task' : 'tasks'} ${running === 1 ? 'runs' : 'run'}`;
}
