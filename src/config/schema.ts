import { z } from 'zod';
import { readDuration } from '../core/chat/duration.ts';

const NANOSECONDS_PER_MS = 1_000_000;
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** A Slack id; the letter before the rest says what it is of. */
function isUserId(text: string): boolean {
  return /^[UW][A-Z0-9]{2,20}$/.test(text);
}

export function isChannelId(text: string): boolean {
  return /^[CG][A-Z0-9]{2,20}$/.test(text);
}

function text(expected: string, good: (text: string) => boolean = (given) => given.trim() !== '') {
  return z.string({ error: expected }).refine(good, { error: expected });
}

/** A duration such as `10s` between two bounds (ms, both included), to milliseconds. */
function duration(least: number, most: number, words: string): z.ZodType<number, string> {
  const expected = `expected a duration from ${words}, such as 30s or 2m`;
  return z.string({ error: expected }).transform((given, context) => {
    const reading = readDuration(given);
    const ms = reading.ok ? reading.value / NANOSECONDS_PER_MS : Number.NaN;
    if (Number.isInteger(ms) && ms >= least && ms <= most) return ms;
    context.addIssue({ code: 'custom', message: reading.ok ? expected : reading.expected });
    return z.NEVER;
  });
}

const ENDPOINT = 'expected unix:///path/to/docker.sock or tcp://host:port';
const ENDPOINTS = `${ENDPOINT}, one or more in a list`;
const path = text('expected the path of a PEM file', (given) => given.trim() !== '' && !given.includes('\n'));

export const TlsSection = z.strictObject({
  ca: path,
  cert: path,
  key: path,
  server_name: text('expected the name in the engine’s certificate').optional(),
});

export const ClusterSection = z.strictObject({
  production: z.boolean({ error: 'expected true or false' }).default(false),
  endpoints: z
    .array(text(ENDPOINT, isEndpoint), {
      error: ({ input }) => (input === undefined ? `is missing; ${ENDPOINTS}` : ENDPOINTS),
    })
    .min(1, { error: ENDPOINTS }),
  tls: TlsSection.optional(),
  insecure: z.boolean({ error: 'expected true or false' }).default(false),
});

export const AllowSection = z.strictObject({
  people: z
    .array(text('expected the id of a person, such as U0123ABCD', isUserId), {
      error: 'expected a list of people’s ids',
    })
    .min(1, { error: 'expected at least one person' }),
  channels: z
    .array(
      text(
        'expected the id of a channel, such as C0123ABCD, or direct',
        (id) => id === 'direct' || isChannelId(id),
      ),
      { error: 'expected a list of channels’ ids, or direct' },
    )
    .min(1, { error: 'expected at least one channel, or direct' }),
  clusters: z
    .array(text('expected the name of a cluster'), { error: 'expected a list of clusters’ names' })
    .min(1, { error: 'expected at least one cluster' }),
});

export const RegistrySection = z.strictObject({
  username: text('expected the name to log in with'),
  password_env: text(
    'expected the name of the environment variable that holds the password, in capitals',
    (name) => /^[A-Z_][A-Z0-9_]*$/.test(name) && !name.endsWith('_FILE'),
  ),
});

export const SlackSection = z.strictObject({
  command: text('expected a slash command, such as /swarm', (given) =>
    /^\/[a-z0-9_-]{1,31}$/.test(given),
  ).default('/swarm'),
});

export const PlanSection = z.strictObject({
  expires_after: duration(MINUTE, 24 * HOUR, '1m to 24h').default(15 * MINUTE),
});

export const RolloutSection = z.strictObject({
  stuck_after: duration(SECOND, 24 * HOUR, '1s to 24h').default(2 * MINUTE),
  settle: duration(0, HOUR, '0s to 1h').default(30 * SECOND),
  poll: duration(SECOND / 2, MINUTE, '500ms to 1m').default(SECOND),
});

/** waggle.yml as it is written. Strict: a key that is not known is a fault. What the parts say of each other is checked apart. */
export const ConfigFile = z.strictObject({
  clusters: z
    .record(z.string(), ClusterSection)
    .refine((clusters) => Object.keys(clusters).length > 0, { error: 'expected at least one cluster' }),
  channels: z.record(z.string(), text('expected the name of a cluster')).default({}),
  allow: z.array(AllowSection).default([]),
  slack: SlackSection.prefault({}),
  plan: PlanSection.prefault({}),
  rollout: RolloutSection.prefault({}),
  registries: z.record(z.string(), RegistrySection).default({}),
});
export type ConfigFile = z.infer<typeof ConfigFile>;

/** The keys that may stand at this place of the file, to suggest the right one. */
export function keysAt(place: readonly PropertyKey[]): string[] {
  return Object.keys(shapeAt(place) ?? {});
}

function shapeAt([section, , inner, ...rest]: readonly PropertyKey[]): object | null {
  if (rest.length > 0) return null;
  switch (section) {
    case undefined:
      return ConfigFile.shape;
    case 'clusters':
      return inner === undefined ? ClusterSection.shape : TlsSection.shape;
    case 'allow':
      return AllowSection.shape;
    case 'registries':
      return RegistrySection.shape;
    case 'slack':
      return SlackSection.shape;
    case 'plan':
      return PlanSection.shape;
    case 'rollout':
      return RolloutSection.shape;
    default:
      return null;
  }
}

/** Whether this says where an engine listens, by its form alone. */
export function isEndpoint(given: string): boolean {
  if (/^unix:\/\/\/[^\s?#]+$/.test(given)) return true;
  const port = /^tcp:\/\/(?:[a-z0-9][a-z0-9.-]*):(\d{1,5})$/i.exec(given)?.[1];
  return port !== undefined && Number(port) >= 1 && Number(port) <= 65_535;
}
