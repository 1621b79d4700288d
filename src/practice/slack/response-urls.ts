import { responseUrl as limits } from '../../facts/slack.ts';
import { objectsAt, type Json, type JsonObject } from './json.ts';
import { dropOlder } from './keep.ts';
import { checkContent, deleteMessage, editMessage, isEmpty, postAsBot, type Content } from './messages.ts';
import { Refusal } from './refusal.ts';
import type { Message, State } from './state.ts';

/** How long an address is remembered as expired; after that it is an unknown one. Both are 404 to the app. */
const rememberedMs = 2 * limits.lifetimeMs;

type Issued = {
  userId: string;
  channelId: string;
  at: number;
  uses: number;
  /** The message that was clicked. A slash command has none. */
  original?: Message;
};

/** The addresses that slash commands and interactions hand out: 5 uses within 30 minutes. */
export class ResponseUrls {
  #state: State;
  #issued = new Map<string, Issued>();

  constructor(state: State) {
    this.#state = state;
  }

  issue(userId: string, channelId: string, original?: Message): string {
    const { ids, team, clock } = this.#state;
    dropOlder(this.#issued, clock.now() - rememberedMs);
    const path = `/response/${team.id}/${ids.next('')}/${crypto.randomUUID()}`;
    this.#issued.set(path, {
      userId,
      channelId,
      at: clock.now(),
      uses: 0,
      ...(original === undefined ? {} : { original }),
    });
    return this.#state.origin + path;
  }

  /** Does what was posted to the address `path`. Throws the refusal, which uses nothing up unless it was valid. */
  post(path: string, body: JsonObject): void {
    const issued = this.#issued.get(path);
    if (issued === undefined) throw new Refusal('invalid_url');
    if (this.#state.clock.now() - issued.at > limits.lifetimeMs) throw new Refusal('expired_url');
    if (issued.uses >= limits.uses) throw new Refusal('used_url');
    // Whether a refused body counts as a use is not documented. Here it does, which shows a retry loop early.
    issued.uses += 1;
    this.respond(issued, body);
  }

  /**
   * What the body of an acknowledgement or of a post to a response_url does: an ephemeral message by default, one for
   * all with `in_channel`, or a change to the message that was clicked.
   */
  respond(to: { userId: string; channelId: string; original?: Message }, body: JsonObject): void {
    const state = this.#state;
    const original = to.original?.deleted === false ? to.original : undefined;
    if (isTrue(body['delete_original'])) {
      if (original !== undefined) deleteMessage(state, original);
      return;
    }
    const checked = checkContent(state, contentOf(body));
    if (isEmpty(checked)) throw new Refusal('no_text');
    if (isTrue(body['replace_original']) && original !== undefined) {
      editMessage(state, original, checked);
      return;
    }
    const threadTs = body['thread_ts'];
    postAsBot(state, to.channelId, checked, {
      ...(body['response_type'] === 'in_channel' ? {} : { ephemeralTo: to.userId }),
      ...(typeof threadTs === 'string' ? { threadTs } : {}),
    });
  }
}

/** Whether an acknowledgement of a slash command or click says something to show. */
export function saysSomething(body: JsonObject | undefined): body is JsonObject {
  if (body === undefined) return false;
  return typeof body['text'] === 'string' || objectsAt(body, 'blocks').length > 0;
}

function contentOf(body: JsonObject): Content {
  const { text, blocks, attachments, metadata } = body;
  return {
    ...(typeof text === 'string' ? { text } : {}),
    ...(blocks === undefined ? {} : { blocks }),
    ...(attachments === undefined ? {} : { attachments }),
    ...(metadata === undefined ? {} : { metadata }),
  };
}

function isTrue(value: Json | undefined): boolean {
  return value === true || value === 'true';
}
