import { UserError } from '../errors.ts';
import type { Place } from '../ports/messenger.ts';
import type { Person } from '../ports/people.ts';

/** Who may change what, from where: the allow-list of the configuration. Nobody is on it who is not written there. */
export type AllowRule = {
  readonly people: readonly string[];
  readonly channels: readonly string[]; // channel ids, or `direct` for direct messages
  readonly clusters: readonly string[];
};

export type Access = {
  readonly allow: readonly AllowRule[];
  /** Channel id -> cluster that the channel speaks of. */
  readonly channels: Readonly<Record<string, string>>;
};

type Asked = { readonly person: Person; readonly place: Place; readonly cluster: string };

/** Throws UserError `not-allowed` unless a rule lets this person change this cluster from this place. */
export function assertMayChange(access: Access, asked: Asked): void {
  assertUser(asked.person);
  if (access.allow.some((rule) => covers(rule, asked) && coversPlace(rule, asked.place))) return;
  if (access.allow.some((rule) => covers(rule, asked))) {
    throw new UserError(
      'not-allowed',
      `You may change ${asked.cluster}, but not from here.`,
      'Use a channel that the allow-list names for you.',
    );
  }
  throw new UserError(
    'not-allowed',
    `You are not on the list of people who may change ${asked.cluster}.`,
    'Whoever keeps waggle.yml can add you under "allow".',
  );
}

/** Throws UserError `not-allowed` unless this person may look at this cluster from this place. */
export function assertMayRead(access: Access, asked: Asked): void {
  assertUser(asked.person);
  if (asked.place.kind === 'channel' && access.channels[asked.place.channel] === asked.cluster) return;
  if (access.allow.some((rule) => covers(rule, asked))) return;
  throw new UserError(
    'not-allowed',
    `You may not look at ${asked.cluster} from here.`,
    'Ask in a channel that is bound to this cluster.',
  );
}

/** The cluster that words said here are about. `clusters` are the names of all. */
export function clusterOf(
  access: Access,
  clusters: readonly string[],
  said: { readonly person: Person; readonly place: Place; readonly named?: string | undefined },
): string {
  const { person, place, named } = said;
  const usable = clusters.filter((name) =>
    access.allow.some((rule) => rule.people.includes(person.id) && rule.clusters.includes(name)),
  );
  if (named !== undefined) {
    if (clusters.includes(named)) return named;
    const known = usable.length === 0 ? undefined : `You may use ${usable.join(', ')}.`;
    throw new UserError('not-found', `There is no cluster "${named}".`, known);
  }
  const bound = place.kind === 'channel' ? access.channels[place.channel] : undefined;
  if (bound !== undefined) return bound;
  if (usable.length === 0 && place.kind === 'direct') {
    throw new UserError(
      'not-allowed',
      'In direct messages only people on the allow-list may look at a cluster.',
      'Ask in a channel that is bound to a cluster.',
    );
  }
  const [only, ...others] = usable;
  if (only !== undefined && others.length === 0) return only;
  throw new UserError(
    'ambiguous',
    place.kind === 'channel' ? 'This channel is not bound to a cluster.' : 'Which cluster is this about?',
    usable.length === 0
      ? 'Use a channel that is bound to a cluster, or ask whoever keeps waggle.yml.'
      : `Add --cluster ${usable.join(' or --cluster ')}.`,
  );
}

function covers(rule: AllowRule, { person, cluster }: Asked): boolean {
  return rule.people.includes(person.id) && rule.clusters.includes(cluster);
}

function coversPlace(rule: AllowRule, place: Place): boolean {
  return rule.channels.includes(place.kind === 'direct' ? 'direct' : place.channel);
}

/** Guests, people of other organisations, bots and deactivated accounts never: not even a look. */
export function assertUser(person: Person): void {
  switch (person.kind) {
    case 'member':
      return;
    case 'guest':
    case 'stranger':
    case 'bot':
    case 'deactivated':
      throw new UserError('not-allowed', refusal[person.kind], 'Ask a full member of this workspace.');
  }
}

const refusal = {
  guest: 'Guests cannot use Waggle.',
  stranger: 'People of other organisations cannot use Waggle here.',
  bot: 'Bots and workflows cannot use Waggle.',
  deactivated: 'This account is deactivated.',
} as const;
