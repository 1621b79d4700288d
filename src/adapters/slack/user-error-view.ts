import { UserError } from '../../core/errors.ts';
import type { View } from '../../core/view/view.ts';

/** What a person sees of an error that they can understand. */
export function userErrorView(error: UserError): View {
  return {
    summary: error.message,
    parts: [
      { kind: 'notice', level: 'danger', text: error.message },
      ...(error.next === undefined ? [] : [{ kind: 'text' as const, text: error.next }]),
    ],
  };
}

/** What a person sees of a bug: nothing but the reference under which it is logged. */
export function bugView(reference: string): View {
  const text = `Something went wrong in Waggle, reference ${reference}.`;
  return { summary: text, parts: [{ kind: 'notice', level: 'danger', text }] };
}

/** The bot is not a member where it was to write. */
export function notInChannel(): UserError {
  return new UserError(
    'not-in-channel',
    'Waggle is not a member of this channel.',
    'Invite it with /invite @waggle and try again.',
  );
}
