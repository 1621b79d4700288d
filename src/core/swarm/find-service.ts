import { nearest } from '../chat/suggest.ts';
import { UserError } from '../errors.ts';
import type { SwarmReader } from '../ports/swarm.ts';
import type { Service } from './objects.ts';

/** What looking a service up needs of a cluster. */
export type Where = {
  readonly cluster: { readonly name: string };
  readonly swarm: Pick<SwarmReader, 'service' | 'services'>;
};

/** The service of that name or id. Fails with UserError `not-found`, with the nearest name that it may be a slip of. */
export async function findService(on: Where, name: string, signal: AbortSignal): Promise<Service> {
  const service = await on.swarm.service(name, signal);
  if (service !== null) return service;
  const names = (await on.swarm.services({}, signal)).map(({ Spec }) => Spec.Name);
  const close = nearest(
    name,
    names.filter((other) => !isSibling(name, other)),
  );
  throw new UserError(
    'not-found',
    `There is no service "${name}" on ${on.cluster.name}.`,
    close === null ? 'Say "services" for the list.' : `Did you mean ${close}?`,
  );
}

/** Names that differ in a last number or a last letter of its own, such as web1 and web2, are two services rather than a slip. */
function isSibling(one: string, other: string): boolean {
  const [name, known] = [one.toLowerCase(), other.toLowerCase()];
  const isCounted = /(\d|[-_.][a-z])$/;
  return (
    name !== known &&
    name.slice(0, -1) === known.slice(0, -1) &&
    isCounted.test(name) &&
    isCounted.test(known)
  );
}
