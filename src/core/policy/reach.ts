import { UserError } from '../errors.ts';
import { distinct } from '../distinct.ts';
import type { Place } from '../ports/messenger.ts';
import type { Person } from '../ports/people.ts';
import { assertMayChange, assertMayRead, type Access } from './access.ts';

/** Those of the clusters that this person may look at from this place. */
export function clustersInSight(
  access: Access,
  clusters: readonly string[],
  from: { readonly person: Person; readonly place: Place },
): string[] {
  return clusters.filter((cluster) => isAllowed(() => assertMayRead(access, { ...from, cluster })));
}

/** Where a person may change a cluster: channel ids, and `direct` for direct messages. */
export function placesToChange(
  access: Access,
  { person, cluster }: { readonly person: Person; readonly cluster: string },
): string[] {
  const named = distinct(access.allow.flatMap(({ channels }) => channels));
  return named.filter((channel) => {
    const place: Place = { channel, kind: channel === 'direct' ? 'direct' : 'channel' };
    return isAllowed(() => assertMayChange(access, { person, place, cluster }));
  });
}

/** The channels that speak of one of these clusters. */
export function channelsOf(access: Access, clusters: readonly string[]): string[] {
  return Object.entries(access.channels).flatMap(([channel, cluster]) =>
    clusters.includes(cluster) ? [channel] : [],
  );
}

/** What a check answers, without its words. Only a refusal is a no: anything else that is thrown is thrown on. */
function isAllowed(check: () => void): boolean {
  try {
    check();
    return true;
  } catch (error) {
    if (error instanceof UserError && error.code === 'not-allowed') return false;
    throw error;
  }
}
