import { engineWord } from '../swarm/update-state.ts';
import type { RolloutSettings } from './observation.ts';
import type { Rollout, SlotView } from './rollout.ts';

/**
 * Time left in ms until it is called a success, or null while nothing is known to tell it from: until all run, and then
 * `watchTime`.
 */
export function timeLeft(rollout: Rollout, now: number, settings: RolloutSettings): number | null {
  const { state, monitorMs } = rollout;
  if (state.phase === 'settling') {
    const settled = (state.settlingSince ?? now) + monitorMs + settings.settleMs - now;
    const isBusy = engineWord(state.engineState) === 'updating';
    const engine = isBusy ? engineTail(rollout) - (now - state.lastProgressAt) : 0;
    return Math.max(0, settled, engine);
  }
  if (state.phase !== 'updating') return null;
  const untilAllRun = rollingTime(rollout, now);
  return untilAllRun === null ? null : untilAllRun + watchTime(rollout, settings);
}

/** How long it is watched after all run, in ms: the monitor time and the settling time, and until the engine is done with it. */
export function watchTime(rollout: Rollout, settings: RolloutSettings): number {
  const engine = rollout.kind === 'scale' ? 0 : engineTail(rollout);
  return Math.max(rollout.monitorMs + settings.settleMs, engine);
}

/** From the last task's running to the engine's `completed`, which was exact on real engines (docker-facts). */
function engineTail({ delayMs, monitorMs }: Rollout): number {
  return delayMs >= monitorMs ? delayMs + 1_000 : monitorMs;
}

/**
 * Until all run: each of the engine's workers takes the task time for a slot, and then the delay. Counted from the arrival that
 * began the batch, not from the last one, so that it goes down evenly; tasks that are late do not take it below what the batches
 * after theirs need.
 */
function rollingTime({ state, ...rollout }: Rollout, now: number): number | null {
  const taskMs = median(state.taskMs);
  const left = Math.max(0, state.desired - state.updated);
  if (left === 0) return state.leaving.length === 0 ? 0 : null; // nobody knows how long a task takes to end
  if (taskMs === null) return null;
  const isAtOnce = rollout.kind === 'scale' || rollout.parallelism === 0; // scaling has no updater
  const workers = isAtOnce ? state.desired : rollout.parallelism;
  const batches = Math.ceil(left / workers);
  const batchMs = taskMs + rollout.delayMs;
  const begun = batchBegan(state.slots, state.desired - batches * workers);
  const since = now - (begun ?? rollout.startedAt);
  const first = begun === null ? taskMs : batchMs;
  return (batches - 1) * batchMs + Math.max(0, first - since);
}

/** When the last slot of the batches before had arrived; null in the first batch. */
function batchBegan(slots: readonly SlotView[], arrived: number): number | null {
  const times = slots
    .filter(({ updated, state }) => updated && state === 'running')
    .map(({ since }) => since);
  return times.toSorted((a, b) => a - b)[arrived - 1] ?? null;
}

function median(values: readonly number[]): number | null {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? null;
}
