import { verificationToken } from './events.ts';
import type { JsonObject } from './json.ts';
import { channelName, messageShape, viewShape } from './shapes.ts';
import type { Channel, Message, User, View } from './state.ts';
import type { Workplace } from './workplace.ts';

/** What every interaction says about who, where and which app. */
function common(workplace: Workplace, user: User): JsonObject {
  const { team, app } = workplace.state;
  return {
    user: { id: user.id, username: user.name, name: user.name, team_id: user.teamId },
    api_app_id: app.id,
    token: verificationToken,
    team: { id: team.id, domain: team.domain },
    enterprise: null,
    is_enterprise_install: false,
  };
}

/** Where an element was used: in a message or in a view. */
export type Place = { message: Message; channel: Channel } | { view: View };

function placeFields(workplace: Workplace, place: Place): JsonObject {
  const { state } = workplace;
  if ('view' in place) {
    return { container: { type: 'view', view_id: place.view.id }, view: viewShape(state, place.view) };
  }
  const { message, channel } = place;
  const isEphemeral = message.ephemeralTo !== undefined;
  return {
    container: {
      type: 'message',
      message_ts: message.ts,
      channel_id: channel.id,
      is_ephemeral: isEphemeral,
      ...(message.threadTs === undefined ? {} : { thread_ts: message.threadTs }),
    },
    channel: { id: channel.id, name: channelName(channel) },
    // An ephemeral message is not kept by Slack, so its interactions do not carry it.
    ...(isEphemeral ? {} : { message: messageShape(state, message) }),
  };
}

/** `block_actions`: a click or a choice. */
export function blockActions(
  workplace: Workplace,
  user: User,
  place: Place,
  action: JsonObject,
  values: JsonObject,
): JsonObject {
  return {
    type: 'block_actions',
    ...common(workplace, user),
    ...placeFields(workplace, place),
    trigger_id: workplace.triggers.issue(user.id),
    ...('view' in place
      ? {}
      : {
          state: { values },
          response_url: workplace.responseUrls.issue(user.id, place.channel.id, place.message),
        }),
    actions: [{ ...action, action_ts: workplace.state.ids.ts() }],
  };
}

/** `block_suggestion`: an external menu asks for its options. */
export function blockSuggestion(
  workplace: Workplace,
  user: User,
  place: Place,
  action: { blockId: string; actionId: string; value: string },
): JsonObject {
  return {
    type: 'block_suggestion',
    ...common(workplace, user),
    ...placeFields(workplace, place),
    action_id: action.actionId,
    block_id: action.blockId,
    value: action.value,
  };
}

/** `message_action`: a message shortcut. */
export function messageAction(
  workplace: Workplace,
  user: User,
  message: Message,
  channel: Channel,
  callbackId: string,
): JsonObject {
  return {
    type: 'message_action',
    ...common(workplace, user),
    action_ts: workplace.state.ids.ts(),
    channel: { id: channel.id, name: channelName(channel) },
    callback_id: callbackId,
    trigger_id: workplace.triggers.issue(user.id),
    // The message belongs to somebody else as a rule, so this address never replaces it.
    response_url: workplace.responseUrls.issue(user.id, channel.id),
    message_ts: message.ts,
    message: messageShape(workplace.state, message),
  };
}

/** `shortcut`: a global one, without any channel. */
export function globalShortcut(workplace: Workplace, user: User, callbackId: string): JsonObject {
  return {
    type: 'shortcut',
    ...common(workplace, user),
    action_ts: workplace.state.ids.ts(),
    callback_id: callbackId,
    trigger_id: workplace.triggers.issue(user.id),
  };
}

/** `view_submission`. */
export function viewSubmission(
  workplace: Workplace,
  user: User,
  view: View,
  responseUrls: JsonObject[],
): JsonObject {
  return {
    type: 'view_submission',
    ...common(workplace, user),
    trigger_id: workplace.triggers.issue(user.id),
    view: viewShape(workplace.state, view),
    response_urls: responseUrls,
  };
}

/** `view_closed`, for views that asked for it. */
export function viewClosed(workplace: Workplace, user: User, view: View, isCleared: boolean): JsonObject {
  return {
    type: 'view_closed',
    ...common(workplace, user),
    view: viewShape(workplace.state, view),
    is_cleared: isCleared,
  };
}

/** A slash command. */
export function slashCommand(
  workplace: Workplace,
  user: User,
  channel: Channel,
  command: string,
  text: string,
): JsonObject {
  const { team, app } = workplace.state;
  return {
    token: verificationToken,
    team_id: team.id,
    team_domain: team.domain,
    channel_id: channel.id,
    channel_name: channelName(channel),
    user_id: user.id,
    user_name: user.name,
    command,
    text,
    api_app_id: app.id,
    is_enterprise_install: 'false',
    response_url: workplace.responseUrls.issue(user.id, channel.id),
    trigger_id: workplace.triggers.issue(user.id),
  };
}
