import type { Task } from '../../state/objects.ts';
import type { RestartPolicy } from '../../state/spec.ts';
import { milliseconds } from '../../time/duration.ts';

const DEFAULT_DELAY_MS = 5000;

/** When the task is replaced after its end (`swarmkit manager/orchestrator/task.go`, RestartCondition); `any` by default. */
export const restartCondition = (task: Task): NonNullable<RestartPolicy['Condition']> =>
  task.spec.RestartPolicy?.Condition ?? 'any';

/** How long its replacement waits; ms. 5 s by default (`swarmkit api/defaults/service.go`). */
export function restartDelay(task: Task): number {
  const delay = task.spec.RestartPolicy?.Delay;
  return delay === undefined ? DEFAULT_DELAY_MS : milliseconds(delay);
}
