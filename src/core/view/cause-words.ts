import { type Cause, causesOf } from '../rollout/causes.ts';
import type { Rollout } from '../rollout/rollout.ts';
import type { Inline, Part } from './view.ts';

/** A headline and a reply are short; the message has every error in full. */
const HEADLINE_CHARS = 150;
const REPLY_CHARS = 300;
const REPLY_CAUSES = 2;

/** Each cause of failure in full: `2 tasks failed (slot 1 on node3, slot 3 on node2, exit code 3): ...`. */
export function causeParts({ state }: Rollout): Part[] {
  return causesOf(state.failures).map((cause) => ({
    kind: 'text',
    text: [
      `${howMany(cause)} (${[...where(cause), ...exitCode(cause)].join(', ')}): `,
      { code: cause.words },
    ],
    priority: 9,
    overflow: 'file',
  }));
}

/** Why it ended, in short, for a headline; '' when nothing is known. */
export function causeInShort(rollout: Rollout): string {
  const [first, ...others] = causesOfEnd(rollout);
  if (first === undefined) return rollout.state.reason;
  const more = others.length === 0 ? '' : ` and ${others.length} other ${plural(others.length, 'cause')}`;
  const words = `${short(first.words, HEADLINE_CHARS)}${more}`;
  return rollout.state.end === 'paused'
    ? `${first.count === 1 ? 'a task' : 'tasks'} failed (${words})`
    : words;
}

/** Why it ended, for the reply: the most frequent causes, with where they were seen. */
export function causeForReply(rollout: Rollout): Inline[] {
  const causes = causesOfEnd(rollout);
  if (causes.length === 0) return rollout.state.reason === '' ? [] : [{ code: rollout.state.reason }];
  const told = causes.slice(0, REPLY_CAUSES).flatMap((cause, index): Inline[] => {
    const nodes = cause.nodes.length === 0 ? '' : ` on ${cause.nodes.join(', ')}`;
    const what = `${howMany(cause)}${nodes}${exitCode(cause)
      .map((code) => `, ${code}`)
      .join('')}: `;
    return [`${index === 0 ? '' : '; '}${what}`, { code: short(cause.words, REPLY_CHARS) }];
  });
  const left = causes.length - REPLY_CAUSES;
  return left <= 0 ? told : [...told, `; and ${left} other ${plural(left, 'cause')}`];
}

/** The engine's own sentence, which names a task by its id, where the headline has the cause itself. */
export function engineParts(rollout: Rollout): Part[] {
  const { end, reason } = rollout.state;
  const isTold = (end === 'paused' || end === 'rolled-back') && causesOfEnd(rollout).length > 0;
  if (!isTold || reason === '') return [];
  return [{ kind: 'context', text: ['The engine says: ', { code: reason }], priority: 6 }];
}

/** The failures are of the new spec: they are not why the way back was paused. */
function causesOfEnd({ state }: Rollout): Cause[] {
  if (state.end !== 'failed' && state.end !== 'paused' && state.end !== 'rolled-back') return [];
  return state.end === 'paused' && state.back !== null ? [] : causesOf(state.failures);
}

function howMany({ count }: Cause): string {
  return `${count} ${plural(count, 'task')} failed`;
}

/** So many slots and nodes are paired by name, and so many slots are named at all. */
const PAIRS_NAMED = 4;
const SLOTS_NAMED = 10;

function where({ slots, nodes, places }: Cause): string[] {
  if (slots.join() === nodes.join()) return nodes.length === 0 ? [] : [`on ${nodes.join(', ')}`]; // a global service
  const pairs = places.reduce((sum, place) => sum + Math.max(1, place.nodes.length), 0);
  const isOneNode = nodes.length === 1 && places.every((place) => place.nodes.length === 1);
  if (pairs > PAIRS_NAMED || (isOneNode && pairs > 1)) return [together(slots, nodes, isOneNode)];
  return places.map((place) => {
    const on = place.nodes.length === 0 ? '' : ` on ${place.nodes.join(' and ')}`;
    return `slot ${place.slot}${on}`;
  });
}

/** Two lists side by side would pair the wrong ones, so of several nodes there is only the number. */
function together(slots: readonly string[], nodes: readonly string[], isOneNode: boolean): string {
  const left = slots.length - SLOTS_NAMED;
  const named = `${plural(slots.length, 'slot')} ${slots.slice(0, SLOTS_NAMED).join(', ')}`;
  const more = left > 0 ? ` and ${left} more` : '';
  if (nodes.length === 0) return `${named}${more}`;
  const on = isOneNode ? nodes.join() : `${nodes.length} ${plural(nodes.length, 'node')}`;
  return `${named}${more} on ${on}`;
}

function exitCode({ exitCode }: Cause): string[] {
  return exitCode === null ? [] : [`exit code ${exitCode}`];
}

function plural(count: number, noun: string): string {
  return count === 1 ? noun : `${noun}s`;
}

function short(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 3)}...`;
}
