import { UserError } from '../core/errors.ts';
import { assertMayChange } from '../core/policy/access.ts';
import type { Place } from '../core/ports/messenger.ts';
import type { Person } from '../core/ports/people.ts';
import type { Parts } from './parts.ts';

/** Who somebody is. Fails with UserError `not-allowed` when it cannot be found out: nobody unknown sees or changes anything. */
export async function personOf(
  { people, log }: Pick<Parts, 'people' | 'log'>,
  id: string,
  signal: AbortSignal,
): Promise<Person> {
  try {
    return await people.who(id, signal);
  } catch (error) {
    if (signal.aborted) throw error;
    log.warn({ err: error, person: id }, 'a person could not be looked up');
    throw new UserError(
      'not-allowed',
      'It could not be found out who you are, so nothing was done.',
      'Try again in a moment.',
    );
  }
}

/** Throws UserError `not-allowed` unless this person, as they are known now, may change this cluster from this place. */
export async function assertRight(
  parts: Pick<Parts, 'people' | 'log' | 'access'>,
  asked: { readonly person: string; readonly place: Place; readonly cluster: string },
  signal: AbortSignal,
): Promise<void> {
  const person = await personOf(parts, asked.person, signal);
  assertMayChange(parts.access, { ...asked, person });
}
