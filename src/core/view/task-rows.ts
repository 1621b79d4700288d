import { imageForTable } from '../swarm/image-name.ts';
import type { Node, Task } from '../swarm/objects.ts';
import { portInWords } from '../swarm/ports-in-words.ts';
import { slotKey } from '../swarm/slot-key.ts';
import { timeOf } from '../swarm/time.ts';
import { longTime } from './long-time.ts';
import { byName } from '../by-name.ts';

type Context = { readonly service: string; readonly nodes: readonly Node[]; readonly now: number };

/**
 * A service's tasks as rows: task, image, node, desired state, state with its age, error in full, ports. The slots in
 * use come first; in a slot the task that shall run, then its history, newest first, marked as docker marks it.
 */
export function taskRows(tasks: readonly Task[], context: Context): string[][] {
  const bySlot = Object.values(Object.groupBy(tasks, slotKey));
  const slots = bySlot
    .map((slot = []) => slot.toSorted(latestFirst))
    .map((slot) => ({ name: slotName(slot[0], context), slot }))
    .toSorted((a, b) => liveness(a.slot[0]) - liveness(b.slot[0]) || byName(a.name, b.name));
  return slots.flatMap(({ name, slot }) =>
    slot.map((task, index) => row(task, index === 0 ? name : `\\_ ${name}`, context)),
  );
}

function slotName(task: Task | undefined, context: Context): string {
  if (task?.Slot !== undefined && task.Slot > 0) return `${context.service}.${task.Slot}`;
  return `${context.service}.${nodeName(task?.NodeID, context)}`;
}

/** Slots in use before those that a smaller number of replicas has left behind. */
function liveness(task: Task | undefined): number {
  return task?.DesiredState === 'running' || task?.DesiredState === 'ready' ? 0 : 1;
}

function latestFirst(a: Task, b: Task): number {
  const desired = Number(b.DesiredState === 'running') - Number(a.DesiredState === 'running');
  return desired || (timeOf(b.CreatedAt) ?? 0) - (timeOf(a.CreatedAt) ?? 0);
}

function row(task: Task, name: string, context: Context): string[] {
  const { Status } = task;
  const since = timeOf(Status.Timestamp);
  const age = since === null ? '' : ` ${longTime(context.now - since)} ago`;
  return [
    name,
    imageForTable(task.Spec.ContainerSpec?.Image ?? '-'),
    nodeName(task.NodeID, context),
    task.DesiredState,
    `${Status.State}${age}`,
    Status.Err === undefined || Status.Err === '' ? '-' : Status.Err,
    (Status.PortStatus?.Ports ?? []).map(portInWords).join(', ') || '-',
  ];
}

function nodeName(id: string | undefined, { nodes }: Context): string {
  if (id === undefined || id === '') return '-';
  return nodes.find((node) => node.ID === id)?.Description.Hostname ?? id.slice(0, 12);
}
