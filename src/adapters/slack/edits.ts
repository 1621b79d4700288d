import type { MessageRef } from '../../core/ports/messenger.ts';
import type { Rendered } from './blocks/render.ts';

/** What is to be shown by one message. */
export type Edit = {
  readonly ref: MessageRef;
  readonly rendered: Rendered;
  readonly final: boolean;
  /** Order in which messages got something to say. */
  readonly order: number;
  readonly failures: number;
  readonly notBefore: number;
};

/** One message's state: what waits, what is on its way, what it is known to show. */
export type Line = {
  waiting?: Edit;
  flying?: Edit;
  /** What Slack has confirmed; missing when that is not certain. */
  shown?: string;
  lastSentAt: number;
};

export type Decision =
  | { readonly kind: 'send'; readonly key: string; readonly edit: Edit }
  | { readonly kind: 'wait'; readonly until: number }
  | { readonly kind: 'idle' };

/** What a message is known by. */
export function keyOf(ref: MessageRef): string {
  return `${ref.channel} ${ref.ts}`;
}

/** The same for what looks the same. */
export function fingerprint(rendered: Rendered): string {
  return JSON.stringify([rendered.text, rendered.blocks]);
}

/**
 * Which message is to be edited next, and when. Final states go first, the one that has waited longest before the
 * others; the rest take turns: whoever was served longest ago. Never two edits of one message at once.
 */
export function decide(
  lines: ReadonlyMap<string, Line>,
  readyAt: { readonly first: number; readonly shared: number },
  now: number,
): Decision {
  let best: { key: string; edit: Edit; line: Line } | undefined;
  let until = Infinity;
  for (const [key, line] of lines) {
    const edit = line.waiting;
    if (edit === undefined || line.flying !== undefined) continue;
    const at = Math.max(edit.notBefore, edit.final ? readyAt.first : readyAt.shared);
    if (at > now) {
      until = Math.min(until, at);
      continue;
    }
    if (best === undefined || before({ edit, line }, best)) best = { key, edit, line };
  }
  if (best !== undefined) return { kind: 'send', key: best.key, edit: best.edit };
  return until === Infinity ? { kind: 'idle' } : { kind: 'wait', until };
}

type Candidate = { readonly edit: Edit; readonly line: Line };

function before(a: Candidate, b: Candidate): boolean {
  if (a.edit.final !== b.edit.final) return a.edit.final;
  if (!a.edit.final && a.line.lastSentAt !== b.line.lastSentAt) return a.line.lastSentAt < b.line.lastSentAt;
  return a.edit.order < b.edit.order;
}
