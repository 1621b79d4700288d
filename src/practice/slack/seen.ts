import { objectsAt, stringAt, type JsonObject } from './json.ts';
import { viewShape } from './shapes.ts';
import type { Message, Revision, State, View } from './state.ts';

/** A message as a person sees it, with all that it was before. A copy: it does not change any more. */
export type SeenMessage = {
  channel: string;
  ts: string;
  user: string;
  text: string;
  blocks: JsonObject[];
  attachments: JsonObject[];
  files: string[];
  deleted: boolean;
  /** Every form that it had, the first and the present one included. */
  edits: Revision[];
  threadTs?: string;
  ephemeralTo?: string;
  metadata?: JsonObject;
};

/** A view as a person sees it. A copy. */
export type SeenView = {
  id: string;
  type: 'modal' | 'home';
  userId: string;
  callbackId: string;
  hash: string;
  privateMetadata: string;
  /** The whole view as Slack hands it to the app, with `state.values`. */
  view: JsonObject;
  blocks: JsonObject[];
  closed: boolean;
  edits: { at: number; body: JsonObject }[];
};

export function seenMessage(message: Message): SeenMessage {
  return structuredClone({
    channel: message.channel,
    ts: message.ts,
    user: message.user,
    text: message.text,
    blocks: message.blocks,
    attachments: message.attachments,
    files: message.files,
    deleted: message.deleted,
    edits: message.history,
    ...(message.threadTs === undefined ? {} : { threadTs: message.threadTs }),
    ...(message.ephemeralTo === undefined ? {} : { ephemeralTo: message.ephemeralTo }),
    ...(message.metadata === undefined ? {} : { metadata: message.metadata }),
  });
}

export function seenView(state: State, view: View): SeenView {
  const shape = viewShape(state, view);
  return structuredClone({
    id: view.id,
    type: view.type,
    userId: view.userId,
    callbackId: stringAt(shape, 'callback_id') ?? '',
    hash: view.hash,
    privateMetadata: stringAt(shape, 'private_metadata') ?? '',
    view: shape,
    blocks: objectsAt(shape, 'blocks'),
    closed: view.closed,
    edits: view.history,
  });
}
