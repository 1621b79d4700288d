import { z } from 'zod';
import type { Clock } from '../../core/ports/clock.ts';
import type { People, Person } from '../../core/ports/people.ts';
import { unlessAborted } from './abort.ts';
import type { SlackApi } from './api.ts';
import type { Identity } from './identity.ts';
import type { Publisher } from './publisher.ts';

const Answer = z.object({
  user: z.object({
    id: z.string(),
    team_id: z.string().optional(),
    name: z.string().optional(),
    real_name: z.string().optional(),
    profile: z.object({ display_name: z.string().optional() }).optional(),
    enterprise_user: z.object({ enterprise_id: z.string().optional() }).optional(),
    deleted: z.boolean().optional(),
    is_bot: z.boolean().optional(),
    is_restricted: z.boolean().optional(),
    is_ultra_restricted: z.boolean().optional(),
    is_stranger: z.boolean().optional(),
  }),
});
type User = z.infer<typeof Answer>['user'];

/** How long an answer is used, counted from when it was asked for. */
const FRESH_MS = 60_000;
/** So many people are remembered. */
const KEPT = 1_000;

/** The port over `users.info`: answers are kept for a minute, and one question at a time is asked about a person. */
export function createPeople(deps: {
  readonly api: SlackApi;
  readonly publisher: Publisher;
  readonly clock: Clock;
  readonly identity: () => Promise<Identity>;
  readonly stop: AbortSignal;
}): People {
  const { api, publisher, clock, identity, stop } = deps;
  const known = new Map<string, { readonly at: number; readonly person: Promise<Person> }>();

  const ask = async (id: string): Promise<Person> => {
    const own = await identity();
    const make = () => api.call('users.info', { user: id });
    const { user } = Answer.parse(await publisher.call('users.info', '', make, stop));
    return { id: user.id, name: nameOf(user), kind: kindOf(user, own) };
  };

  const remember = (id: string): Promise<Person> => {
    const person = ask(id);
    const entry = { at: clock.now(), person };
    known.delete(id);
    known.set(id, entry);
    const oldest = known.keys().next().value;
    if (known.size > KEPT && oldest !== undefined) known.delete(oldest);
    // A failure is nobody's answer: the next question is asked anew.
    person.catch(() => {
      if (known.get(id) === entry) known.delete(id);
    });
    return person;
  };

  return {
    who: (id, signal) => {
      const entry = known.get(id);
      const fresh = entry !== undefined && clock.now() - entry.at < FRESH_MS;
      return unlessAborted(fresh ? entry.person : remember(id), signal);
    },
  };
}

function nameOf(user: User): string {
  return user.profile?.display_name || user.real_name || user.name || user.id;
}

/** Whoever does not clearly belong to this workspace is a stranger. */
function kindOf(user: User, own: Identity): Person['kind'] {
  if (user.deleted === true) return 'deactivated';
  if (user.is_bot === true || user.id === 'USLACKBOT') return 'bot';
  const sameOrg = own.enterpriseId !== undefined && user.enterprise_user?.enterprise_id === own.enterpriseId;
  if (user.is_stranger === true || (user.team_id !== own.teamId && !sameOrg)) return 'stranger';
  if (user.is_restricted === true || user.is_ultra_restricted === true) return 'guest';
  return 'member';
}
