import type { Outcome } from './delivery.ts';
import type { JsonObject } from './json.ts';

/** How a slash command, a click or a choice ended for the person. */
export type ActResult = {
  /** `not_sent`: Slack sends the app nothing for this. */
  outcome: Outcome['outcome'] | 'not_sent';
  /** What Slack shows the person when the app did not answer. */
  shownError?: 'operation_timeout' | 'dispatch_failed' | 'invalid_response';
  /** The app's answer in its acknowledgement. */
  response?: JsonObject;
  /** Why Slack did not take that answer. */
  problems?: readonly string[];
};

/** What a person sees of a delivery. */
export function actResult(outcome: Outcome): ActResult {
  switch (outcome.outcome) {
    case 'acked':
      return { outcome: 'acked', ...(outcome.payload === undefined ? {} : { response: outcome.payload }) };
    case 'timeout':
      return { outcome: 'timeout', shownError: 'operation_timeout' };
    case 'no_connection':
    case 'failed':
      return { outcome: outcome.outcome, shownError: 'dispatch_failed' };
  }
}
