import { webApi } from '@slack/bolt';
import type { Log } from '../../core/ports/log.ts';
import { slackWordOf } from './api.ts';

/** Where Slack's Web API is unless another server is configured. */
export const SLACK_API = 'https://slack.com/api/';

/** Why a call failed, in a few words: the system's code, HTTP's status or Slack's own word. */
export function causeOf(error: unknown): string {
  if (error instanceof webApi.WebAPIHTTPError) return `HTTP ${error.statusCode}`;
  if (error instanceof webApi.WebAPIRateLimitedError) return 'Slack asks for a pause';
  if (error instanceof webApi.WebAPIPlatformError) {
    return slackWordOf(error) ?? 'what answers there is not Slack';
  }
  return innermost(error);
}

/** Tells of a failure that is tried again: one plain line, and the error itself at debug. */
export function tellTrouble(
  log: Log,
  error: unknown,
  fields: Readonly<Record<string, unknown>>,
  message: string,
): void {
  log.warn({ ...fields, why: causeOf(error) }, message);
  log.debug({ err: error }, message);
}

/** Tells that the way to Slack is down and when it is tried again. */
export function tellUnreachable(
  log: Log,
  error: unknown,
  {
    apiUrl,
    failures,
    waitMs,
  }: { readonly apiUrl: string; readonly failures: number; readonly waitMs: number },
): void {
  const seconds = Math.ceil(waitMs / 1000);
  log.warn({ failures }, `cannot reach ${apiUrl} (${causeOf(error)}), trying again in ${seconds} s`);
  log.debug({ err: error }, 'why Slack could not be reached');
}

/** The first system's code on the way down the causes, or what the last cause says. */
function innermost(error: unknown): string {
  if (!(error instanceof Error)) return 'its socket did not open'; // socket-mode rejects with nothing
  if ('code' in error && typeof error.code === 'string' && /^[A-Z][A-Z0-9_]+$/.test(error.code))
    return error.code;
  if (error.cause instanceof Error) return innermost(error.cause);
  return error.name === 'TimeoutError' ? 'no answer in time' : error.message;
}
