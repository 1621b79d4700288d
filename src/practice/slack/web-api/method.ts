import { z } from 'zod';
import type { Json, JsonObject } from '../json.ts';
import { Refusal } from '../refusal.ts';
import type { Channel } from '../state.ts';
import type { Workplace } from '../workplace.ts';

/** One method of the Web API. */
export type Method = {
  token: 'bot' | 'app';
  /** All of these are needed. Methods whose scope hangs on the kind of channel check it themselves. */
  scopes: readonly string[];
  /** Checks the arguments, does the work and gives the answer without `ok`. Throws a `Refusal`. */
  run: (workplace: Workplace, args: JsonObject) => JsonObject;
};

/** Defines a method whose arguments have the shape `args`. Arguments beyond it are ignored, as Slack does. */
export function method<T>(
  options: { token?: 'bot' | 'app'; scopes?: readonly string[] },
  args: z.ZodType<T>,
  run: (workplace: Workplace, args: T) => JsonObject,
): Method {
  return {
    token: options.token ?? 'bot',
    scopes: options.scopes ?? [],
    run: (workplace, sent) => {
      const checked = args.safeParse(sent);
      if (!checked.success) {
        throw new Refusal(
          'invalid_arguments',
          checked.error.issues.map((issue) =>
            Object.hasOwn(sent, String(issue.path[0]))
              ? `[ERROR] ${issue.message} [json-pointer:/${issue.path.join('/')}]`
              : `[ERROR] missing required field: ${issue.path.join('/')}`,
          ),
        );
      }
      return run(workplace, checked.data);
    },
  };
}

/** A text argument. Forms carry everything as text, and JSON may hold a number where Slack wants text. */
export const text = z.union([z.string(), z.number().transform(String)]);

/** A yes or no, as JSON or as a form writes it. */
export const flag = z
  .union([z.boolean(), z.enum(['true', '1', 'false', '0', '']), z.number()])
  .transform((value) => value === true || value === 'true' || value === '1' || value === 1);

/** A whole number, as JSON or as a form writes it. */
export const whole = z.union([z.int(), z.string().regex(/^\d+$/).transform(Number)]);

/** A structured argument: JSON text in a form, a value in JSON. Text that is no JSON stays text. */
export const structured = z.json().transform((value): Json => {
  if (typeof value !== 'string') return value;
  try {
    const parsed: unknown = JSON.parse(value);
    const json = z.json().safeParse(parsed);
    return json.success ? json.data : value;
  } catch {
    return value;
  }
});

/** Refuses a call for which the bot token has no scope. */
export function needScope(workplace: Workplace, scope: string): void {
  if (workplace.scopes.has(scope)) return;
  throw new Refusal('missing_scope', [], { needed: scope, provided: [...workplace.scopes].join(',') });
}

/** The scope that reading a channel of this kind needs. */
export function readScope(channel: Channel): string {
  switch (channel.kind) {
    case 'public':
      return 'channels:read';
    case 'private':
      return 'groups:read';
    case 'im':
      return 'im:read';
  }
}

/** A channel that the bot can know of: a private one or somebody else's direct message does not exist for it. */
export function visibleChannel(workplace: Workplace, id: string): Channel {
  const channel = workplace.state.channels.get(id);
  if (channel === undefined || (channel.kind !== 'public' && !workplace.state.botIsIn(channel))) {
    throw new Refusal('channel_not_found');
  }
  return channel;
}

/** A channel that the bot can post in. */
export function writableChannel(workplace: Workplace, id: string): Channel {
  const channel = visibleChannel(workplace, id);
  if (channel.isArchived) throw new Refusal('is_archived');
  if (!workplace.state.botIsIn(channel)) throw new Refusal('not_in_channel');
  return channel;
}

export const paging = { cursor: text.optional(), limit: whole.optional() };

/** One page of a list, with the cursor to the next one. */
export function page<T>(
  items: readonly T[],
  args: { cursor?: string | undefined; limit?: number | undefined },
): { items: T[]; response_metadata: { next_cursor: string } } {
  const limit = args.limit === undefined || args.limit === 0 ? 100 : args.limit;
  if (limit > 1000) throw new Refusal('invalid_limit');
  const start = args.cursor === undefined || args.cursor === '' ? 0 : cursorPosition(args.cursor);
  const end = start + limit;
  const next = end < items.length ? Buffer.from(`next:${end}`).toString('base64') : '';
  return { items: items.slice(start, end), response_metadata: { next_cursor: next } };
}

function cursorPosition(cursor: string): number {
  const match = /^next:(\d+)$/.exec(Buffer.from(cursor, 'base64').toString());
  if (match === null) throw new Refusal('invalid_cursor');
  return Number(match[1]);
}
