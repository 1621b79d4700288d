import type { Entry } from '../../protocol.ts';
import type { JsonObject } from './json.ts';

/** What a person has entered in one field on this page and the workspace may not know yet. */
export type Draft = {
  readonly entry: Entry;
  /** External menus: the option objects that were chosen. */
  readonly offered?: readonly JsonObject[];
  /** What the workspace had for the field when this was entered. */
  readonly base: Entry;
  /** Sent, or on its way. */
  readonly sent: readonly Entry[];
};

/** Enters something over what was entered before. */
export function entered(
  before: Draft | undefined,
  now: { readonly entry: Entry; readonly offered?: readonly JsonObject[]; readonly known: Entry },
): Draft {
  return {
    entry: now.entry,
    ...(now.offered === undefined ? {} : { offered: now.offered }),
    base: before?.base ?? now.known,
    sent: before?.sent ?? [],
  };
}

/** Notes that the entry goes to the workspace. */
export function sending(draft: Draft): Draft {
  return { ...draft, sent: [...draft.sent, draft.entry] };
}

/** Whether the workspace has yet to be told. */
export function isUnsent(draft: Draft): boolean {
  const last = draft.sent.at(-1);
  return last === undefined || !same(last, draft.entry);
}

/**
 * What is left of a draft when the workspace says `known`: nothing once it has the entry, or has one that came from elsewhere
 * (the app put it there, or the same person in another window). An echo of something older that was sent from here says nothing.
 */
export function reconciled(draft: Draft, known: Entry): Draft | undefined {
  if (same(known, draft.base)) return draft;
  if (same(known, draft.entry)) return undefined;
  return draft.sent.some((entry) => same(entry, known)) ? { ...draft, base: known } : undefined;
}

export function same(one: Entry, other: Entry): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}
