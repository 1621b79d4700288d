import { UserError } from '../../core/errors.ts';
import { refusalOf } from './api.ts';

export type TokenVariable = 'SLACK_BOT_TOKEN' | 'SLACK_APP_TOKEN';

type Steps = {
  readonly wrong: string;
  readonly gone: string;
  readonly scope: string;
  readonly method: string;
};

const STEPS: Readonly<Record<TokenVariable, Steps>> = {
  SLACK_BOT_TOKEN: {
    wrong:
      'Copy the Bot User OAuth Token again, from "OAuth & Permissions" of your app at api.slack.com/apps.',
    gone: 'Install the app in the workspace again, and put its new bot token into SLACK_BOT_TOKEN.',
    scope: 'Add the scopes of manifest.yml to the app, and install it in the workspace again.',
    method: 'auth.test',
  },
  SLACK_APP_TOKEN: {
    wrong: 'Copy the app-level token again, from "Basic Information" of your app at api.slack.com/apps.',
    gone: 'Make a new app-level token with the scope connections:write, and put it into SLACK_APP_TOKEN.',
    scope: 'Make an app-level token with the scope connections:write, and put it into SLACK_APP_TOKEN.',
    method: 'apps.connections.open',
  },
};

/**
 * The error for a token that Slack refuses, with its word and the next step; null when the failure may pass by itself.
 * The words are those of docs.slack.dev/reference/methods/auth.test and apps.connections.open.
 */
export function refusedToken(error: unknown, variable: TokenVariable): UserError | null {
  const word = refusalOf(error);
  // A status of HTTP is not Slack's word: a proxy on the way, or another server.
  if (word === null || word.startsWith('http_')) return null;
  return new UserError(
    'bad-value',
    `Slack does not accept the token in ${variable} (${word}).`,
    nextStep(word, STEPS[variable]),
  );
}

function nextStep(word: string, { wrong, gone, scope, method }: Steps): string {
  switch (word) {
    case 'missing_scope':
    case 'no_permission':
      return scope;
    case 'account_inactive':
    case 'token_revoked':
    case 'token_expired':
      return gone;
    case 'not_authed':
    case 'invalid_auth':
    case 'not_allowed_token_type':
      return wrong;
    default:
      return `What the word means is at https://docs.slack.dev/reference/methods/${method}.`;
  }
}
