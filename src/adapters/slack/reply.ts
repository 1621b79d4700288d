import { UserError } from '../../core/errors.ts';
import type { Place } from '../../core/ports/messenger.ts';
import type { View } from '../../core/view/view.ts';
import { responseUrl as limits } from '../../facts/slack.ts';
import { render, type Rendered } from './blocks/render.ts';
import type { Deps } from './delivery.ts';
import { attachPrivately, postToPerson } from './messenger.ts';
import { refusalOf } from './api.ts';

/** Before the time is over: the answer has to get there. */
const MARGIN_MS = 60_000;

/**
 * How one person is answered so that nobody else sees it: by the delivery's own response address while it is good, then
 * by an ephemeral message, and where the bot is not a member by a direct message. In a direct message it is a plain one.
 */
export function createReply(
  deps: Deps,
  to: { readonly place: Place; readonly person: string; readonly responseUrl?: string | undefined },
): (view: View) => Promise<void> {
  const { place, person, responseUrl } = to;
  const until = deps.clock.now() + limits.lifetimeMs - MARGIN_MS;
  let uses = 0;

  const byResponse = async (url: string, rendered: Rendered): Promise<boolean> => {
    if (uses >= limits.uses || deps.clock.now() >= until) return false;
    uses += 1;
    try {
      const answer = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json; charset=utf-8' },
        body: JSON.stringify({
          response_type: 'ephemeral',
          replace_original: false,
          text: rendered.text,
          blocks: rendered.blocks,
          ...(place.thread === undefined ? {} : { thread_ts: place.thread }),
        }),
        redirect: 'error',
        signal: AbortSignal.any([deps.stop, AbortSignal.timeout(deps.callMs)]),
      });
      await answer.arrayBuffer();
      if (!answer.ok) deps.log.warn({ status: answer.status }, 'a response address did not take an answer');
      return answer.ok;
    } catch (error) {
      deps.log.warn({ err: error }, 'a response address could not be reached');
      return false;
    }
  };

  return async (view) => {
    const rendered = render(view, 'ephemeral');
    if (responseUrl !== undefined && (await byResponse(responseUrl, rendered))) {
      await attachPrivately(deps, person, rendered.files, deps.stop);
      return;
    }
    try {
      await deps.messenger.whisper(place, person, view, deps.stop);
    } catch (error) {
      const away =
        (error instanceof UserError && error.code === 'not-in-channel') ||
        refusalOf(error) === 'user_not_in_channel';
      if (!away || place.kind === 'direct') throw error;
      await postToPerson(deps, person, rendered, deps.stop);
    }
  };
}
