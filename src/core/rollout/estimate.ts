import type { RolloutSettings } from './observation.ts';
import type { Rollout } from './rollout.ts';

/**
 * Time left in ms, or null while nothing is known to tell it from. While it rolls: until the engine calls it done, by
 * ceil(left / parallelism) x (task time + delay) + (delay >= monitor ? delay + 1 s : monitor), which was exact on real engines
 * (docker-facts). While it settles: until it is called a success.
 */
export function timeLeft(rollout: Rollout, now: number, settings: RolloutSettings): number | null {
  const { state, delayMs, monitorMs } = rollout;
  const tail = delayMs >= monitorMs ? delayMs + 1_000 : monitorMs;
  const elapsed = now - state.lastProgressAt;
  if (state.phase === 'settling') {
    const settled = (state.settlingSince ?? now) + monitorMs + settings.settleMs - now;
    return Math.max(0, settled, isBusy(state.engineState) ? tail - elapsed : 0);
  }
  const taskMs = median(state.taskMs);
  if (state.phase !== 'updating' || taskMs === null) return null;
  if (rollout.kind === 'scale') return Math.max(0, taskMs - elapsed); // made all at once, by no updater
  const left = Math.max(0, state.desired - state.updated);
  const batch = taskMs + delayMs;
  const batches = rollout.parallelism === 0 ? Math.min(left, 1) : Math.ceil(left / rollout.parallelism);
  return Math.max(0, batches * batch + tail - Math.min(elapsed, batches === 0 ? tail : batch));
}

function isBusy(engineState: string): boolean {
  return engineState === 'updating' || engineState === 'rollback_started';
}

function median(values: readonly number[]): number | null {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? null;
}
