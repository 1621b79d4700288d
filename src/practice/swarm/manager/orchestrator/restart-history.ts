import { slotKey } from '../../state/store.ts';
import type { Service, Task } from '../../state/objects.ts';
import { milliseconds } from '../../time/duration.ts';

type Restarts = {
  total: number;
  /** When the restarts within the window were made; kept only where the policy has a window. */
  times: number[];
  /** Restarts of another version of the spec do not count. */
  specVersion: number;
};

/** The restarts of each slot, for policies that limit them (`swarmkit manager/orchestrator/restart/restart.go`). */
export class RestartHistory {
  readonly #byService = new Map<string, Map<string, Restarts>>();

  /** Notes that the task was made to replace another one. */
  record(task: Task): void {
    const policy = task.spec.RestartPolicy;
    if (policy === undefined || policy.MaxAttempts === 0) return;
    const ofService = this.#byService.get(task.serviceId) ?? new Map<string, Restarts>();
    this.#byService.set(task.serviceId, ofService);
    let restarts = ofService.get(slotKey(task));
    const specVersion = task.specVersion ?? restarts?.specVersion ?? 0;
    if (restarts?.specVersion !== specVersion) {
      restarts = { total: 0, times: [], specVersion };
      ofService.set(slotKey(task), restarts);
    }
    restarts.total++;
    if (policy.Window !== undefined && policy.Window !== 0) restarts.times.push(task.createdAt);
  }

  /** Whether the task that ended has an attempt left. */
  allows(task: Task): boolean {
    const policy = task.spec.RestartPolicy;
    if (policy === undefined || policy.MaxAttempts === 0) return true;
    const restarts = this.#byService.get(task.serviceId)?.get(slotKey(task));
    if (restarts === undefined) return true;
    if (task.specVersion !== undefined && task.specVersion !== restarts.specVersion) return true;
    if (policy.Window === undefined || policy.Window === 0) return restarts.total < policy.MaxAttempts;

    const ended = task.status.timestamp;
    const since = ended - milliseconds(policy.Window);
    const firstWithin = restarts.times.findIndex((time) => time > since);
    restarts.times.splice(0, firstWithin === -1 ? restarts.times.length : firstWithin);
    const before = restarts.times.findLastIndex((time) => time < ended) + 1;
    return before < policy.MaxAttempts;
  }

  /** The service is gone. */
  forget(service: Service): void {
    this.#byService.delete(service.id);
  }
}
