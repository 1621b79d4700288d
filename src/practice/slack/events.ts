import type { Outcome } from './delivery.ts';
import type { JsonObject } from './json.ts';
import { messageShape } from './shapes.ts';
import type { Message } from './state.ts';
import type { Workplace } from './workplace.ts';

/** The verification token that old apps checked. Signed requests have made it useless, but Slack still sends it. */
export const verificationToken = 'practice-verification-token';

/** Sends an event to the app if it is subscribed to it. `subscription` is the name in the manifest. */
export async function sendEvent(
  workplace: Workplace,
  subscription: string,
  event: JsonObject,
): Promise<Outcome | undefined> {
  const { state, courier } = workplace;
  if (!state.manifest.events.includes(subscription)) return undefined;
  const channel = state.channels.get(typeof event['channel'] === 'string' ? event['channel'] : '');
  return courier.deliver({
    id: crypto.randomUUID(),
    type: 'events_api',
    acceptsResponse: false,
    payload: {
      token: verificationToken,
      team_id: state.team.id,
      context_team_id: state.team.id,
      context_enterprise_id: null,
      api_app_id: state.app.id,
      event,
      type: 'event_callback',
      event_id: state.ids.next('Ev'),
      event_time: state.ids.seconds(),
      authorizations: [
        {
          enterprise_id: null,
          team_id: state.team.id,
          user_id: state.app.botUserId,
          is_bot: true,
          is_enterprise_install: false,
        },
      ],
      is_ext_shared_channel: channel?.isExtShared ?? false,
      event_context: state.ids.next('4-'),
    },
  });
}

/**
 * The events of a new message: `message.im` in a direct message, `app_mention` where the bot is a member and is
 * mentioned. In a direct message there is no `app_mention`. Whether Slack sends `app_mention` from a public channel
 * without the bot is not clear from its documentation; here it does not, since Slack offers to invite it instead.
 */
export async function announceMessage(workplace: Workplace, message: Message): Promise<Outcome | undefined> {
  const { state } = workplace;
  const channel = state.channels.get(message.channel);
  if (channel === undefined || !state.botIsIn(channel)) return undefined;
  const shape = messageShape(state, message);
  const author = state.users.get(message.user);
  const common: JsonObject = {
    ...shape,
    channel: channel.id,
    event_ts: message.ts,
    ...(author !== undefined && author.teamId !== state.team.id
      ? { user_team: author.teamId, source_team: author.teamId }
      : {}),
  };
  if (channel.kind === 'im') {
    return sendEvent(workplace, 'message.im', { ...common, channel_type: 'im' });
  }
  const mentioned = message.text.includes(`<@${state.app.botUserId}>`);
  if (!mentioned || message.user === state.app.botUserId) return undefined;
  const { subtype: _subtype, ...rest } = common;
  return sendEvent(workplace, 'app_mention', { ...rest, type: 'app_mention' });
}

/** `message_changed` and `message_deleted` go to the app from direct messages only; it may not read channels. */
export async function announceChange(
  workplace: Workplace,
  message: Message,
  before: JsonObject,
  what: 'message_changed' | 'message_deleted',
): Promise<Outcome | undefined> {
  const { state } = workplace;
  const channel = state.channels.get(message.channel);
  if (channel?.kind !== 'im' || message.ephemeralTo !== undefined) return undefined;
  const ts = state.ids.ts();
  return sendEvent(workplace, 'message.im', {
    type: 'message',
    subtype: what,
    ...(what === 'message_changed' ? { message: messageShape(state, message) } : { deleted_ts: message.ts }),
    previous_message: before,
    channel: channel.id,
    hidden: true,
    ts,
    event_ts: ts,
    channel_type: 'im',
  });
}
