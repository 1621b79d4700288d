import { distinct } from '../distinct.ts';
import type { LeavingTask, RolloutState, SlotView } from './rollout.ts';

/** Why nothing moves, in the engine's own words where it has any: each text once, the most telling first. */
export function stuckReason(
  state: Pick<RolloutState, 'slots' | 'leaving' | 'failures' | 'desired'>,
  message: string,
): string {
  const waiting = state.slots.filter(({ updated, state }) => !updated || state !== 'running');
  const words = together(waiting.map((slot) => slot.words));
  if (words !== '') return words;
  const missing = state.desired - state.slots.length;
  const still = state.leaving.length === 0 ? '' : stillThere(state.leaving);
  if (waiting.length === 0 && missing === 0 && still !== '') return still;
  const last = state.failures.at(-1);
  if (last !== undefined) return last.words;
  const moving = waiting.filter(({ updated }) => updated);
  if (moving.length > 0) return together([...moving.map(describe), still]);
  if (missing > 0) return `${missing} of ${state.desired} slots have no task`;
  if (missing < 0) return `${-missing} tasks too many are still there`;
  return message === '' ? 'the engine starts no further task' : `the engine says no more than: ${message}`;
}

function describe(slot: SlotView): string {
  const place = slot.node === '' ? '' : ` on ${slot.node}`;
  return `slot ${slot.label} is ${slot.state}${place}`;
}

function stillThere(leaving: readonly LeavingTask[]): string {
  const places = leaving.map(({ label, node }) => (label === node ? node : `slot ${label} on ${node}`));
  return `told to stop, but still there: ${places.join(', ')}`;
}

function together(texts: readonly string[]): string {
  return distinct(texts.filter((text) => text !== '')).join('; ');
}
