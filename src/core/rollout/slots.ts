import { byName } from '../by-name.ts';
import type { Service, Task, TaskState } from '../swarm/objects.ts';
import { timeOf } from '../swarm/time.ts';
import { hostname } from './hostname.ts';
import { leavingOf } from './leaving.ts';
import type { Observation } from './observation.ts';
import type { LeavingTask, RolloutState, SlotView } from './rollout.ts';
import { sameTaskAs } from '../swarm/same-task.ts';

/** docker/cli `cli/command/service/progress`: numberedStates. The two states that it leaves out are never shown. */
const ORDER: Readonly<Record<TaskState, number>> = {
  new: 1,
  allocated: 2,
  pending: 3,
  assigned: 4,
  accepted: 5,
  preparing: 6,
  ready: 7,
  starting: 8,
  running: 9,
  complete: 10,
  shutdown: 11,
  failed: 12,
  rejected: 13,
  orphaned: 0,
  remove: 0,
};

export type Slots = {
  readonly slots: SlotView[];
  readonly desired: number;
  /** Slots whose task runs and is of the spec that the service has now. */
  readonly updated: number;
  readonly leaving: LeavingTask[];
  readonly old: RolloutState['old'];
  /** Every slot is so, none is missing, none is too many, no task of another spec shall run beside it, and none is still to end. */
  readonly whole: boolean;
};

/**
 * One task for each slot, or for each node of a global service, as docker/cli `service/progress` picks it: the lowest desired
 * state, then the lowest state; tasks on nodes that are down are dropped.
 */
export function slotsOf(service: Service, seen: Observation, before: RolloutState): Slots {
  const isGlobal = service.Spec.Mode.Global !== undefined;
  const isSame = sameTaskAs(service.Spec.TaskTemplate);
  const isUpdated = (task: Task) => seen.upToDate?.has(task.ID) ?? isSame(task.Spec);
  const live = seen.tasks.filter((task) => isShown(task, seen));
  const chosen = new Map<string, { task: Task; updated: boolean }>();
  for (const task of live) {
    const key = isGlobal ? (task.NodeID ?? '') : String(task.Slot ?? 0);
    const candidate = { task, updated: isUpdated(task) };
    const rival = chosen.get(key);
    if (rival === undefined || isBefore(candidate, rival)) chosen.set(key, candidate);
  }
  const known = new Map(before.slots.map((slot) => [slot.key, slot]));
  const slots = [...chosen]
    .map(([key, { task, updated }]) =>
      slotView(key, task, updated, { seen, isGlobal, before, last: known.get(key) }),
    )
    .toSorted((a, b) => byName(a.label, b.label));
  const desired = isGlobal ? slots.length : (service.Spec.Mode.Replicated?.Replicas ?? 1);
  const updated = slots.filter((slot) => slot.updated && slot.state === 'running').length;
  const leaving = leavingOf(service, seen, before);
  const old = live.filter((task) => task.Status.State === 'running' && !isUpdated(task));
  const strays = live.some((task) => task.DesiredState === 'running' && !isUpdated(task));
  // A global service without any task has lost its nodes: nothing of it runs, and that is no success.
  const isThere = desired > 0 || !isGlobal;
  return {
    slots,
    desired,
    updated,
    leaving,
    old: countByImage(old),
    whole: isThere && updated === desired && slots.length === desired && !strays && leaving.length === 0,
  };
}

function isShown(task: Task, seen: Observation): boolean {
  if (ORDER[task.DesiredState] === 0 || ORDER[task.Status.State] === 0) return false;
  return task.NodeID === undefined || seen.nodes.get(task.NodeID)?.down !== true;
}

type Candidate = { readonly task: Task; readonly updated: boolean };

function isBefore(a: Candidate, b: Candidate): boolean {
  const desired = ORDER[a.task.DesiredState] - ORDER[b.task.DesiredState];
  if (desired !== 0) return desired < 0;
  const state = ORDER[a.task.Status.State] - ORDER[b.task.Status.State];
  if (state !== 0) return state < 0;
  return a.updated && !b.updated; // start-first, both run: the old one is about to go
}

type SlotContext = {
  readonly seen: Observation;
  readonly isGlobal: boolean;
  readonly before: RolloutState;
  readonly last: SlotView | undefined;
};

function slotView(key: string, task: Task, updated: boolean, context: SlotContext): SlotView {
  const node = hostname(task, context.seen);
  return {
    key,
    label: context.isGlobal ? node || key : key,
    taskId: task.ID,
    node,
    state: task.Status.State,
    since: since(task, context),
    updated,
    image: task.Spec.ContainerSpec?.Image ?? '',
    words: task.Status.Err ?? '',
  };
}

function countByImage(tasks: readonly Task[]): RolloutState['old'] {
  const groups = Map.groupBy(tasks, ({ Spec }) => Spec.ContainerSpec?.Image ?? '');
  return [...groups].map(([image, group]) => ({ image, count: group.length }));
}

/** The task's own time is by its node's clock: where the change was watched, it is kept between the two looks. */
function since(task: Task, { seen, before, last }: SlotContext): number {
  if (last !== undefined && last.taskId === task.ID && last.state === task.Status.State) return last.since;
  const told = Math.min(timeOf(task.Status.Timestamp) ?? seen.at, seen.at);
  return last === undefined ? told : Math.max(told, before.observedAt);
}
