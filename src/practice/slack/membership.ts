import type { Channel, State } from './state.ts';

/** Lets somebody into a channel, and says so in it, as Slack does: `inviter` is who let them in, where they did not come by themselves. */
export function joinChannel(state: State, channel: Channel, userId: string, inviter?: string): void {
  channel.members.add(userId);
  tell(state, channel, userId, 'channel_join', `<@${userId}> has joined the channel`, inviter);
}

/** Takes somebody out of a channel, and says so in it. */
export function leaveChannel(state: State, channel: Channel, userId: string): void {
  channel.members.delete(userId);
  tell(state, channel, userId, 'channel_leave', `<@${userId}> has left the channel`);
}

/** No event goes with it: the app may not read channels. */
function tell(
  state: State,
  channel: Channel,
  user: string,
  subtype: 'channel_join' | 'channel_leave',
  text: string,
  inviter?: string,
): void {
  state.messages.push({
    channel: channel.id,
    ts: state.ids.ts(),
    user,
    text,
    blocks: [],
    attachments: [],
    files: [],
    deleted: false,
    history: [{ at: state.clock.now(), text, blocks: [] }],
    subtype,
    ...(inviter === undefined ? {} : { inviter }),
  });
  state.changed();
}
