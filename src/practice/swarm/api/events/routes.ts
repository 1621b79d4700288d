import { ApiError, type ApiRequest, type Context, type Reply, type Route } from '../api.ts';
import { parseFiltersOr500 } from '../filters.ts';
import { goJson } from '../go-json.ts';
import { includes } from './event-filter.ts';
import type { EngineEvent } from '../../events/event-log.ts';
import { parseTimestamp } from '../timestamp.ts';

export const eventRoutes: readonly Route[] = [
  { method: 'GET', path: '/events', needs: 'none', handle: getEvents },
];

/**
 * The events that are remembered, where `since` or `until` asks for them, then those to come
 * (`moby api/server/router/system/system_routes.go`, getEvents).
 * @throws ApiError 400, and 500 for what is no time and no filter, as the engine does.
 */
function getEvents({ query }: ApiRequest, { events, world: { timeline } }: Context): Reply {
  const since = timeOf(query.get('since') ?? '');
  const until = timeOf(query.get('until') ?? '');
  if (until !== undefined && since !== undefined && until < since) {
    throw new ApiError(
      400,
      `\`since\` time (${query.get('since')}) cannot be after \`until\` time (${query.get('until')})`,
    );
  }
  const filters = parseFiltersOr500(query);
  const past = since === undefined && until === undefined ? [] : between(events.recent(), since, until);
  const left = until === undefined ? undefined : Number(until) / 1e6 - timeline.now();
  return {
    status: 200,
    contentType: 'application/json',
    timed: left !== undefined,
    stream: ({ write, end }) => {
      const tell = (event: EngineEvent): void => {
        if (includes(filters, event)) write(goJson(event, true));
      };
      for (const event of past) tell(event);
      if (left !== undefined && left < 0) {
        end();
        return { closed: () => {} };
      }
      const stop = events.listen(tell);
      const due = left === undefined ? undefined : timeline.after(left, end, 'engine');
      return {
        closed: () => {
          stop();
          due?.cancel();
        },
      };
    },
  };
}

/** Nanoseconds; undefined where none is asked for, which is also what the engine makes of -1. */
function timeOf(text: string): bigint | undefined {
  if (text === '') return undefined;
  const time = parseTimestamp(text);
  if ('fault' in time) throw new ApiError(500, time.fault);
  return time.nanos === -1_000_000_000n ? undefined : time.nanos;
}

/** From the newest back to the first that is too old (`moby daemon/events/events.go`, loadBufferedEvents). */
function between(
  recent: readonly EngineEvent[],
  since: bigint | undefined,
  until: bigint | undefined,
): readonly EngineEvent[] {
  const tooOld = since === undefined ? -1 : recent.findLastIndex((event) => BigInt(event.timeNano) < since);
  const wanted = recent.slice(tooOld + 1);
  // 1970 itself is no end
  if (until === undefined || until <= 0n) return wanted;
  return wanted.filter((event) => BigInt(event.timeNano) <= until);
}
