import { isText, mimetypeOf } from '../slack/file-types.ts';
import type * as slack from '../slack/state.ts';
import { placedElements, valueField } from '../slack/values.ts';
import { Memo } from './memo.ts';
import type { Channel, File, Message, Person, Values, View } from './protocol.ts';

const previewBytes = 2_000;
const previewLines = 8;
const noValues: Values = {};
const noFiles: readonly File[] = [];

/**
 * Makes the page's things of what the workspace knows. A thing stays the same object until something that is shown of it has
 * changed. Everybody who looks shares these, since only the values of a message differ from one person to the next.
 */
export class Things {
  readonly #state: Readonly<slack.State>;
  readonly #playable: ReadonlySet<string>;
  readonly #people = new Memo<slack.User, Person>();
  readonly #channels = new Memo<slack.Channel, Channel>();
  readonly #messages = new Memo<slack.Message, Message>();
  readonly #files = new Memo<slack.FileRecord, File>();
  readonly #lost = new Map<string, File>();
  readonly #inputs = new Memo<slack.Message['blocks'], boolean>();

  constructor(state: Readonly<slack.State>, playable: readonly string[]) {
    this.#state = state;
    this.#playable = new Set(playable);
  }

  person(user: slack.User): Person {
    const { name, realName, kind, tz, title } = user;
    return this.#people.get(user, [name, realName, kind, tz, title], () => ({
      kind: 'person',
      id: user.id,
      name,
      realName,
      isBot: kind === 'bot',
      isDeactivated: kind === 'deactivated',
      tz,
      title,
      playable: this.#playable.has(user.id) && kind !== 'deactivated',
    }));
  }

  channel(channel: slack.Channel): Channel {
    const { name, isArchived, topic } = channel;
    return this.#channels.get(channel, [name, isArchived, topic, ...channel.members], () => ({
      kind: 'channel',
      id: channel.id,
      name,
      type: channel.kind,
      members: [...channel.members],
      isArchived,
      topic,
    }));
  }

  /** A message as everybody sees it, without any values. */
  message(message: slack.Message): Message {
    const { text, blocks, attachments } = message;
    const files = message.files.length === 0 ? noFiles : message.files.map((id) => this.#file(id));
    const isEdited = this.#isEdited(message);
    return this.#messages.get(message, [text, blocks, attachments, isEdited, ...files], () => ({
      kind: 'message',
      channel: message.channel,
      ts: message.ts,
      user: message.user,
      text,
      blocks,
      attachments,
      files,
      ...(message.threadTs === undefined || message.threadTs === message.ts
        ? {}
        : { threadTs: message.threadTs }),
      isBroadcast: message.subtype === 'thread_broadcast',
      isEphemeral: message.ephemeralTo !== undefined,
      isEdited,
      values: noValues,
    }));
  }

  /** Whether there is anything in a message that holds what a person has chosen. */
  hasInputs({ blocks }: slack.Message): boolean {
    return this.#inputs.get(blocks, [], () =>
      placedElements(blocks).some(({ element }) => {
        const type = element['type'];
        return typeof type === 'string' && valueField(type) !== undefined;
      }),
    );
  }

  /** Slack shows no "(edited)" on what an app has updated with blocks; its documentation of chat.update says so. */
  #isEdited({ history, blocks, botId }: slack.Message): boolean {
    return history.length > 1 && (botId === undefined || blocks.length === 0);
  }

  #file(id: string): File {
    const file = this.#state.files.get(id);
    // What was completed and has no content any more was deleted.
    if (file === undefined || (file.completed && file.content === undefined)) return this.#gone(id);
    this.#lost.delete(id);
    const { name, title, content } = file;
    return this.#files.get(file, [name, title, content], () => {
      const mimetype = mimetypeOf(name);
      const preview = content === undefined || !isText(mimetype) ? undefined : firstLines(content);
      return {
        id,
        name,
        title,
        mimetype,
        size: file.size,
        user: file.user,
        ...(preview === undefined ? {} : { preview }),
        isDeleted: false,
      };
    });
  }

  #gone(id: string): File {
    const known = this.#lost.get(id);
    if (known !== undefined) return known;
    const gone = { id, name: '', title: '', mimetype: '', size: 0, user: '', isDeleted: true };
    this.#lost.set(id, gone);
    return gone;
  }
}

/** A view as its person sees it; what the app keeps in it for itself stays behind. */
export function viewThing(view: slack.View, depth: number): View {
  const { private_metadata: _metadata, external_id: _external, callback_id: _callback, ...body } = view.body;
  return {
    kind: 'view',
    id: view.id,
    type: view.type,
    hash: view.hash,
    depth,
    body,
    values: { ...view.values },
  };
}

function firstLines(content: Buffer): string | undefined {
  // A sign that is cut in two at the end is left out.
  const text = new TextDecoder('utf-8').decode(content.subarray(0, previewBytes), { stream: true });
  // A file whose name promises text may be none.
  if (text.includes('\0')) return undefined;
  return text.split('\n').slice(0, previewLines).join('\n');
}
