import type { World } from '../world.ts';
import { formatDate } from './dates.ts';
import type { Names } from './prose.ts';

/** How this person's page calls what a text names. */
export function namesOf(world: Pick<World, 'person' | 'channel' | 'me'>): Names {
  return {
    person: (id) => world.person(id)?.name,
    channel: (id) => world.channel(id)?.name || undefined,
    date: (ts, format) => formatDate(ts, format, { tz: world.me.tz, now: Date.now() }),
  };
}
