import type { Rollout } from '../rollout/rollout.ts';
import { imageForTable } from '../swarm/image-name.ts';

/** Milliseconds as a clock shows them: `0:42`, `12:05`, `1:02:03`. */
export function clockTime(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  const hours = Math.floor(seconds / 3_600);
  const minutes = Math.floor(seconds / 60) % 60;
  const rest = two(seconds % 60);
  return hours === 0 ? `${minutes}:${rest}` : `${hours}:${two(minutes)}:${rest}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

/** An age in a table: `12 s`, from a minute on as a clock shows it. */
export function age(ms: number): string {
  return ms < 60_000 ? `${Math.max(0, Math.floor(ms / 1_000))} s` : clockTime(ms);
}

/** What is going on, as a noun. */
export function actOf(rollout: Rollout): string {
  switch (rollout.kind) {
    case 'update':
      return 'rolling update';
    case 'scale':
      return 'scaling';
    case 'rollback':
      return 'rollback';
  }
}

/** How many tasks run which image: `5 run redis:3.0.6`. */
export function imagesRun({ state }: Rollout): string {
  const running = state.slots.filter((slot) => slot.state === 'running');
  const groups = Map.groupBy(running, ({ image }) => imageForTable(image));
  const counts = [...groups].map(([image, slots]) => `${slots.length} of ${state.desired} run ${image}`);
  return counts.length === 0 ? `0 of ${state.desired} run` : counts.join(', ');
}

/** What the message says of an end, after the service and the act. */
export function endWords(rollout: Rollout): string {
  const { state } = rollout;
  const took = clockTime(state.observedAt - rollout.startedAt);
  const reason = state.reason === '' ? '' : `: ${state.reason}`;
  const plan = state.byPlan === '' ? '' : ` (plan ${state.byPlan})`;
  switch (state.end) {
    case null:
      return '';
    case 'succeeded': {
      const whole = state.settlingSince ?? state.observedAt;
      return `done in ${clockTime(whole - rollout.startedAt)}, watched to be stable for ${clockTime(state.observedAt - whole)}`;
    }
    case 'failed':
      return `failed after ${took}${reason}`;
    case 'paused':
      return `paused by the engine after ${took}${reason}`;
    case 'rolled-back':
      return `failed, and rolled back by the engine after ${took}${reason}`;
    case 'rolled-back-by-hand':
      return `rolled back by hand after ${took}${plan}`;
    case 'superseded':
      return `superseded after ${took} by another change${plan === '' ? ', made outside of Waggle or without a plan' : plan}`;
    case 'removed':
      return `the service was removed after ${took}`;
  }
}
