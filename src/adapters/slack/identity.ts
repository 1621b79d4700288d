import { z } from 'zod';
import type { Clock } from '../../core/ports/clock.ts';
import type { Log } from '../../core/ports/log.ts';
import { backoffMs, failureOf, type SlackApi } from './api.ts';
import { refusedToken } from './refused-token.ts';
import { tellUnreachable } from './trouble.ts';

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

/**
 * Asks Slack who the bot is, again and again until it answers. Asked once for all; a failure is never kept.
 * Fails with UserError `bad-value` when Slack refuses the token, and with the signal.
 */
export function createIdentity(deps: {
  readonly api: SlackApi;
  /** Named when it cannot be reached. */
  readonly apiUrl: string;
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

async function ask(deps: Parameters<typeof createIdentity>[0]): Promise<Identity> {
  const { api, apiUrl, clock, log, stop } = deps;
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
      const refused = refusedToken(error, 'SLACK_BOT_TOKEN');
      if (refused !== null || failure.kind === 'bug') throw refused ?? error;
      const waitMs = failure.kind === 'limited' ? failure.afterMs : backoffMs(failures);
      tellUnreachable(log, error, { apiUrl, failures, waitMs });
      await clock.sleep(waitMs, stop);
    }
  }
}
