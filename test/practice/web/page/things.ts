import type { Channel, Message, Person, Workspace } from '../../../../src/practice/web/protocol.ts';

export function message(ts: string, more: Partial<Message> = {}): Message {
  return {
    kind: 'message',
    channel: 'C1',
    ts,
    user: 'U1',
    text: `at ${ts}`,
    blocks: [],
    attachments: [],
    files: [],
    isBroadcast: false,
    isEphemeral: false,
    isEdited: false,
    values: {},
    ...more,
  };
}

export function person(id: string, name: string, more: Partial<Person> = {}): Person {
  return {
    kind: 'person',
    id,
    name,
    realName: '',
    isBot: false,
    isDeactivated: false,
    tz: 'Europe/Berlin',
    title: '',
    playable: true,
    ...more,
  };
}

export function channel(id: string, name: string, more: Partial<Channel> = {}): Channel {
  return {
    kind: 'channel',
    id,
    name,
    type: 'public',
    members: ['U1'],
    isArchived: false,
    topic: '',
    ...more,
  };
}

export function workspace(more: Partial<Workspace> = {}): Workspace {
  return {
    kind: 'workspace',
    team: 'Practice',
    me: 'U1',
    app: { id: 'A1', name: 'waggle', botUserId: 'UB' },
    commands: [{ command: '/swarm', description: 'See and change', usageHint: 'services | help' }],
    shortcuts: [],
    appIsUp: true,
    ...more,
  };
}

/** Whom and what one may name: one of them is gone, one is a bot, one channel is archived, one is a direct message. */
export const people = [
  person('U1', 'ana', { realName: 'Ana Lopes' }),
  person('U2', 'li', { realName: 'Li Wei' }),
  person('U3', 'lisa'),
  person('U4', 'gone', { isDeactivated: true }),
  person('U5', 'dr.who'),
  person('UB', 'waggle', { isBot: true }),
];

export const channels = [
  channel('C1', 'ops'),
  channel('C2', 'ops-old', { isArchived: true }),
  channel('C3', 'staging'),
  channel('D1', '', { type: 'im' }),
];
