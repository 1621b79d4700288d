import { webApi, type Logger } from '@slack/bolt';

/** Slack's Web API as the rest of the adapter sees it: one attempt a call, failures as web-api's error classes. */
export type SlackApi = {
  readonly call: (method: string, args: Readonly<Record<string, unknown>>) => Promise<unknown>;
};

/** Where Slack's Web API is, and how long one call to it may take, in ms. */
export type Reach = { readonly apiUrl: string; readonly callMs: number };

/** Options of a Web API client. A new object each time: socket-mode writes into the one that it is given. */
export function clientOptions({ apiUrl, callMs }: Reach, logger: Logger): webApi.WebClientOptions {
  return {
    slackApiUrl: apiUrl,
    logger,
    timeout: callMs,
    // Retries and waiting are decided in one place, the publisher; a client that retries by itself hides them.
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
  };
}

/** A client of the Web API whose calls all end when `stop` is aborted. */
export function slackApi(options: {
  readonly token: string;
  readonly reach: Reach;
  readonly logger: Logger;
  readonly stop: AbortSignal;
}): SlackApi {
  const client = new webApi.WebClient(options.token, {
    ...clientOptions(options.reach, options.logger),
    fetch: (url, init) =>
      fetch(url, {
        ...init,
        signal: init?.signal ? AbortSignal.any([init.signal, options.stop]) : options.stop,
      }),
  });
  return { call: (method, args) => client.apiCall(method, args) };
}

/** Why a call failed, decided by error class and Slack's word. */
export type Failure =
  | { readonly kind: 'limited'; readonly afterMs: number }
  | { readonly kind: 'transient' } // may work later; it may also have happened already
  | { readonly kind: 'refused'; readonly word: string }
  | { readonly kind: 'bug' };

/** Slack's words for its own trouble (docs.slack.dev/reference/methods/chat.update, "Errors"). */
const ITS_OWN_TROUBLE = new Set([
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
  'team_added_to_org',
  'org_login_required', // while the organisation is being moved
]);

/** Sorts an error of a Web API call. */
export function failureOf(error: unknown): Failure {
  if (error instanceof webApi.WebAPIRateLimitedError)
    return { kind: 'limited', afterMs: error.retryAfter * 1000 };
  if (error instanceof webApi.WebAPIRequestError) return { kind: 'transient' };
  if (error instanceof webApi.WebAPIHTTPError) {
    return error.statusCode >= 500
      ? { kind: 'transient' }
      : { kind: 'refused', word: `http_${error.statusCode}` };
  }
  if (!(error instanceof webApi.WebAPIPlatformError)) return { kind: 'bug' };
  const word = slackWordOf(error);
  if (word === null) return { kind: 'transient' };
  if (word === 'ratelimited' || word === 'rate_limited') return { kind: 'limited', afterMs: 1000 };
  return ITS_OWN_TROUBLE.has(word) ? { kind: 'transient' } : { kind: 'refused', word };
}

/** The word that Slack says no with; null where web-api has put an answer that is not Slack's (a proxy's page) in its place. */
export function slackWordOf({ data }: webApi.WebAPIPlatformError): string | null {
  const word: unknown = data.error;
  return typeof word === 'string' && /^[a-z0-9_]{1,80}$/u.test(word) ? word : null;
}

/** Slack's word for a refusal, or null for any other failure. */
export function refusalOf(error: unknown): string | null {
  const failure = failureOf(error);
  return failure.kind === 'refused' ? failure.word : null;
}

/** The refusals that mean that Slack does not take these blocks, whatever we think of them. */
export function refusesBlocks(word: string | null): boolean {
  return word === 'invalid_blocks' || word === 'invalid_blocks_format' || word === 'msg_blocks_too_long';
}

/** Waiting time after the n-th failure in a row: 1 s, 2 s, 4 s... at most 30 s. */
export function backoffMs(failures: number): number {
  return Math.min(30_000, 1000 * 2 ** Math.max(0, failures - 1));
}
