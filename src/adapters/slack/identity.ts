import { z } from 'zod';
import { UserError } from '../../core/errors.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { Log } from '../../core/ports/log.ts';
import { backoffMs, failureOf, refusalOf, type SlackApi } from './api.ts';

/** Who the bot is, in which workspace. */
export type Identity = {
  readonly userId: string;
  readonly botId: string;
  readonly teamId: string;
  readonly enterpriseId?: string;
};

const Answer = z.object({
  user_id: z.string(),
  bot_id: z.string(),
  team_id: z.string(),
  enterprise_id: z.string().nullish(),
});

/** Slack's words for a token that no waiting mends. */
const BAD_TOKEN = new Set([
  'not_authed',
  'invalid_auth',
  'account_inactive',
  'token_revoked',
  'token_expired',
  'not_allowed_token_type',
  'no_permission',
  'user_removed_from_team',
  'team_disabled',
]);

/** The error for a token that Slack does not accept, or null when the failure may pass. */
export function badTokenError(error: unknown, variable: string): UserError | null {
  const word = refusalOf(error);
  if (word === null || !BAD_TOKEN.has(word)) return null;
  return new UserError(
    'bad-value',
    `Slack does not accept the token in ${variable} (${word}).`,
    `Put a valid token into ${variable}.`,
  );
}

/**
 * Asks Slack who the bot is, again and again until it answers. Asked once for all; a failure is never kept.
 * Fails with UserError `bad-value` when Slack does not accept the token, and with the signal.
 */
export function createIdentity(deps: {
  readonly api: SlackApi;
  readonly clock: Clock;
  readonly log: Log;
  readonly stop: AbortSignal;
}): () => Promise<Identity> {
  let asking: Promise<Identity> | undefined;
  return () => {
    asking ??= ask(deps).catch((error: unknown) => {
      asking = undefined;
      throw error;
    });
    return asking;
  };
}

async function ask({ api, clock, log, stop }: Parameters<typeof createIdentity>[0]): Promise<Identity> {
  for (let failures = 1; ; failures += 1) {
    stop.throwIfAborted();
    try {
      const answer = Answer.parse(await api.call('auth.test', {}));
      return {
        userId: answer.user_id,
        botId: answer.bot_id,
        teamId: answer.team_id,
        ...(answer.enterprise_id ? { enterpriseId: answer.enterprise_id } : {}),
      };
    } catch (error) {
      stop.throwIfAborted();
      const failure = failureOf(error);
      if (failure.kind === 'refused' || failure.kind === 'bug') {
        throw badTokenError(error, 'SLACK_BOT_TOKEN') ?? error;
      }
      log.warn({ failures, err: error }, 'Slack does not answer who the bot is; trying again');
      await clock.sleep(failure.kind === 'limited' ? failure.afterMs : backoffMs(failures), stop);
    }
  }
}
