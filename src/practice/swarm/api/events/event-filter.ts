import type { Filters } from '../filters.ts';
import { familiarName, parseReference } from '../../images/reference.ts';
import type { EngineEvent } from '../../events/event-log.ts';

/** Keys that ask for one kind of object, by its id or name. */
const KINDS = [
  'daemon',
  'container',
  'plugin',
  'volume',
  'network',
  'node',
  'service',
  'secret',
  'config',
] as const;

/** Actions that carry more behind a colon: asked for by their beginning. */
const WITH_MORE = ['health_status', 'exec_create', 'exec_start'];

/** Whether an event is asked for (`moby daemon/events/filter.go`). A key that nobody knows matches everything. */
export function includes(
  filters: Filters,
  { Type: type, Action: action, Actor: actor, scope }: EngineEvent,
): boolean {
  const { ID: id, Attributes: attributes } = actor;
  const byStart = filters.get('event').some((value) => WITH_MORE.includes(value));
  const image = attributes[type === 'image' ? 'name' : 'image'] ?? '';
  return (
    (byStart ? filters.prefix('event', action) : filters.exact('event', action)) &&
    filters.exact('type', type) &&
    filters.exact('scope', scope) &&
    KINDS.every((kind) => filters.prefix(kind, id) || filters.prefix(kind, attributes['name'] ?? '')) &&
    [id, image, withoutTag(id), withoutTag(image)].some((name) => filters.exact('image', name)) &&
    filters.labels('label', attributes)
  );
}

function withoutTag(image: string): string {
  const reference = parseReference(image);
  return reference.kind === 'reference' ? familiarName(reference) : image;
}
