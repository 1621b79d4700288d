import type { Place } from '../ports/messenger.ts';
import type { Plan } from './plan.ts';

/** The thread of a plan's card, where all that follows from it is said; a card in a thread shares that thread. */
export function threadOf({ origin, card }: Plan): Place {
  const thread = origin.thread ?? card?.ts;
  return { ...origin, ...(thread === undefined ? {} : { thread }) };
}
