import { sameTaskAs } from './same-task.ts';
import { canonicalJson } from './hash.ts';
import { replicasOf } from './mode.ts';
import type { Service, Task } from './objects.ts';
import { slotKey } from './slot-key.ts';
import type { ServiceSpec } from './spec.ts';

/** How many tasks are replaced, of how many that stay in the service. Not `exact`: no more than that many. */
export type Replaced = { readonly count: number; readonly of: number; readonly exact: boolean };

/**
 * What a write of `target` replaces: the slots without a live task of its spec. Where there is one the engine keeps it and
 * stops what else is in the slot (swarmkit manager/orchestrator/update, Updater.worker). It cannot be told whether a task of
 * that very spec has the ports of before or a node that no longer fits, nor which slots a smaller number of replicas leaves.
 */
export function replacedTasks(live: readonly Task[], observed: Service, target: ServiceSpec): Replaced {
  const isSame = sameTaskAs(target.TaskTemplate);
  const slots = [...Map.groupBy(live, slotKey).values()];
  const kept = slots.map((tasks) => tasks.find(({ Spec }) => isSame(Spec)));
  const different = kept.filter((task) => task === undefined).length;
  const movedPorts = canonicalJson(observed.Spec.EndpointSpec) !== canonicalJson(target.EndpointSpec);
  const unsure = kept.filter((task) => task !== undefined && (movedPorts || mayMove(task, target))).length;
  const staying = Math.min(slots.length, replicasOf(target) ?? slots.length);
  const most = Math.min(different + unsure, staying);
  const least = Math.max(0, different - (slots.length - staying));
  return { count: most, of: staying, exact: most === least };
}

function mayMove({ Spec }: Task, { TaskTemplate }: ServiceSpec): boolean {
  const [now, then] = [Spec, TaskTemplate].map(({ Placement }) =>
    canonicalJson({ constraints: Placement?.Constraints }),
  );
  return now !== then;
}
