import type { Access } from '../core/policy/access.ts';
import type { LogLevel } from '../core/ports/log.ts';

/** Where an engine listens. PEM texts, read already; without `tls` TCP is spoken in the clear, as the file says aloud. */
export type EndpointSettings = {
  readonly url: string;
  readonly tls?: {
    readonly ca: string;
    readonly cert: string;
    readonly key: string;
    readonly serverName?: string;
  };
};

export type ClusterSettings = {
  readonly production: boolean;
  /** At least one, in the order to try. */
  readonly endpoints: readonly EndpointSettings[];
};

/** The whole configuration, checked. Times are milliseconds. */
export type Settings = {
  readonly slack: {
    readonly botToken: string;
    readonly connect:
      | { readonly kind: 'socket'; readonly appToken: string }
      | { readonly kind: 'http'; readonly signingSecret: string };
    /** Another Slack-compatible server, with the slash at its end. */
    readonly apiUrl?: string;
    readonly command: string;
  };
  readonly clusters: ReadonlyMap<string, ClusterSettings>;
  readonly access: Access;
  readonly plan: { readonly expiresAfterMs: number };
  readonly rollout: { readonly stuckAfterMs: number; readonly settleMs: number; readonly pollMs: number };
  /** By the registry's host. */
  readonly registries: ReadonlyMap<string, { readonly username: string; readonly password: string }>;
  /** 32 bytes that seal what is secret in the store. */
  readonly key: Uint8Array;
  readonly database: { readonly file: string } | { readonly url: string };
  readonly port: number;
  readonly logLevel: LogLevel;
};

/** Every secret value in the settings, in each form it may be met in: what the log must never show. */
export function secretsOf(settings: Settings): string[] {
  const { slack, key, database, registries, clusters } = settings;
  const bytes = Buffer.from(key);
  const forms = (['base64', 'base64url', 'hex'] as const).map((form) => bytes.toString(form));
  const base64 = bytes.toString('base64').replace(/=+$/, ''); // some write it without the padding
  return [
    slack.botToken,
    slack.connect.kind === 'socket' ? slack.connect.appToken : slack.connect.signingSecret,
    ...forms,
    base64,
    ...('url' in database ? passwordsOf(database.url) : []),
    ...[...registries.values()].map((registry) => registry.password),
    ...[...clusters.values()].flatMap(({ endpoints }) => endpoints.flatMap(({ tls }) => tls?.key ?? [])),
  ].filter((secret) => secret !== '');
}

/** The password of a database's URL, as it stands there and as it is meant. */
function passwordsOf(url: string): string[] {
  const written = /^[a-z]+:\/\/[^/?#]*?:([^/?#]*)@/i.exec(url)?.[1];
  const asked = new URLSearchParams(/\?([^#]*)/.exec(url)?.[1] ?? '').get('password');
  return [...(written === undefined ? [] : [written, decoded(written)]), ...(asked === null ? [] : [asked])];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // not encoded after all
  }
}
