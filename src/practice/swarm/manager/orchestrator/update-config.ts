import type { Service } from '../../state/objects.ts';
import type { UpdateConfig } from '../../state/spec.ts';
import { milliseconds } from '../../time/duration.ts';

/** How a rollout goes. Times are milliseconds. */
export type Pace = {
  /** 0: all slots at once. */
  readonly parallelism: number;
  readonly delay: number;
  readonly monitor: number;
  readonly failureAction: UpdateConfig['FailureAction'];
  readonly maxFailureRatio: number;
  readonly order: UpdateConfig['Order'];
};

const DEFAULT_MONITOR_MS = 5000;
const DEFAULT: UpdateConfig = {
  Parallelism: 1,
  FailureAction: 'pause',
  MaxFailureRatio: 0,
  Order: 'stop-first',
};

export const isRollingBack = (service: Service): boolean =>
  service.updateStatus?.state === 'rollback_started';

/** The service's own config or swarmkit's defaults (`swarmkit api/defaults/service.go`); while it rolls back that of rollbacks. */
export function paceOf(service: Service): Pace {
  const { UpdateConfig: update, RollbackConfig: rollback } = service.spec;
  const config = (isRollingBack(service) ? rollback : update) ?? DEFAULT;
  return {
    parallelism: config.Parallelism,
    delay: milliseconds(config.Delay ?? 0),
    monitor: config.Monitor === undefined ? DEFAULT_MONITOR_MS : milliseconds(config.Monitor),
    failureAction: config.FailureAction,
    maxFailureRatio: config.MaxFailureRatio,
    order: config.Order,
  };
}
