import { join } from 'node:path';
import type { Rights } from './story/story.ts';

/** Where the bot's configuration pretends to be. */
const CONFIG = 'practice/waggle.yml';

export type BotSettings = {
  readonly tokens: { readonly botToken: string; readonly appToken: string };
  /** Base of the Web API. */
  readonly apiUrl: string;
  readonly key: string;
  /** The folder of its database; its path has no blanks. */
  readonly store: string;
  readonly clusters: Readonly<
    Record<string, { readonly production: boolean; readonly endpoints: readonly string[] }>
  >;
  readonly channels: Readonly<Record<string, string>>;
  readonly rights: Rights;
};

/** The bot's environment and its waggle.yml (which is JSON, and so is YAML), as `Practice` hands them over. */
export function botSettings(settings: BotSettings): {
  readonly env: Readonly<Record<string, string>>;
  readonly files: ReadonlyMap<string, string>;
} {
  const { tokens, apiUrl, key, store, clusters, channels, rights } = settings;
  const config = {
    clusters: Object.fromEntries(
      Object.entries(clusters).map(([name, { production, endpoints }]) => {
        const insecure = endpoints.some((endpoint) => endpoint.startsWith('tcp:'));
        return [name, { production, endpoints, ...(insecure ? { insecure } : {}) }];
      }),
    ),
    channels,
    allow: rights,
    // a newcomer waits for the end: half of what real services are given, and still twice the time that a crash takes here
    rollout: { settle: '15s', stuck_after: '1m' },
  };
  return {
    env: {
      SLACK_BOT_TOKEN: tokens.botToken,
      SLACK_APP_TOKEN: tokens.appToken,
      SLACK_API_URL: apiUrl,
      WAGGLE_KEY: key,
      WAGGLE_CONFIG: CONFIG,
      DATABASE_URL: `sqlite:${join(store, 'waggle.sqlite')}`,
      PORT: '0',
    },
    files: new Map([[CONFIG, JSON.stringify(config, null, 2)]]),
  };
}
