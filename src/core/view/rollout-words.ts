import type { Rollout } from '../rollout/rollout.ts';
import { imageForTable } from '../swarm/image-name.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

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

/** An age in a table: `12 s`, from a minute on as a clock shows it, and whole hours from one on. */
export function age(ms: number): string {
  if (ms < MINUTE) return `${Math.max(0, Math.floor(ms / 1_000))} s`;
  return ms < HOUR ? clockTime(ms) : `${Math.floor(ms / HOUR)} h`;
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

/** A task that has run so long beyond the monitor time is no longer taken for one that restarts all the time. */
const STAYS_UP_MS = 30_000;

/**
 * How many tasks run which image: `5 of 5 run redis:3.0.6`. After a failure, a task that was caught alive between two crashes is
 * not counted.
 */
export function imagesRun({ serviceName, monitorMs, state }: Rollout): string {
  if (state.desired === 0 && state.old.length === 0) return `No task of ${serviceName} runs`;
  const isBroken = (state.end === 'failed' || state.end === 'paused') && state.back === null;
  const failed = new Set(isBroken ? state.failures.map(({ slot }) => slot) : []);
  const running = state.slots.filter((slot) => slot.updated && slot.state === 'running');
  const up = running.filter(
    ({ label, since }) => !failed.has(label) || state.observedAt - since >= monitorMs + STAYS_UP_MS,
  );
  const images = countImages([...up.map(({ image }) => ({ image, count: 1 })), ...state.old]);
  // Of a slot that has not failed nothing so final is known.
  const allFailed = failed.size > 0 && state.slots.every(({ label }) => failed.has(label));
  if (images.length === 0) return allFailed ? 'No task stays up' : `0 of ${state.desired} run`;
  return images.map(([image, count]) => `${count} of ${state.desired} run ${image}`).join(', ');
}

/** The engine has put the spec from before back, and all run on it: the service is well again, though the change failed. */
export function isWellAgain({ state }: Rollout): boolean {
  return state.end === 'rolled-back' && state.updated === state.desired && state.old.length === 0;
}

/** What runs at the end, as a sentence: `All 3 run redis:3.0.5 again.` once it is well again. */
export function runsWords(rollout: Rollout): string {
  const { desired, slots } = rollout.state;
  const images = countImages(slots.map(({ image }) => ({ image, count: 1 })));
  const [image] = images[0] ?? [];
  if (!isWellAgain(rollout) || image === undefined || images.length > 1) return `${imagesRun(rollout)}.`;
  return desired === 1 ? `Its 1 task runs ${image} again.` : `All ${desired} run ${image} again.`;
}

/** The tasks that are to be replaced and run on: `40 old tasks still run (redis:3.0.5)`; '' when there are none. */
export function oldRun({ kind, state }: Rollout): string {
  const images = countImages(state.old);
  const total = images.reduce((sum, [, count]) => sum + count, 0);
  if (total === 0) return '';
  const tasks = total === 1 ? 'task' : 'tasks';
  const which = kind === 'rollback' || state.back !== null ? `${tasks} not rolled back yet` : `old ${tasks}`;
  const named = images.map(([image, count]) => (images.length === 1 ? image : `${count} ${image}`));
  return `${total} ${which} still ${total === 1 ? 'runs' : 'run'} (${named.join(', ')})`;
}

function countImages(
  images: readonly { readonly image: string; readonly count: number }[],
): [image: string, count: number][] {
  const groups = Map.groupBy(images, ({ image }) => imageForTable(image));
  return [...groups].map(([image, group]) => [image, group.reduce((sum, { count }) => sum + count, 0)]);
}

/** Another change has taken its place: what the service runs now is not of this rollout. */
export function isTakenOver({ state }: Rollout): boolean {
  return state.end === 'superseded' || (state.end === 'rolled-back-by-hand' && state.byPlan !== '');
}

/** What the message says of an end, after the service and the act. */
export function endWords(rollout: Rollout): string {
  const { state } = rollout;
  const took = clockTime(state.observedAt - rollout.startedAt);
  switch (state.end) {
    case null:
      return '';
    case 'succeeded': {
      const whole = state.settlingSince ?? state.observedAt;
      return `done in ${clockTime(whole - rollout.startedAt)}, watched to be stable for ${clockTime(state.observedAt - whole)}`;
    }
    case 'failed':
      return `failed after ${took}`;
    case 'paused':
      return state.back === null
        ? `paused by the engine after ${took}`
        : `paused by the engine on its way back after ${took}`;
    case 'rolled-back':
      return `failed, and rolled back by the engine after ${took}`;
    case 'rolled-back-by-hand':
      return `rolled back by hand after ${took}${state.byPlan === '' ? '' : ', through Waggle'}`;
    case 'superseded':
      return `superseded after ${took} by ${state.byPlan === '' ? 'another change, made outside of Waggle' : 'a later change through Waggle'}`;
    case 'removed':
      return `the service was removed after ${took}`;
  }
}

/**
 * Undoing an undo would go forward again, so a rollback has no such button, nor has what is on its way back already. A rollout
 * that went well offers it too, since a service may run and still be wrong.
 */
export function offersRollback({ kind, state: { end, back } }: Rollout): boolean {
  const isThere = end === null || end === 'failed' || end === 'paused' || end === 'succeeded';
  return kind !== 'rollback' && isThere && back === null;
}
