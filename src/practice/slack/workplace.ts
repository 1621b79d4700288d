import type { Courier } from './delivery.ts';
import type { Faults } from './faults.ts';
import type { JsonObject } from './json.ts';
import type { RateLimits } from './rate-limits.ts';
import type { ResponseUrls } from './response-urls.ts';
import type { SocketMode } from './socket-mode.ts';
import type { HttpDelivery } from './http-delivery.ts';
import type { State } from './state.ts';
import type { Triggers } from './triggers.ts';

/** A request that reached the server, with all that it carried save the token. */
export type LoggedCall = { at: number; method: string; args: JsonObject; answer: string };

/** Everything that the parts of the server share. */
export type Workplace = {
  readonly state: State;
  readonly triggers: Triggers;
  readonly responseUrls: ResponseUrls;
  readonly faults: Faults;
  readonly rateLimits: RateLimits;
  readonly courier: Courier;
  readonly socketMode: SocketMode;
  readonly http: HttpDelivery | undefined;
  readonly calls: LoggedCall[];
  readonly tokens: { readonly bot: string; readonly app: string };
  /** Scopes of the bot token; tests may take some away. */
  readonly scopes: Set<string>;
};
